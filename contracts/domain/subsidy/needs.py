"""What each kind of event says besides its day, and which kinds can follow a standing: what a form asks, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from contracts.domain.awb_terms import Rulebook
from contracts.domain.subsidy.changes import unprocessed_day
from contracts.domain.subsidy.events import LESS_AFTERWARDS, LESS_DETERMINED, LESS_GRANTED, Event, Kind
from contracts.domain.subsidy.life import USUAL
from contracts.domain.subsidy.moves import next_state
from contracts.domain.subsidy.standing import Standing, State
from contracts.foundation.errors import Refused

AMOUNT, UNTIL, STARTS, ENDS, BREACH_DAY, GROUND = "amount_cents", "until_on", "starts_on", "ends_on", "breach_on", "ground"
PER_BOOK_YEAR, EX_OFFICIO = "per_book_year", "ex_officio"
NEEDS: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys(Kind, ()),
        Kind.APPLIED: (AMOUNT, STARTS, ENDS, PER_BOOK_YEAR),
        Kind.SUPPLEMENT_ASKED: (UNTIL,),
        Kind.DECISION_EXTENDED: (UNTIL,),
        Kind.GRANTED: (AMOUNT, STARTS, ENDS, UNTIL, PER_BOOK_YEAR, EX_OFFICIO),
        Kind.GRANT_CHANGED: (AMOUNT, ENDS, GROUND),
        Kind.GRANT_REVOKED: (GROUND,),
        **dict.fromkeys((Kind.ADVANCE_PAID, Kind.REST_PAID, Kind.CLAIMED_BACK, Kind.PAID_BACK, Kind.OFFSET), (AMOUNT,)),
        Kind.REMINDED: (UNTIL,),
        Kind.DETERMINED: (AMOUNT, GROUND),
        Kind.DETERMINATION_CHANGED: (AMOUNT, GROUND, BREACH_DAY),
        Kind.DETERMINATION_REVOKED: (GROUND, BREACH_DAY),
    }
)
GROUNDS: Mapping[Kind, Mapping[str, str]] = MappingProxyType(
    {
        Kind.GRANT_CHANGED: LESS_GRANTED,
        Kind.GRANT_REVOKED: LESS_GRANTED,
        Kind.DETERMINED: LESS_DETERMINED,
        Kind.DETERMINATION_CHANGED: LESS_AFTERWARDS,
        Kind.DETERMINATION_REVOKED: LESS_AFTERWARDS,
    }
)
"""The grounds that a decision of this kind can have when it makes the subsidie less."""
DIVIDED = frozenset({Kind.GRANTED, Kind.GRANT_CHANGED})
"""With these an amount per year may be named."""
EARLIEST, LATEST = 1990, 2099
_DAYS = ("on", UNTIL, STARTS, ENDS, BREACH_DAY)
_PLAIN: Mapping[str, Any] = MappingProxyType(
    {AMOUNT: None, UNTIL: None, STARTS: None, ENDS: None, BREACH_DAY: None, GROUND: "", PER_BOOK_YEAR: False, EX_OFFICIO: False}
)


def bare(event: Event) -> Event:
    """The event without what its kind does not say. Refuses a day in a year that cannot be meant."""
    for name in _DAYS:
        day: date | None = getattr(event, name)
        if day is not None and not EARLIEST <= day.year <= LATEST:
            raise Refused(name, f"Kies een dag in een jaar van {EARLIEST} tot en met {LATEST}.")
    if event.ground and event.kind in GROUNDS and event.ground not in GROUNDS[event.kind]:
        raise Refused("ground", "Kies een grond uit de lijst.")
    return replace(event, **{name: value for name, value in _PLAIN.items() if name not in NEEDS[event.kind]})


def possible(standing: Standing, *, book: Rulebook = USUAL) -> tuple[Kind, ...]:
    """The kinds that can follow this standing, in the order of a subsidie's life."""
    return tuple(kind for kind in Kind if _may_follow(standing, kind) and _has_cause(standing, kind, book))


def _may_follow(standing: Standing, kind: Kind) -> bool:
    try:
        next_state(standing.state, kind)
    except Refused:
        return False
    return True


def _has_cause(standing: Standing, kind: Kind, book: Rulebook) -> bool:
    """Is there something that it can be about?"""
    is_objected = standing.objected_on is not None
    causes = {
        Kind.SUPPLEMENT_ASKED: standing.question is None,
        Kind.SUPPLEMENT_RECEIVED: standing.question is not None,
        Kind.NOT_PROCESSED: unprocessed_day(standing, book) is not None,
        Kind.GRANTED: standing.state is State.APPLICATION or is_objected,
        Kind.ADVANCE_PAID: standing.advance_room_cents > 0,
        Kind.DETERMINED: standing.state is State.SETTLING or standing.ex_officio or standing.reminded_until_on is not None,
        Kind.REST_PAID: standing.to_pay_cents > 0,
        Kind.CLAIMED_BACK: standing.recoverable_cents > standing.claim_cents,
        Kind.PAID_BACK: standing.claim_cents > 0,
        Kind.OFFSET: standing.claim_cents > 0,
        Kind.OBJECTED: standing.decided_on is not None and not is_objected,
        Kind.OBJECTION_DECIDED: is_objected,
    }
    return causes.get(kind, True)
