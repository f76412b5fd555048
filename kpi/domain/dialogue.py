"""The life of a dialogue session: the fourth part of the sturingsmodel (S001 §7.1), from planning to agreed minutes.

A session's state is the fold of its past-tense events. Whatever is not in the table below cannot happen.
"""

from __future__ import annotations

from collections.abc import Iterable

from contracts.foundation.errors import Refused

CONCEPT = "concept"
PREPARING = "voorbereiding"
SHARED = "gedeeld"
TALKING = "in gesprek"
OFFERED = "verslag ter instemming"
SETTLED = "vastgesteld"
CANCELLED = "geannuleerd"
STATES = (CONCEPT, PREPARING, SHARED, TALKING, OFFERED, SETTLED, CANCELLED)
OVER = (SETTLED, CANCELLED)

DRAFTED_EVENT = "concept gemaakt"
PLANNED_EVENT = "gepland"
SHARED_EVENT = "agenda gedeeld"
BEGUN_EVENT = "begonnen"
OFFERED_EVENT = "verslag ter instemming gelegd"
REOPENED_EVENT = "heropend"
SETTLED_EVENT = "vastgesteld"
CHANGED_EVENT = "verplaatst of gewijzigd"
CANCELLED_EVENT = "geannuleerd"
ADDENDUM_EVENT = "aanvulling voorgelegd"
WITHDRAWN_EVENT = "aanvulling ingetrokken"
EVENTS = (
    DRAFTED_EVENT, PLANNED_EVENT, SHARED_EVENT, BEGUN_EVENT, OFFERED_EVENT, REOPENED_EVENT, SETTLED_EVENT, CHANGED_EVENT, CANCELLED_EVENT,
    ADDENDUM_EVENT, WITHDRAWN_EVENT,
)  # fmt: skip

_STEPS: dict[tuple[str | None, str], str] = {
    (None, DRAFTED_EVENT): CONCEPT,
    (None, PLANNED_EVENT): PREPARING,
    (CONCEPT, PLANNED_EVENT): PREPARING,
    (CONCEPT, CHANGED_EVENT): CONCEPT,
    (PREPARING, CHANGED_EVENT): PREPARING,
    (SHARED, CHANGED_EVENT): SHARED,
    (CONCEPT, CANCELLED_EVENT): CANCELLED,
    (PREPARING, CANCELLED_EVENT): CANCELLED,
    (SHARED, CANCELLED_EVENT): CANCELLED,
    (PREPARING, SHARED_EVENT): SHARED,
    (PREPARING, BEGUN_EVENT): TALKING,  # sessions from before agendas were shared began like this
    (SHARED, BEGUN_EVENT): TALKING,
    (TALKING, OFFERED_EVENT): OFFERED,
    (OFFERED, REOPENED_EVENT): TALKING,
    (OFFERED, SETTLED_EVENT): SETTLED,
    (SETTLED, ADDENDUM_EVENT): OFFERED,
    (OFFERED, WITHDRAWN_EVENT): SETTLED,
}
_WRONG_MOMENT = {
    DRAFTED_EVENT: "Dit gesprek is al gepland.",
    PLANNED_EVENT: "Dit gesprek is al gepland.",
    SHARED_EVENT: "U kunt de agenda nu niet delen. Dat kan alleen tijdens de voorbereiding.",
    BEGUN_EVENT: "U kunt dit gesprek niet beginnen. Het is al begonnen of al klaar.",
    OFFERED_EVENT: "U kunt het verslag nu niet voorleggen. Dat kan alleen tijdens het gesprek.",
    REOPENED_EVENT: "U kunt dit gesprek niet heropenen. Dat kan alleen als het verslag ter instemming ligt.",
    SETTLED_EVENT: "U kunt dit verslag nu niet vaststellen. Leg het eerst ter instemming voor.",
    CHANGED_EVENT: "U kunt dit gesprek niet meer wijzigen. Het is al begonnen, klaar of geannuleerd.",
    CANCELLED_EVENT: "U kunt dit gesprek niet meer annuleren. Het is al begonnen, klaar of geannuleerd.",
    ADDENDUM_EVENT: "U kunt nu geen aanvulling voorleggen. Dat kan alleen bij een vastgesteld verslag.",
    WITHDRAWN_EVENT: "Er is nu geen aanvulling om in te trekken.",
}

AGENDA = "agenda"
MINUTES = "verslag"
ACTION_POINTS = "afspraken"
CONSENTS = "instemming"
INPUT = "inbreng"
AGENDA_STATES = (PREPARING, SHARED, TALKING)
WRITES_ITSELF = PREPARING
RUNNING_STATES = (PREPARING, SHARED, TALKING, OFFERED)
INPUT_IS_SHARED = (SHARED, TALKING, OFFERED, SETTLED)
"""From here on every organisation at the table reads what the others bring in. Not of a cancelled one: its agenda may never have been shared."""
_WHEN = {
    AGENDA: (AGENDA_STATES, "U kunt de agenda nu niet veranderen. Dat kan tot het verslag ter instemming ligt."),
    INPUT: (AGENDA_STATES, "U kunt uw inbreng nu niet veranderen. Dat kan tot het verslag ter instemming ligt."),
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

FIXED, POINT, DEVIATION, AGREEMENT, DATE, ADVICE = "vast", "punt", "afwijking", "afspraak", "datum", "advies"
KINDS = (FIXED, POINT, DEVIATION, AGREEMENT, DATE, ADVICE)
AGREEMENT_OPEN, AGREEMENT_BUSY, AGREEMENT_DONE, AGREEMENT_CONFIRMED, AGREEMENT_LAPSED = "open", "bezig", "gereed", "bevestigd", "vervallen"
UNFINISHED = (AGREEMENT_OPEN, AGREEMENT_BUSY, AGREEMENT_DONE)
"""An afspraak comes back on the next agenda until a second person has confirmed it, or it lapsed with a reason."""


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
