"""What can still happen after the vaststelling or after a withdrawal: less, paying the rest, claiming back, offsetting, objecting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from contracts.domain import awb_terms
from contracts.domain.awb_terms import Rulebook
from contracts.domain.subsidy.events import BREACH, LESS_AFTERWARDS, Event, Kind
from contracts.domain.subsidy.fields import amount, require_ground
from contracts.domain.subsidy.standing import Standing
from contracts.foundation.errors import Refused
from contracts.foundation.period import day_in_words


def recovery_day(standing: Standing, book: Rulebook) -> date | None:
    """The last day to claim back (Awb 4:57 lid 4): from the vaststelling, or the later breach of an obligation. None: no vaststelling yet."""
    since = standing.breach_on or standing.determined_on
    return None if since is None else book.last_day(awb_terms.RECOVER, since)


def _changed(standing: Standing, event: Event, book: Rulebook) -> Standing:
    cents = amount(event, least=0, most=standing.granted_cents, what="De vaststelling volgt de verlening: er kan hier")
    breach_on = standing.breach_on
    if cents < standing.entitled_cents:
        breach_on = _less(standing, event, book)
    return replace(standing, determined_cents=cents, decided_on=event.on, breach_on=breach_on)


def _revoked(standing: Standing, event: Event, book: Rulebook) -> Standing:
    return replace(standing, decided_on=event.on, breach_on=_less(standing, event, book))


def _less(standing: Standing, event: Event, book: Rulebook) -> date | None:
    """The day of the breach when that is the ground. Refuses a decision without a ground, and one that comes too late (Awb 4:49 lid 3)."""
    require_ground(event, LESS_AFTERWARDS)
    if event.ground == BREACH and event.breach_on is None:
        raise Refused("breach_on", "Vul in op welke dag de aanbieder zich niet aan de verplichting hield.")
    breach_on = event.breach_on if event.ground == BREACH else None
    since = breach_on or standing.determined_on
    if breach_on is not None and standing.determined_on is not None and not standing.determined_on <= breach_on <= event.on:
        raise Refused("breach_on", "Deze grond gaat over een dag na de vaststelling en voor dit besluit.")
    last = None if since is None else book.last_day(awb_terms.REVOKE, since)
    if last is not None and event.on > last:
        raise Refused("on", f"Dit kon tot en met {day_in_words(last)} (Awb 4:49 lid 3).")
    return breach_on


def _rest_paid(standing: Standing, event: Event, _: Rulebook) -> Standing:
    cents = amount(event, most=standing.to_pay_cents, what="Als restant kan hier")
    return replace(standing, rest_paid_cents=standing.rest_paid_cents + cents)


def _claimed(standing: Standing, event: Event, book: Rulebook) -> Standing:
    last = recovery_day(standing, book)
    if last is not None and event.on > last:
        raise Refused("on", f"Terugvorderen kon tot en met {day_in_words(last)} (Awb 4:57 lid 4).")
    cents = amount(event, most=standing.recoverable_cents - standing.claim_cents, what="Om terug te vorderen kan hier")
    already = standing.claim_cents + standing.paid_back_cents + standing.offset_cents
    return replace(standing, claimed_cents=already + cents, claimed_on=event.on, decided_on=event.on)


def _paid_back(standing: Standing, event: Event, _: Rulebook) -> Standing:
    cents = amount(event, most=standing.claim_cents, what="Als terugbetaling kan hier")
    return replace(standing, paid_back_cents=standing.paid_back_cents + cents)


def _offset(standing: Standing, event: Event, _: Rulebook) -> Standing:
    cents = amount(event, most=standing.claim_cents, what="Om te verrekenen kan hier")
    return replace(standing, offset_cents=standing.offset_cents + cents)


def _objected(standing: Standing, event: Event, _: Rulebook) -> Standing:
    if standing.decided_on is None:
        raise Refused("kind", "Er is nog geen besluit waartegen bezwaar kan.")
    if standing.objected_on is not None:
        raise Refused("kind", f"Er loopt al een bezwaar, van {day_in_words(standing.objected_on)}.")
    return replace(standing, objected_on=event.on, objected_to=standing.decided_on)


def _objection_decided(standing: Standing, _event: Event, _: Rulebook) -> Standing:
    if standing.objected_on is None:
        raise Refused("kind", "Er loopt geen bezwaar.")
    return replace(standing, objected_on=None, objected_to=None)


AFTERWARDS: Mapping[Kind, Callable[[Standing, Event, Rulebook], Standing]] = MappingProxyType(
    {
        Kind.DETERMINATION_CHANGED: _changed,
        Kind.DETERMINATION_REVOKED: _revoked,
        Kind.REST_PAID: _rest_paid,
        Kind.CLAIMED_BACK: _claimed,
        Kind.PAID_BACK: _paid_back,
        Kind.OFFSET: _offset,
        Kind.OBJECTED: _objected,
        Kind.OBJECTION_DECIDED: _objection_decided,
    }
)
