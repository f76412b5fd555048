"""What each event changes, and when it cannot be so. Each function gets the standing before it and gives the one after it, without the state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from contracts.domain import awb_terms
from contracts.domain.awb_terms import Rulebook, waiting
from contracts.domain.subsidy.afterwards import AFTERWARDS
from contracts.domain.subsidy.events import LESS_DETERMINED, LESS_GRANTED, Event, Kind
from contracts.domain.subsidy.fields import amount, named_day, require_ground
from contracts.domain.subsidy.standing import Question, Standing, State
from contracts.domain.terms import Extension
from contracts.foundation.errors import Refused
from contracts.foundation.period import day_in_words

Make = Callable[[Standing, Event, Rulebook], Standing]


def decision_term(standing: Standing) -> str:
    """Which term runs for the decision that the municipality has to take now."""
    return awb_terms.DETERMINE if standing.state is State.SETTLING else awb_terms.DECIDE


def decision_day(standing: Standing, book: Rulebook) -> date | None:
    """The last day for the decision that is running, with its suspensions and extensions; None when nothing is to be decided."""
    if standing.asked_on is None:
        return None
    return book.last_day(decision_term(standing), standing.asked_on, standing.running_changes)


def _applied(standing: Standing, event: Event, _: Rulebook) -> Standing:
    _require_period(event.starts_on, event.ends_on)
    return replace(
        standing,
        requested_cents=amount(event),
        asked_on=event.on,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        per_book_year=event.per_book_year,
    )


def _require_period(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise Refused("ends_on", "De einddatum ligt voor de begindatum.")


def _supplement_asked(standing: Standing, event: Event, _: Rulebook) -> Standing:
    question = standing.question
    if question is not None and event.on <= question.due_on:
        raise Refused("kind", f"Er staat al een vraag open tot en met {day_in_words(question.due_on)}.")
    return replace(standing, changes=standing.running_changes, question=Question(event.on, named_day(event)), supplement_on=None)


def _supplement_received(standing: Standing, event: Event, _: Rulebook) -> Standing:
    question = standing.question
    if question is None:
        raise Refused("kind", "Er is niet om een aanvulling gevraagd.")
    still = waiting(question.asked_on, due_on=question.due_on, received_on=event.on)
    return replace(standing, changes=(*standing.changes, still), question=None, supplement_on=event.on)


def _extended(standing: Standing, event: Event, book: Rulebook) -> Standing:
    until, last = named_day(event), decision_day(standing, book)
    if last is not None and event.on > last:
        raise Refused("on", f"Verlengen kan alleen binnen de beslistermijn. Die liep tot en met {day_in_words(last)}.")
    if last is not None and until <= last:
        raise Refused("until_on", f"Kies een dag na {day_in_words(last)}: tot dan loopt de beslistermijn al.")
    return replace(standing, changes=(*standing.changes, Extension(event.on, until)))


def _decided(standing: Standing, event: Event) -> Standing:
    """A decision ends what was running and can be objected to from its day on."""
    return replace(standing, asked_on=None, question=None, supplement_on=None, changes=(), decided_on=event.on)


def _withdrawn(standing: Standing, _event: Event, _: Rulebook) -> Standing:
    return replace(standing, asked_on=None, question=None, supplement_on=None, changes=())


def _refused(standing: Standing, event: Event, _: Rulebook) -> Standing:
    return _decided(standing, event)


def unprocessed_day(standing: Standing, book: Rulebook) -> date | None:
    """The last day to leave the application without processing (Awb 4:5 lid 4); None while nothing was asked."""
    since = standing.supplement_on if standing.question is None else standing.question.due_on
    return None if since is None else book.last_day(awb_terms.NOT_PROCESS, since)


def _not_processed(standing: Standing, event: Event, book: Rulebook) -> Standing:
    last = unprocessed_day(standing, book)
    if last is None:
        raise Refused("kind", "Vraag de aanbieder eerst om de aanvraag aan te vullen (Awb 4:5).")
    if standing.question is not None and event.on <= standing.question.due_on:
        raise Refused("on", f"De aanbieder heeft nog tot en met {day_in_words(standing.question.due_on)} voor de aanvulling.")
    if event.on > last:
        raise Refused("on", f"Dit kon tot en met {day_in_words(last)} (Awb 4:5 lid 4). Beslis nu op de aanvraag zelf.")
    return _decided(standing, event)


def _granted(standing: Standing, event: Event, _: Rulebook) -> Standing:
    if standing.state is not State.APPLICATION and standing.objected_on is None:
        raise Refused("kind", "Over deze aanvraag is al beslist. Verlenen kan alleen nog als er bezwaar is gemaakt.")
    starts_on, ends_on = event.starts_on or standing.starts_on, event.ends_on or standing.ends_on
    _require_period(starts_on, ends_on)
    if event.until_on is not None and event.until_on <= event.on:
        raise Refused("until_on", "De dag om de vaststelling aan te vragen ligt voor de verlening.")
    return replace(
        _decided(standing, event),
        granted_cents=amount(event),
        starts_on=starts_on,
        ends_on=ends_on,
        settlement_due_on=event.until_on,
        per_book_year=event.per_book_year or standing.per_book_year,
        ex_officio=event.ex_officio,
    )


def _grant_changed(standing: Standing, event: Event, _: Rulebook) -> Standing:
    cents = amount(event, least=0)
    if cents < standing.granted_cents:
        require_ground(event, LESS_GRANTED)
    ends_on = event.ends_on or standing.ends_on
    _require_period(standing.starts_on, ends_on)
    return replace(standing, granted_cents=cents, ends_on=ends_on, decided_on=event.on)


def _grant_revoked(standing: Standing, event: Event, _: Rulebook) -> Standing:
    require_ground(event, LESS_GRANTED)
    return _decided(standing, event)


def _advance_paid(standing: Standing, event: Event, _: Rulebook) -> Standing:
    cents = amount(event, most=standing.advance_room_cents, what="Voor voorschotten kan hier")
    return replace(standing, advanced_cents=standing.advanced_cents + cents)


def _accounted(standing: Standing, _event: Event, _: Rulebook) -> Standing:
    return standing


def _reminded(standing: Standing, event: Event, book: Rulebook) -> Standing:
    last = settlement_day(standing, book)
    if last is not None and event.on <= last:
        raise Refused("on", f"De aanbieder heeft nog tot en met {day_in_words(last)} voor de aanvraag tot vaststelling.")
    return replace(standing, reminded_until_on=named_day(event))


def settlement_day(standing: Standing, book: Rulebook) -> date | None:
    """The last day to apply for the vaststelling: the day in a letter, in the verlening, or of Awb 4:74. None when no term was set."""
    named = standing.reminded_until_on or standing.settlement_due_on
    if named is not None or standing.ex_officio:
        return named
    if not standing.per_book_year or standing.ends_on is None:
        return None
    return book.last_day(awb_terms.REQUEST_DETERMINATION, standing.ends_on)


def _determination_requested(standing: Standing, event: Event, _: Rulebook) -> Standing:
    return replace(standing, asked_on=event.on, changes=(), question=None, supplement_on=None)


def _determined(standing: Standing, event: Event, _: Rulebook) -> Standing:
    if standing.state is State.GRANTED:
        _require_ex_officio(standing, event)
    cents = amount(event, least=0, most=standing.granted_cents, what="De vaststelling volgt de verlening: er kan hier")
    if cents < standing.granted_cents:
        require_ground(event, LESS_DETERMINED)
    return replace(_decided(standing, event), determined_cents=cents, determined_on=event.on)


def _require_ex_officio(standing: Standing, event: Event) -> None:
    """Without an application only when the verlening says so and its period is over, or after a term that was set (Awb 4:44 lid 4, 4:47)."""
    since = standing.ends_on if standing.ex_officio else standing.reminded_until_on
    if since is None:
        raise Refused("kind", "De vaststelling is nog niet aangevraagd. Stel de aanbieder eerst een termijn (Awb 4:44 lid 3).")
    if event.on <= since:
        raise Refused("on", f"Zonder aanvraag vaststellen kan na {day_in_words(since)}.")


CHANGES: Mapping[Kind, Make] = MappingProxyType(
    {
        Kind.APPLIED: _applied,
        Kind.SUPPLEMENT_ASKED: _supplement_asked,
        Kind.SUPPLEMENT_RECEIVED: _supplement_received,
        Kind.DECISION_EXTENDED: _extended,
        Kind.WITHDRAWN: _withdrawn,
        Kind.NOT_PROCESSED: _not_processed,
        Kind.REFUSED: _refused,
        Kind.GRANTED: _granted,
        Kind.GRANT_CHANGED: _grant_changed,
        Kind.GRANT_REVOKED: _grant_revoked,
        Kind.ADVANCE_PAID: _advance_paid,
        Kind.ACCOUNTED: _accounted,
        Kind.REMINDED: _reminded,
        Kind.DETERMINATION_REQUESTED: _determination_requested,
        Kind.DETERMINED: _determined,
        **AFTERWARDS,
    }
)
