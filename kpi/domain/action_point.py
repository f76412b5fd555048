"""The life of an afspraak: from what was agreed at the table until somebody of another organisation has seen that it was done.

Its state is the fold of its past-tense events. Whatever is not in the table below cannot happen.
Who confirms: never the person who reported it, and never that person's own organisation: an afspraak binds both sides, so both sides say that
it is done. Either side may let one lapse with a reason; the others read that reason and may take it up again. [VOORSTEL: no source says who.]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from contracts.foundation.errors import Refused
from contracts.foundation.period import day_in_words
from kpi.domain import dialogue

OPEN, BUSY, DONE = dialogue.AGREEMENT_OPEN, dialogue.AGREEMENT_BUSY, dialogue.AGREEMENT_DONE
CONFIRMED, LAPSED = dialogue.AGREEMENT_CONFIRMED, dialogue.AGREEMENT_LAPSED
STATES = (OPEN, BUSY, DONE, CONFIRMED, LAPSED)
TO_DO = (OPEN, BUSY)
"""Somebody still has to do it. What is gereed waits for a second person."""

MADE = "gemaakt"
CHANGED = "gewijzigd"
BEGUN = "begonnen"
REPORTED = "gereed gemeld"
CONFIRMATION = "bevestigd"
RETURNED = "teruggegeven"
DROPPED = "vervallen"
RESUMED = "weer opgenomen"
MOVED = "datum verzet"
EVENTS = (MADE, CHANGED, BEGUN, REPORTED, CONFIRMATION, RETURNED, DROPPED, RESUMED, MOVED)

_MOVES: dict[tuple[str | None, str], str] = {
    (None, MADE): OPEN,
    (OPEN, BEGUN): BUSY,
    (OPEN, REPORTED): DONE,
    (BUSY, REPORTED): DONE,
    (DONE, CONFIRMATION): CONFIRMED,
    (DONE, RETURNED): BUSY,
    (LAPSED, RESUMED): OPEN,
    **{(state, DROPPED): LAPSED for state in (OPEN, BUSY, DONE)},
    **{(state, event): state for state in TO_DO for event in (CHANGED, MOVED)},
}
_CANNOT = {
    MADE: "Deze afspraak is al gemaakt.",
    CHANGED: "U kunt deze afspraak niet meer wijzigen.",
    BEGUN: "U kunt deze afspraak niet beginnen.",
    REPORTED: "U kunt deze afspraak nu niet gereed melden.",
    CONFIRMATION: "U kunt deze afspraak nu niet bevestigen. Dat kan als hij gereed is gemeld.",
    RETURNED: "U kunt deze afspraak nu niet teruggeven. Dat kan als hij gereed is gemeld.",
    DROPPED: "U kunt deze afspraak niet meer laten vervallen.",
    RESUMED: "U kunt alleen een vervallen afspraak weer opnemen.",
    MOVED: "U kunt de datum nu niet verzetten.",
}
_BECAUSE = {
    OPEN: "De afspraak is nog open.",
    BUSY: "Er wordt al aan gewerkt.",
    DONE: "Hij is gereed gemeld en wacht op bevestiging.",
    CONFIRMED: "Hij is al bevestigd.",
    LAPSED: "Hij is vervallen.",
}


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened to an afspraak, with who did it and for which organisation."""

    kind: str
    at: datetime
    person_name: str
    organisation_name: str
    text: str = ""


def next_state(state: str | None, event: str) -> str:
    """The state after one event. Raises Refused when it cannot happen now."""
    after = _MOVES.get((state, event))
    if after is None:
        raise Refused("", " ".join(part for part in (_CANNOT[event], _BECAUSE.get(state or "", "")) if part))
    return after


def fold(events: Iterable[str]) -> str | None:
    """The state that follows from all events in order; None for what was never made."""
    state: str | None = None
    for event in events:
        state = next_state(state, event)
    return state


def may_judge(*, reported_by_id: int | None, reported_for: str, person_id: int | None, organisation: str) -> bool:
    """May this person confirm it or give it back? Another person, of another organisation, than who reported it."""
    return organisation != reported_for and (person_id is None or person_id != reported_by_id)


def require_judge(*, reported_by_id: int | None, reported_for: str, person_id: int | None, organisation: str) -> None:
    """Raise Refused unless this person may confirm it or give it back."""
    if not may_judge(reported_by_id=reported_by_id, reported_for=reported_for, person_id=person_id, organisation=organisation):
        raise Refused("", "Uw organisatie meldde deze afspraak zelf gereed. Iemand van een andere organisatie aan tafel bevestigt hem.")


def last_of(events: Sequence[Happened], kind: str) -> Happened | None:
    """The last time that this happened."""
    return next((one for one in reversed(events) if one.kind == kind), None)


def carried_words(carried: int) -> str:
    """ "3x doorgeschoven"; nothing when it was never carried on."""
    return f"{carried}x doorgeschoven" if carried else ""


def moved_text(before: date, after: date, reason: str) -> str:
    """What is kept when a date was moved: both days and the reason."""
    return f"{before.isoformat()} {after.isoformat()}\n{reason}"


def moved_words(text: str) -> str:
    """The kept text of a moved date as people read it."""
    days, _, reason = text.partition("\n")
    before, after = (day_in_words(date.fromisoformat(one)) for one in days.split())
    return f"Van {before} naar {after}.\n{reason}"
