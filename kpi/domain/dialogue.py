"""The life of a dialogue session: the fourth part of the sturingsmodel (S001 §7.1), from planning to agreed minutes.

A session's state is the fold of its past-tense events. Whatever is not in the table below cannot happen.
"""

from __future__ import annotations

from collections.abc import Iterable

from contracts.foundation.errors import Refused

PREPARING = "voorbereiding"
TALKING = "in gesprek"
OFFERED = "verslag ter instemming"
SETTLED = "vastgesteld"
STATES = (PREPARING, TALKING, OFFERED, SETTLED)

PLANNED_EVENT = "gepland"
BEGUN_EVENT = "begonnen"
OFFERED_EVENT = "verslag ter instemming gelegd"
REOPENED_EVENT = "heropend"
SETTLED_EVENT = "vastgesteld"
EVENTS = (PLANNED_EVENT, BEGUN_EVENT, OFFERED_EVENT, REOPENED_EVENT, SETTLED_EVENT)

_STEPS: dict[tuple[str | None, str], str] = {
    (None, PLANNED_EVENT): PREPARING,
    (PREPARING, BEGUN_EVENT): TALKING,
    (TALKING, OFFERED_EVENT): OFFERED,
    (OFFERED, REOPENED_EVENT): TALKING,
    (OFFERED, SETTLED_EVENT): SETTLED,
}
_WRONG_MOMENT = {
    PLANNED_EVENT: "Dit gesprek is al gepland.",
    BEGUN_EVENT: "U kunt dit gesprek niet beginnen. Het is al begonnen of al klaar.",
    OFFERED_EVENT: "U kunt het verslag nu niet voorleggen. Dat kan alleen tijdens het gesprek.",
    REOPENED_EVENT: "U kunt dit gesprek niet heropenen. Dat kan alleen als het verslag ter instemming ligt.",
    SETTLED_EVENT: "U kunt dit verslag nu niet vaststellen. Leg het eerst ter instemming voor.",
}

AGENDA = "agenda"
MINUTES = "verslag"
ACTION_POINTS = "afspraken"
CONSENTS = "instemming"
AGENDA_STATES = (PREPARING, TALKING)
_WHEN = {
    AGENDA: (AGENDA_STATES, "U kunt de agenda nu niet veranderen. Dat kan tot het verslag ter instemming ligt."),
    MINUTES: ((TALKING, OFFERED), "U kunt nu niet aan het verslag schrijven. Dat kan vanaf het begin van het gesprek tot de vaststelling."),
    ACTION_POINTS: ((TALKING, OFFERED), "U kunt nu geen afspraken maken of weghalen. Dat kan vanaf het begin van het gesprek tot de vaststelling."),
    CONSENTS: ((OFFERED,), "U kunt nu niet instemmen. Dat kan alleen als het verslag ter instemming ligt."),
}

PARTS = {  # the four parts of the sturingsmodel, with the fixed item that opens each
    "waarden": ("Gedeelde waarden", "Wat willen we samen bereiken?"),
    "kaders": ("Kaders en randvoorwaarden", "Welke afspraken en regels gelden er?"),
    "data": ("Data en informatie", "Wat laten de cijfers zien?"),
    "dialoog": ("Betekenisvolle dialoog", "Wat leren we hiervan en wat doen we?"),
}
FIRST_POSITION = {part: 1000 * number for number, part in enumerate(PARTS, start=1)}
CARRIED_OVER_PART = "dialoog"


def next_state(state: str | None, event: str) -> str:
    """The state after one event. Raises Refused when this cannot happen now."""
    after = _STEPS.get((state, event))
    if after is None:
        raise Refused("", _WRONG_MOMENT.get(event, "Dit kan niet."))
    return after


def fold(events: Iterable[str]) -> str | None:
    """The state that follows from all events in order; None for a session that was never planned."""
    state: str | None = None
    for event in events:
        state = next_state(state, event)
    return state


def require(state: str, subject: str) -> None:
    """Raise Refused unless this subject (agenda, minutes, action points, consents) is open in this state."""
    states, sentence = _WHEN[subject]
    if state not in states:
        raise Refused("", sentence)


def require_part(part: str) -> None:
    """Raise Refused unless this is one of the four parts."""
    if part not in PARTS:
        raise Refused("part", "Kies een van de vier onderdelen van de agenda.")


def is_carried_over(position: int) -> bool:
    """Does an item at this position come from an earlier session? Those stand first, before the four parts."""
    return position < min(FIRST_POSITION.values())
