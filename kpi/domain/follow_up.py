"""What people do about a deviation: a fold of what was found, asked, answered and decided (requirement R8)."""

from __future__ import annotations

from collections.abc import Iterable

from contracts.foundation.errors import Refused
from kpi.domain.reporting_period import label_of

NEW = "nieuw"
ASKED = "uitleg gevraagd"
EXPLAINED = "toegelicht"
ON_AGENDA = "op de agenda"
RUNNING = "afspraak loopt"
EFFECT = "effect gezien"
CLOSED = "afgehandeld"
STATES = (NEW, ASKED, EXPLAINED, ON_AGENDA, RUNNING, EFFECT, CLOSED)
OPEN = tuple(state for state in STATES if state != CLOSED)
WAITING = frozenset({NEW, ASKED})  # a report with one of these cannot be accepted yet

FOUND = "gevonden"
EXPLANATION_ASKED = "uitleg gevraagd"
EXPLANATION_GIVEN = "toegelicht"
EXPLANATION_RETURNED = "teruggegeven"
PUT_ON_AGENDA = "op de agenda gezet"
AGREED = "afspraak gemaakt"
AGREEMENT_ENDED = "afspraak vervallen"
AGREEMENT_KEPT = "afspraak bevestigd"  # it was done: whether it helped is what has to be looked at now
EFFECT_SEEN = "effect gezien"
SETTLED = "afgehandeld"
LAPSED = "valt niet meer op"  # changed figures took it away before anybody spoke about it: closed with that reason
REOPENED = "heropend"  # changed figures made it heavier than what was settled
OWNED = "toegewezen"
EVENTS = (
    FOUND, EXPLANATION_ASKED, EXPLANATION_GIVEN, EXPLANATION_RETURNED, PUT_ON_AGENDA, AGREED, AGREEMENT_ENDED, AGREEMENT_KEPT,
    EFFECT_SEEN, SETTLED, LAPSED, REOPENED, OWNED,
)  # fmt: skip

_MOVES = (
    {
        (NEW, EXPLANATION_ASKED): ASKED,
        (NEW, EXPLANATION_GIVEN): EXPLAINED,
        (ASKED, EXPLANATION_GIVEN): EXPLAINED,
        (EXPLAINED, EXPLANATION_RETURNED): ASKED,
        (RUNNING, PUT_ON_AGENDA): RUNNING,  # the agreement goes on, and is talked about again
        (RUNNING, AGREEMENT_ENDED): ON_AGENDA,
        (RUNNING, AGREEMENT_KEPT): RUNNING,
        (RUNNING, EFFECT_SEEN): EFFECT,
        (NEW, LAPSED): CLOSED,
        (CLOSED, REOPENED): NEW,
    }
    | {(state, PUT_ON_AGENDA): ON_AGENDA for state in (NEW, ASKED, EXPLAINED, ON_AGENDA, EFFECT)}  # also once more, on the next agenda
    | {(state, EXPLANATION_GIVEN): state for state in (ON_AGENDA, RUNNING, EFFECT)}
    | {(state, AGREED): RUNNING for state in OPEN}
    | {(state, SETTLED): CLOSED for state in OPEN}
    | {(state, OWNED): state for state in OPEN}
    | {(state, FOUND): state for state in STATES}  # found again after changed figures: people's work stays
)
_CANNOT = {
    EXPLANATION_ASKED: "U kunt nu niet om uitleg vragen.",
    EXPLANATION_GIVEN: "U kunt nu geen uitleg geven.",
    EXPLANATION_RETURNED: "Er is geen uitleg om terug te geven.",
    PUT_ON_AGENDA: "U kunt deze afwijking niet op de agenda zetten.",
    AGREED: "U kunt over deze afwijking geen afspraak maken.",
    AGREEMENT_ENDED: "Er loopt geen afspraak.",
    AGREEMENT_KEPT: "Er loopt geen afspraak.",
    EFFECT_SEEN: "U kunt nu geen effect vastleggen.",
    LAPSED: "Deze afwijking kan niet vanzelf vervallen.",
    REOPENED: "Deze afwijking is nog open.",
    OWNED: "U kunt deze afwijking niet meer op u nemen.",
    SETTLED: "U kunt deze afwijking niet nog eens afhandelen.",
}
_BECAUSE = {
    NEW: "De afwijking is nieuw.",
    ASKED: "Er is al om uitleg gevraagd. De aanbieder is aan zet.",
    EXPLAINED: "De aanbieder heeft al uitleg gegeven. De gemeente is aan zet.",
    ON_AGENDA: "De afwijking staat op de agenda van een gesprek.",
    RUNNING: "Er loopt een afspraak over.",
    EFFECT: "Het effect is gezien.",
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


def effect_words(code: str, period: str, figure: str, later_period: str, later: str) -> str:
    """The figure then and the newest one since, as they stand above what somebody says of the effect."""
    return f"{code} was {figure} ({label_of(period)}) en is {later} ({label_of(later_period)})."
