"""Every pair of a state and an event is allowed or refused as the Awb means, and the refusal says why."""

from __future__ import annotations

from itertools import product

from contracts.domain.subsidy.events import Kind
from contracts.domain.subsidy.moves import next_state, refusal
from contracts.domain.subsidy.standing import State
from contracts.foundation.errors import Refused
from tests.support.figures import measured

# Which kinds lead where, written out a second time by what the Awb means. Objections are apart: they stand beside every state but the first.
MAY = {
    State.NOTHING: {Kind.APPLIED},
    State.APPLICATION: {
        Kind.SUPPLEMENT_ASKED,
        Kind.SUPPLEMENT_RECEIVED,
        Kind.DECISION_EXTENDED,
        Kind.WITHDRAWN,
        Kind.NOT_PROCESSED,
        Kind.REFUSED,
        Kind.GRANTED,
    },
    State.CLOSED: {Kind.GRANTED},
    State.REFUSED: {Kind.GRANTED},
    State.GRANTED: {
        Kind.GRANT_CHANGED,
        Kind.GRANT_REVOKED,
        Kind.ADVANCE_PAID,
        Kind.ACCOUNTED,
        Kind.REMINDED,
        Kind.DETERMINATION_REQUESTED,
        Kind.DETERMINED,
        Kind.CLAIMED_BACK,
        Kind.PAID_BACK,
        Kind.OFFSET,
    },
    State.SETTLING: {
        Kind.SUPPLEMENT_ASKED,
        Kind.SUPPLEMENT_RECEIVED,
        Kind.DECISION_EXTENDED,
        Kind.GRANT_CHANGED,
        Kind.GRANT_REVOKED,
        Kind.ADVANCE_PAID,
        Kind.DETERMINED,
        Kind.CLAIMED_BACK,
        Kind.PAID_BACK,
        Kind.OFFSET,
    },
    State.REVOKED: {Kind.CLAIMED_BACK, Kind.PAID_BACK, Kind.OFFSET},
    State.DETERMINED: {Kind.DETERMINATION_CHANGED, Kind.DETERMINATION_REVOKED, Kind.REST_PAID, Kind.CLAIMED_BACK, Kind.PAID_BACK, Kind.OFFSET},
    State.ANNULLED: {Kind.CLAIMED_BACK, Kind.PAID_BACK, Kind.OFFSET},
}


def test_every_pair_of_state_and_event_is_allowed_or_refused_as_the_law_means() -> None:
    tried, wrong = 0, []
    for state, kind in product(State, Kind):
        may = kind in MAY[state] or (state is not State.NOTHING and kind in (Kind.OBJECTED, Kind.OBJECTION_DECIDED))
        try:
            next_state(state, kind)
        except Refused as told:
            wrong += [(state, kind)] if may or told.reason != refusal(state, kind) else []
        else:
            wrong += [] if may else [(state, kind)]
        tried += not may
    measured("illegal lifecycle moves tried", tried)
    measured("illegal lifecycle moves accepted", len(wrong))
    assert wrong == [] and tried > 130


def test_every_refusal_is_two_dutch_sentences_of_its_own() -> None:
    told = {refusal(state, kind) for state, kind in product(State, Kind)}
    assert len(told) == len(State) * len(Kind) and all(sentence.count(".") == 2 for sentence in told)
