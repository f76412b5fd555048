"""All subsidies: where each stands, its money, what is due next; what is too late comes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from contracts.domain.awb_terms import Rulebook
from contracts.domain.subsidy.deadlines import Deadline, application_deadline
from contracts.domain.subsidy.standing import State
from contracts.foundation.errors import NotFound
from contracts.queries.subsidies import SubsidyDetail
from portal.management.subsidy_words import TONES
from portal.management.words import counted
from portal.web.formatting import NOTHING, day, euros, in_days

ALL, LATE, THIS_MONTH = "alle", "te-laat", "deze-maand"
APPLYING, GRANTED, TO_SETTLE, TO_PAY, DONE, UNRECORDED = "in-aanvraag", "verleend", "vast-te-stellen", "af-te-rekenen", "afgerond", "zonder-verloop"
FILTERS = {
    ALL: "Alle",
    LATE: "Te laat",
    THIS_MONTH: "Deze maand",
    APPLYING: "In aanvraag",
    GRANTED: "Verleend",
    TO_SETTLE: "Vast te stellen",
    TO_PAY: "Af te rekenen",
    DONE: "Afgerond",
    UNRECORDED: "Zonder verloop",
}


class Filter(NamedTuple):
    """A link with how many subsidies it shows."""

    label: str
    href: str
    total: int
    is_current: bool


class SubsidyRow(NamedTuple):
    """One subsidie in words. `due_tone` and `due_sign` are empty when nothing is due."""

    href: str
    name: str
    about: str
    state: str
    tone: str
    requested: str
    granted: str
    granted_note: str
    paid: str
    determined: str
    due: str
    due_who: str
    due_when: str
    due_tone: str


@dataclass(frozen=True, slots=True)
class SubsidiesPage:
    """The list that was asked for."""

    lead: str
    filters: tuple[Filter, ...]
    rows: tuple[SubsidyRow, ...]
    is_narrow: bool
    apply_before: str
    title: str = "Subsidies"


def subsidies_page(found: Sequence[SubsidyDetail], *, wanted: str, book: Rulebook, today: date) -> SubsidiesPage:
    """Put the list in words. Raises NotFound for a filter that does not exist."""
    if wanted not in FILTERS:
        raise NotFound(wanted)
    ordered = sorted(found, key=lambda each: _order(each, today))
    kept = [each for each in ordered if belongs(each, wanted, today=today)]
    filters = tuple(
        Filter(
            label,
            "/beheer/subsidies" if code == ALL else f"/beheer/subsidies?toon={code}",
            sum(belongs(each, code, today=today) for each in found),
            code == wanted,
        )
        for code, label in FILTERS.items()
    )
    return SubsidiesPage(_lead(found, today), filters, tuple(_row(each, today) for each in kept), wanted != ALL, _apply_before(book, today))


def _apply_before(book: Rulebook, today: date) -> str:
    """Until when can be applied for the next book year (Awb 4:60)."""
    due = application_deadline(date(today.year + 1, 1, 1), book=book)
    verb = "kan" if due.days_left(today) >= 0 else "kon"
    return f"Een subsidie voor het boekjaar {today.year + 1} aanvragen {verb} tot en met {day(due.last_on)} ({due.article}, {due.length} ervoor)."


def phase(found: SubsidyDetail, *, today: date) -> str:
    """How far it is: exactly one of these for each subsidie."""
    standing = found.standing
    if not found.item.is_recorded:
        return UNRECORDED
    if standing.state is State.APPLICATION:
        return APPLYING
    if standing.state is State.GRANTED:
        return GRANTED if standing.ends_on is None or today <= standing.ends_on else TO_SETTLE
    if standing.state is State.SETTLING:
        return TO_SETTLE
    return TO_PAY if standing.to_pay_cents or standing.recoverable_cents else DONE


def belongs(found: SubsidyDetail, wanted: str, *, today: date) -> bool:
    """Does the filter show it?"""
    if wanted == LATE:
        return bool(found.late)
    if wanted == THIS_MONTH:
        due = found.next_due
        return due is not None and (due.last_on.year, due.last_on.month) == (today.year, today.month)
    return wanted in (ALL, phase(found, today=today))


def _order(found: SubsidyDetail, today: date) -> tuple[int, date, str, str]:
    """Too late first, the longest ago on top; then what is due soonest; then what waits for nobody; what is finished last."""
    name = (found.item.provider_name, found.item.reference)
    if found.late:
        return (0, found.late[0].last_on, *name)
    if found.next_due is not None:
        return (1, found.next_due.last_on, *name)
    return (3 if phase(found, today=today) == DONE else 2, date.max, *name)


def _lead(found: Sequence[SubsidyDetail], today: date) -> str:
    if not found:
        return "Er zijn nog geen subsidies."
    late = sum(bool(each.late) for each in found)
    month = sum(belongs(each, THIS_MONTH, today=today) for each in found)
    first = f"Bij {counted(late, 'subsidie', 'subsidies')} is een termijn voorbij." if late else "Er is geen termijn voorbij."
    return f"{first} Deze maand {'loopt' if month == 1 else 'lopen'} er {counted(month, 'termijn', 'termijnen')} af." if month else first


def _row(found: SubsidyDetail, today: date) -> SubsidyRow:
    item, standing = found.item, found.standing
    known, decided = item.is_recorded, standing.state not in (State.APPLICATION, State.CLOSED, State.REFUSED, State.NOTHING)
    granted = standing.granted_cents if known else found.committed_cents
    return SubsidyRow(
        f"/beheer/overeenkomsten/{item.id}/subsidie",
        item.name,
        f"{item.provider_name}, {item.reference}, {years_in_words(item.starts_on, item.ends_on)}",
        standing.state.capitalize() if known else "Nog geen verloop",
        TONES[standing.state],
        _amount(standing.requested_cents, shown=known),
        _amount(granted, shown=decided or not known),
        "" if known else "vastgelegd",
        _amount(standing.paid_cents if known else found.realised_cents, shown=decided or not known),
        _amount(standing.determined_cents, shown=standing.determined_cents is not None),
        *_due(found, today),
    )


def _due(found: SubsidyDetail, today: date) -> tuple[str, str, str, str]:
    """What is due: the one that is too late longest, or the first to come."""
    due: Deadline | None = found.late[0] if found.late else found.next_due
    if due is None:
        return "", "", "", ""
    when = f"{day(due.last_on)} ({in_days(due.days_left(today))})"
    soon = due.days_left(today) <= 14
    return due.name, f"{due.side.capitalize()}, {due.article}", when, "zorg" if found.late else "aandacht" if soon else "rustig"


def _amount(cents: int | None, *, shown: bool) -> str:
    return euros(cents, whole=True) if shown and cents is not None else NOTHING


def years_in_words(starts_on: date, ends_on: date) -> str:
    """ "2026", "2022 tot en met 2026"."""
    return str(starts_on.year) if starts_on.year == ends_on.year else f"{starts_on.year} tot en met {ends_on.year}"
