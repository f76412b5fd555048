"""The life of a quarterly report: a fold of what happened to it (house rule 8; S002 §3.1, requirement R2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from contracts.foundation.errors import Refused
from contracts.foundation.period import AMSTERDAM

NOT_STARTED = "niet begonnen"
BUSY = "bezig"
AWAITING_SIGNATURE = "wacht op ondertekening"
HANDED_IN = "ingediend"
IN_REVIEW = "in beoordeling"
CHANGE_REQUESTED = "wijziging gevraagd"
HANDED_IN_AGAIN = "opnieuw ingediend"
ACCEPTED = "geaccepteerd"
FROZEN = "vastgesteld"
STATES = (NOT_STARTED, BUSY, AWAITING_SIGNATURE, HANDED_IN, IN_REVIEW, CHANGE_REQUESTED, HANDED_IN_AGAIN, ACCEPTED, FROZEN)

BEGUN = "begonnen"
OFFERED = "aangeboden ter ondertekening"
SENT_BACK = "teruggestuurd door tekenbevoegde"
SUBMITTED = "ingediend"
REVIEW_BEGUN = "beoordeling begonnen"
CHANGE_ASKED = "wijziging gevraagd"
RESUBMITTED = "opnieuw ingediend"
APPROVED = "geaccepteerd"
SETTLED_FOR_GOOD = "vastgesteld"
EXTENDED = "uitstel gegeven"
EVENTS = (BEGUN, OFFERED, SENT_BACK, SUBMITTED, REVIEW_BEGUN, CHANGE_ASKED, RESUBMITTED, APPROVED, SETTLED_FOR_GOOD, EXTENDED)

EDITABLE = frozenset({NOT_STARTED, BUSY, CHANGE_REQUESTED})
INSIDE = frozenset({BEGUN, OFFERED, SENT_BACK})  # happens within the aanbieder's own house: the municipality does not read it
TO_REVIEW = frozenset({HANDED_IN, IN_REVIEW, HANDED_IN_AGAIN})  # lies with the municipality, which has not answered yet
AGREED = frozenset({ACCEPTED, FROZEN})  # the municipality said yes: only a correction in a later quarter tells otherwise
SETTLED = frozenset({*TO_REVIEW, *AGREED})  # signed figures: only these are compared with

SIGNING_ROLE = "tekenbevoegde"

_MOVES = {
    (NOT_STARTED, BEGUN): BUSY,
    (BUSY, OFFERED): AWAITING_SIGNATURE,
    (CHANGE_REQUESTED, OFFERED): AWAITING_SIGNATURE,
    (AWAITING_SIGNATURE, SENT_BACK): BUSY,  # a change that was asked stays asked: see `next_state`
    (AWAITING_SIGNATURE, SUBMITTED): HANDED_IN,
    (AWAITING_SIGNATURE, RESUBMITTED): HANDED_IN_AGAIN,
    (HANDED_IN, REVIEW_BEGUN): IN_REVIEW,
    (HANDED_IN_AGAIN, REVIEW_BEGUN): IN_REVIEW,
    **{(state, CHANGE_ASKED): CHANGE_REQUESTED for state in TO_REVIEW},
    **{(state, APPROVED): ACCEPTED for state in TO_REVIEW},
    (ACCEPTED, SETTLED_FOR_GOOD): FROZEN,
    **{(state, EXTENDED): state for state in (NOT_STARTED, BUSY, AWAITING_SIGNATURE, CHANGE_REQUESTED)},
}
_CANNOT = {
    BEGUN: "U kunt niet opnieuw beginnen.",
    OFFERED: "U kunt de rapportage nu niet ter ondertekening aanbieden.",
    SENT_BACK: "U kunt de rapportage nu niet terugsturen.",
    SUBMITTED: "U kunt de rapportage nu niet ondertekenen.",
    REVIEW_BEGUN: "U kunt nu niet met beoordelen beginnen.",
    CHANGE_ASKED: "U kunt nu geen wijziging vragen.",
    RESUBMITTED: "U kunt de rapportage nu niet ondertekenen.",
    APPROVED: "U kunt de rapportage nu niet accepteren.",
    SETTLED_FOR_GOOD: "U kunt de rapportage nu niet vaststellen.",
    EXTENDED: "U kunt nu geen uitstel geven.",
}
_BECAUSE = {
    NOT_STARTED: "Er is nog niets ingevuld.",
    BUSY: "De aanbieder is nog bezig met invullen.",
    AWAITING_SIGNATURE: "De rapportage wacht op een handtekening.",
    HANDED_IN: "De rapportage is al ingediend.",
    IN_REVIEW: "De rapportage is al ingediend. De gemeente bekijkt haar nu.",
    CHANGE_REQUESTED: "De gemeente heeft om een wijziging gevraagd.",
    HANDED_IN_AGAIN: "De rapportage is opnieuw ingediend.",
    ACCEPTED: "De rapportage is al geaccepteerd.",
    FROZEN: "De rapportage is vastgesteld.",
}


def next_state(state: str, event: str, *, was_submitted: bool = False) -> str:
    """The state after this event. `was_submitted`: it was submitted before, so that it comes in again or its change stays asked.

    Raises Refused when the event cannot happen in this state.
    """
    follows = _MOVES.get((state, event))
    if follows is None or (event in (SUBMITTED, RESUBMITTED) and event != submission(was_submitted=was_submitted)):
        raise Refused("", f"{_CANNOT[event]} {_BECAUSE[state]}")
    return CHANGE_REQUESTED if event == SENT_BACK and was_submitted else follows


def submission(*, was_submitted: bool) -> str:
    """The event of a signature: the first time it is submitted, after that again."""
    return RESUBMITTED if was_submitted else SUBMITTED


def fold(events: Iterable[str]) -> str:
    """The state that a row of events leads to, from the beginning."""
    state, was_submitted = NOT_STARTED, False
    for event in events:
        state = next_state(state, event, was_submitted=was_submitted)
        was_submitted = was_submitted or event == SUBMITTED
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
