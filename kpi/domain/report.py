"""The life of a quarterly report: a fold of what happened to it (house rule 8; S002 §3.1, requirement R2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from contracts.foundation.errors import Refused
from contracts.foundation.period import AMSTERDAM

NOT_STARTED = "niet begonnen"
BUSY = "bezig"
AWAITING_SIGNATURE = "wacht op ondertekening"
IN_REVIEW = "in beoordeling"
CHANGE_REQUESTED = "wijziging gevraagd"
ACCEPTED = "geaccepteerd"
STATES = (NOT_STARTED, BUSY, AWAITING_SIGNATURE, IN_REVIEW, CHANGE_REQUESTED, ACCEPTED)

BEGUN = "begonnen"
OFFERED = "aangeboden ter ondertekening"
SENT_BACK = "teruggestuurd door tekenbevoegde"
SUBMITTED = "ingediend"
CHANGE_ASKED = "wijziging gevraagd"
APPROVED = "geaccepteerd"
EVENTS = (BEGUN, OFFERED, SENT_BACK, SUBMITTED, CHANGE_ASKED, APPROVED)

EDITABLE = frozenset({NOT_STARTED, BUSY, CHANGE_REQUESTED})
INSIDE = frozenset({BEGUN, OFFERED, SENT_BACK})  # happens within the aanbieder's own house: the municipality does not read it
SETTLED = frozenset({IN_REVIEW, ACCEPTED})  # signed figures: only these are compared with

SIGNING_ROLE = "tekenbevoegde"

_MOVES = {
    (NOT_STARTED, BEGUN): BUSY,
    (BUSY, OFFERED): AWAITING_SIGNATURE,
    (CHANGE_REQUESTED, OFFERED): AWAITING_SIGNATURE,
    (AWAITING_SIGNATURE, SENT_BACK): BUSY,
    (AWAITING_SIGNATURE, SUBMITTED): IN_REVIEW,
    (IN_REVIEW, CHANGE_ASKED): CHANGE_REQUESTED,
    (IN_REVIEW, APPROVED): ACCEPTED,
}
_CANNOT = {
    BEGUN: "U kunt niet opnieuw beginnen.",
    OFFERED: "U kunt de rapportage nu niet ter ondertekening aanbieden.",
    SENT_BACK: "U kunt de rapportage nu niet terugsturen.",
    SUBMITTED: "U kunt de rapportage nu niet ondertekenen.",
    CHANGE_ASKED: "U kunt nu geen wijziging vragen.",
    APPROVED: "U kunt de rapportage nu niet accepteren.",
}
_BECAUSE = {
    NOT_STARTED: "Er is nog niets ingevuld.",
    BUSY: "De aanbieder is nog bezig met invullen.",
    AWAITING_SIGNATURE: "De rapportage wacht op een handtekening.",
    IN_REVIEW: "De rapportage is al ingediend. De gemeente bekijkt haar nu.",
    CHANGE_REQUESTED: "De gemeente heeft om een wijziging gevraagd.",
    ACCEPTED: "De rapportage is al geaccepteerd.",
}


def next_state(state: str, event: str) -> str:
    """The state after this event. Raises Refused when the event cannot happen in this state."""
    try:
        return _MOVES[state, event]
    except KeyError:
        raise Refused("", f"{_CANNOT[event]} {_BECAUSE[state]}") from None


def fold(events: Iterable[str]) -> str:
    """The state that a row of events leads to, from the beginning."""
    state = NOT_STARTED
    for event in events:
        state = next_state(state, event)
    return state


def require_editable(state: str) -> None:
    """Refuse a change of figures when the report does not lie with the people who fill it in."""
    if state not in EDITABLE:
        raise Refused("", f"U kunt de cijfers nu niet veranderen. {_BECAUSE[state]}")


def is_late(submitted_at: datetime, due_at: datetime) -> bool:
    """Late is at or after the deadline: the deadline is the exclusive end of the last day."""
    return submitted_at >= due_at


def days_late(submitted_at: datetime, due_at: datetime) -> int:
    """How many calendar days in Amsterdam after the last day; 0 when in time."""
    return -days_left(submitted_at, due_at) if is_late(submitted_at, due_at) else 0


def days_left(now: datetime, due_at: datetime) -> int:
    """Calendar days in Amsterdam until the last day: 0 on the day itself, below zero when it has passed."""
    last_day = (due_at - timedelta(microseconds=1)).astimezone(AMSTERDAM).date()
    return (last_day - now.astimezone(AMSTERDAM).date()).days
