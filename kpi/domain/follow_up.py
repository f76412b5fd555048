"""What people do about a deviation: a fold of what was found, asked, answered and decided (requirement R8)."""

from __future__ import annotations

from collections.abc import Iterable

from contracts.foundation.errors import Refused

NEW = "nieuw"
ASKED = "uitleg gevraagd"
EXPLAINED = "toegelicht"
ON_AGENDA = "op de agenda"
CLOSED = "afgehandeld"
STATES = (NEW, ASKED, EXPLAINED, ON_AGENDA, CLOSED)
WAITING = frozenset({NEW, ASKED})  # a report with one of these cannot be accepted yet

FOUND = "gevonden"
EXPLANATION_ASKED = "uitleg gevraagd"
EXPLANATION_GIVEN = "toegelicht"
EXPLANATION_RETURNED = "teruggegeven"
PUT_ON_AGENDA = "op de agenda gezet"
SETTLED = "afgehandeld"
EVENTS = (FOUND, EXPLANATION_ASKED, EXPLANATION_GIVEN, EXPLANATION_RETURNED, PUT_ON_AGENDA, SETTLED)

_MOVES = {
    (NEW, EXPLANATION_ASKED): ASKED,
    (NEW, EXPLANATION_GIVEN): EXPLAINED,
    (ASKED, EXPLANATION_GIVEN): EXPLAINED,
    (EXPLAINED, EXPLANATION_RETURNED): ASKED,
    (NEW, PUT_ON_AGENDA): ON_AGENDA,
    (ASKED, PUT_ON_AGENDA): ON_AGENDA,
    (EXPLAINED, PUT_ON_AGENDA): ON_AGENDA,
    (ON_AGENDA, PUT_ON_AGENDA): ON_AGENDA,  # it comes back on the next session's agenda
    (ON_AGENDA, EXPLANATION_GIVEN): ON_AGENDA,
    (NEW, SETTLED): CLOSED,
    (ASKED, SETTLED): CLOSED,
    (EXPLAINED, SETTLED): CLOSED,
    (ON_AGENDA, SETTLED): CLOSED,
} | {(state, FOUND): state for state in STATES}  # found again after changed figures: people's work stays
_CANNOT = {
    EXPLANATION_ASKED: "U kunt nu niet om uitleg vragen.",
    EXPLANATION_GIVEN: "U kunt nu geen uitleg geven.",
    EXPLANATION_RETURNED: "Er is geen uitleg om terug te geven.",
    PUT_ON_AGENDA: "U kunt deze afwijking niet op de agenda zetten.",
    SETTLED: "U kunt deze afwijking niet nog eens afhandelen.",
}
_BECAUSE = {
    NEW: "De afwijking is nieuw.",
    ASKED: "Er is al om uitleg gevraagd. De aanbieder is aan zet.",
    EXPLAINED: "De aanbieder heeft al uitleg gegeven. De gemeente is aan zet.",
    ON_AGENDA: "De afwijking staat op de agenda van een gesprek.",
    CLOSED: "De afwijking is al afgehandeld.",
}


def next_state(state: str, event: str) -> str:
    """The state after this event. Raises Refused when the event cannot happen in this state."""
    try:
        return _MOVES[state, event]
    except KeyError:
        raise Refused("", f"{_CANNOT[event]} {_BECAUSE[state]}") from None


def fold(events: Iterable[str]) -> str:
    """The state that a row of events leads to. The first is always that it was found."""
    state = NEW
    for event in events:
        state = next_state(state, event)
    return state
