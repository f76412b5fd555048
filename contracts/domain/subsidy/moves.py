"""Which event may follow in which state, and the Dutch sentence for one that may not."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from contracts.domain.subsidy.events import Kind
from contracts.domain.subsidy.standing import State
from contracts.foundation.errors import Refused

DECIDING = (State.APPLICATION, State.SETTLING)  # the municipality has something to decide
UNSETTLED = (State.GRANTED, State.SETTLING)  # granted, and not yet determined
PAID_OUT = (State.GRANTED, State.SETTLING, State.REVOKED, State.DETERMINED, State.ANNULLED)

_MOVES: Mapping[tuple[State, Kind], State] = MappingProxyType(
    {
        (State.NOTHING, Kind.APPLIED): State.APPLICATION,
        **{(state, kind): state for state in DECIDING for kind in (Kind.SUPPLEMENT_ASKED, Kind.SUPPLEMENT_RECEIVED, Kind.DECISION_EXTENDED)},
        (State.APPLICATION, Kind.WITHDRAWN): State.CLOSED,
        (State.APPLICATION, Kind.NOT_PROCESSED): State.CLOSED,
        (State.APPLICATION, Kind.REFUSED): State.REFUSED,
        **{(state, Kind.GRANTED): State.GRANTED for state in (State.APPLICATION, State.REFUSED, State.CLOSED)},
        **{(state, Kind.GRANT_CHANGED): state for state in UNSETTLED},
        **{(state, Kind.GRANT_REVOKED): State.REVOKED for state in UNSETTLED},
        **{(state, Kind.ADVANCE_PAID): state for state in UNSETTLED},
        (State.GRANTED, Kind.ACCOUNTED): State.GRANTED,
        (State.GRANTED, Kind.REMINDED): State.GRANTED,
        (State.GRANTED, Kind.DETERMINATION_REQUESTED): State.SETTLING,
        **{(state, Kind.DETERMINED): State.DETERMINED for state in UNSETTLED},
        (State.DETERMINED, Kind.DETERMINATION_CHANGED): State.DETERMINED,
        (State.DETERMINED, Kind.DETERMINATION_REVOKED): State.ANNULLED,
        (State.DETERMINED, Kind.REST_PAID): State.DETERMINED,
        **{(state, kind): state for state in PAID_OUT for kind in (Kind.CLAIMED_BACK, Kind.PAID_BACK, Kind.OFFSET)},
        **{(state, kind): state for state in State if state is not State.NOTHING for kind in (Kind.OBJECTED, Kind.OBJECTION_DECIDED)},
    }
)
_CANNOT: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.APPLIED: "Er kan geen nieuwe aanvraag bij.",
        Kind.SUPPLEMENT_ASKED: "U kunt nu geen aanvulling vragen.",
        Kind.SUPPLEMENT_RECEIVED: "Er kan nu geen aanvulling binnenkomen.",
        Kind.DECISION_EXTENDED: "U kunt de beslistermijn nu niet verlengen.",
        Kind.WITHDRAWN: "De aanvraag kan niet meer worden ingetrokken.",
        Kind.NOT_PROCESSED: "U kunt de aanvraag nu niet buiten behandeling laten.",
        Kind.REFUSED: "U kunt de aanvraag nu niet afwijzen.",
        Kind.GRANTED: "U kunt de subsidie nu niet verlenen.",
        Kind.GRANT_CHANGED: "U kunt de verlening nu niet wijzigen.",
        Kind.GRANT_REVOKED: "U kunt de verlening nu niet intrekken.",
        Kind.ADVANCE_PAID: "U kunt nu geen voorschot betalen.",
        Kind.ACCOUNTED: "Er kan nu geen tussentijdse verantwoording binnenkomen.",
        Kind.REMINDED: "U kunt nu geen termijn stellen voor de aanvraag tot vaststelling.",
        Kind.DETERMINATION_REQUESTED: "De vaststelling kan nu niet worden aangevraagd.",
        Kind.DETERMINED: "U kunt de subsidie nu niet vaststellen.",
        Kind.DETERMINATION_CHANGED: "U kunt de vaststelling nu niet wijzigen.",
        Kind.DETERMINATION_REVOKED: "U kunt de vaststelling nu niet intrekken.",
        Kind.REST_PAID: "U kunt nu geen restant betalen.",
        Kind.CLAIMED_BACK: "U kunt nu niets terugvorderen.",
        Kind.PAID_BACK: "Er kan nu niets worden terugbetaald.",
        Kind.OFFSET: "U kunt nu niets verrekenen.",
        Kind.OBJECTED: "Er kan nu geen bezwaar binnenkomen.",
        Kind.OBJECTION_DECIDED: "U kunt nu niet op bezwaar beslissen.",
    }
)
_BECAUSE: Mapping[State, str] = MappingProxyType(
    {
        State.NOTHING: "Er is nog geen aanvraag.",
        State.APPLICATION: "De aanvraag is nog in behandeling.",
        State.CLOSED: "De aanvraag is gesloten.",
        State.REFUSED: "De aanvraag is afgewezen.",
        State.GRANTED: "De subsidie is verleend en de vaststelling is nog niet aangevraagd.",
        State.REVOKED: "De verlening is ingetrokken.",
        State.SETTLING: "De vaststelling is aangevraagd en er is nog niet over beslist.",
        State.DETERMINED: "De subsidie is vastgesteld.",
        State.ANNULLED: "De vaststelling is ingetrokken.",
    }
)


def next_state(state: State, kind: Kind) -> State:
    """The state after this kind of event. Raises Refused when it cannot happen now."""
    follows = _MOVES.get((state, kind))
    if follows is None:
        raise Refused("kind", refusal(state, kind))
    return follows


def refusal(state: State, kind: Kind) -> str:
    """Why this cannot happen in this state, in plain Dutch."""
    return f"{_CANNOT[kind]} {_BECAUSE[state]}"
