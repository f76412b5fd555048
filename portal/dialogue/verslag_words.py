"""How the minutes, the answers to them and what happened are said on the reading page and in the files made of it."""

from __future__ import annotations

from kpi.domain.dialogue import (
    ADDENDUM_EVENT,
    OFFERED,
    PARTS,
    SETTLED,
    SHARED_EVENT,
    WITHDRAWN_EVENT,
    is_carried_over,
)
from kpi.domain.minutes import AGREES, DISAGREES, RecordedAction, RecordedItem, RecordedPerson
from kpi.queries.dialogue_reading import Happened, Reading
from portal.dialogue.words import EVENTS
from portal.web.formatting import day, moment, number, short_quarter

QUESTIONS = ("Wat zien we?", "Wat betekent het?", "Wat doen we?")
EARLIER = "Eerdere afspraken"
VERDICTS = {AGREES: ("Eens", "goed"), DISAGREES: ("Niet eens", "zorg"), "": ("Nog geen antwoord", "rustig")}
NOT_ANY_MORE = "Dit antwoord telt niet meer: daarna veranderde de tekst, of kwam er een nieuw antwoord."
_HAPPENED = EVENTS | {
    SHARED_EVENT: "Agenda gedeeld",
    ADDENDUM_EVENT: "Aanvulling voorgesteld",
    WITHDRAWN_EVENT: "Aanvulling ingetrokken",
    AGREES: "Eens met het verslag",
    DISAGREES: "Niet eens met het verslag",
}


def what_happened(event: Happened) -> str:
    """One line of the time line."""
    return _HAPPENED.get(event.what, event.what)


def note_of(event: Happened) -> str:
    """What was said with it, and that an answer counts no more."""
    return "\n".join(filter(None, (event.note, NOT_ANY_MORE if event.is_answer and event.is_void else "")))


def part_of(item: RecordedItem) -> str:
    """Under which heading a point stands."""
    return EARLIER if is_carried_over(item.position) else PARTS[item.part][0]


def frozen_note(item: RecordedItem) -> str:
    """Which figure was frozen, when, and of which version of the report."""
    if item.frozen_at is None:
        return ""
    figure = f"{item.frozen_value} in {short_quarter(item.frozen_period)}. " if item.frozen_value and item.frozen_period else ""
    version = f", uit versie {item.frozen_version} van de aanlevering" if item.frozen_version else ""
    return f"{figure}Vastgelegd op {moment(item.frozen_at)}{version}."


def who_does(action: RecordedAction) -> str:
    """Who does what was agreed."""
    return f"{action.owner_name} ({action.owner_organisation})"


def in_one_line(action: RecordedAction) -> str:
    """An agreement as it stands at its point."""
    end = "" if action.text.endswith((".", "!", "?")) else "."
    return f"{action.text}{end} {who_does(action)}, uiterlijk {due(action)}."


def due(action: RecordedAction) -> str:
    """When it is done at the latest."""
    return day(action.due_on)


def effect_of(action: RecordedAction) -> str:
    """The effect that is expected: from the figure as it was to the figure that it should become."""
    before = f"{action.baseline_shown} ({short_quarter(action.baseline_period)})" if action.baseline_period else action.baseline_shown
    if action.expected_value is None:
        return f"Was {before}" if before else ""  # under "verwacht effect" a bare figure would read as what was promised
    unit = " ".join(action.baseline_shown.split()[1:])
    after = f"{number(action.expected_value, _decimals(action))} {unit}".strip()
    return f"Van {before} naar {after}" if before else f"Naar {after}"


def _decimals(action: RecordedAction) -> int:
    value = action.expected_value
    exponent = 0 if value is None else value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def about_what(action: RecordedAction, items: dict[int, RecordedItem]) -> str:
    """What an agreement is about: the point it was made at, the KPI, the agreement with the gemeente that it belongs to."""
    item = items.get(action.agenda_item_id or 0)
    told = (
        item.title if item else "",
        f"KPI {action.indicator_code}" if action.indicator_code else "",
        action.commitment_name,
    )
    return "\n".join(filter(None, told))


def present(person: RecordedPerson) -> str:
    """Somebody at the table, and for what organisation."""
    role = ", gast" if person.kind == "gast" else ""
    here = {"aanwezig": "", "afwezig": " (afwezig)", "": " (uitgenodigd)"}[person.presence]
    return f"{', '.join(filter(None, (person.name, person.organisation)))}{role}{here}"


def standing(reading: Reading) -> tuple[str, str]:
    """What this text is, in a few words and a tone."""
    if reading.edition is not None:
        return f"Vastgesteld, editie {reading.edition.number}", "goed"
    if reading.addendum is not None:
        return "Aanvulling ter instemming", "aandacht"
    if reading.state == SETTLED:
        return "Vastgesteld", "goed"
    return ("Ter instemming", "aandacht") if reading.state == OFFERED else ("Concept", "actie")
