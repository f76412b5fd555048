"""The course of a subsidie: recording what happened, from the application to the recovery, and striking out what was typed by mistake.

Where it stands is always the fold of all events that count, by day and then as recorded. Every change works out everything anew and then
writes: the state, the period, what is promised per year, and what was paid.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from contracts.actions.agreements import make_commitment
from contracts.actions.subsidy_books import Held, add, conflict, hold, in_words, keep, lines_of
from contracts.domain.awb_terms import Rulebook
from contracts.domain.commitment import SUBSIDIE, NewCommitment, YearAmount, require_period
from contracts.domain.subsidy.course import DoesNotFit, Recorded, course
from contracts.domain.subsidy.events import Event, Kind
from contracts.domain.subsidy.needs import DIVIDED, bare
from contracts.domain.subsidy.payments import SIGN
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import record
from contracts.foundation.money import format_euros
from contracts.foundation.period import AMSTERDAM
from contracts.tables.subsidy import SubsidyEvent

LONGEST_NOTE = 2000
TOO_LONG = f"Gebruik hoogstens {LONGEST_NOTE} tekens."


@dataclass(frozen=True, slots=True)
class NewApplication:
    """An application that came in: for which subsidie, for how long, and how much is asked (cents). Dates are inclusive."""

    provider_id: int
    agreement_id: int | None
    reference: str
    name: str
    care_form_code: str | None
    on: date
    requested_cents: int
    starts_on: date
    ends_on: date
    per_book_year: bool = False
    note: str = ""


def apply_for_subsidy(session: Session, *, new: NewApplication, book: Rulebook, by: Actor, at: datetime) -> int:
    """Record an application for a new subsidie and return its id. Until the verlening nothing is promised: its years stand at zero.

    Raises Refused.
    """
    require_period(new.starts_on, new.ends_on)
    applied = Event(Kind.APPLIED, new.on, new.requested_cents, starts_on=new.starts_on, ends_on=new.ends_on, per_book_year=new.per_book_year)
    first = checked(Recorded(applied, note=new.note), at=at)
    years = tuple(YearAmount(year, 0) for year in course([first], book=book).committed_cents)
    commitment = NewCommitment(
        new.provider_id, new.agreement_id, SUBSIDIE, new.reference, new.name, new.care_form_code, new.starts_on, new.ends_on, years
    )
    commitment_id = make_commitment(session, new=commitment, by=by, at=at)
    add(session, hold(session, commitment_id), [first], book=book, by=by, at=at)
    return commitment_id


def record_event(session: Session, *, commitment_id: int, new: Recorded, version: int, book: Rulebook, by: Actor, at: datetime) -> int:
    """Record one event and return the subsidie's new version. One of an earlier day is put in its place, and everything is followed again.

    `version` is the one seen. Raises NotFound (no such subsidie), Refused with the sentence of the rule at its field, Conflict.
    """
    held, new = hold(session, commitment_id), checked(new, at=at)
    if held.version != version:
        raise conflict(session, held, lines_of(new))
    if not held.counting and any(held.committed_cents.values()):
        told = format_euros(sum(held.committed_cents.values()))
        raise Refused("kind", f"Van deze subsidie is al geld vastgelegd ({told}). Leg eerst de aanvraag en de verlening samen vast.")
    return add(session, held, [_completed(held, new)], book=book, by=by, at=at)


def strike_event(session: Session, *, commitment_id: int, event_id: int, reason: str, version: int, book: Rulebook, by: Actor, at: datetime) -> int:
    """Strike out an event that was recorded by mistake, and return the subsidie's new version. The line stays, and counts no more.

    Raises NotFound, Refused (no reason, or what came after it would no longer fit), Conflict.
    """
    held, reason = hold(session, commitment_id), reason.strip()
    struck = next((each for each in held.counting if each.id == event_id), None)
    if struck is None and all(each.id != event_id for each in held.events):
        raise NotFound(f"event {event_id}")
    if not reason or len(reason) > LONGEST_NOTE:
        raise Refused("reason", TOO_LONG if reason else "Vul in waarom deze regel niet klopt.")
    if held.version != version or struck is None:
        raise _already(session, held, reason)
    left = [each.recorded for each in held.counting if each.id != event_id]
    try:
        found = course(left, book=book)
    except DoesNotFit as misfit:
        told = f"Dan klopt een andere regel niet meer ({in_words(left[misfit.position])}). {misfit.reason} Streep die eerst door."
        raise Refused("reason", told) from misfit
    e, gone = SubsidyEvent, {"struck_at": at, "struck_by": by.name, "struck_reason": reason}
    session.execute(update(e).where(e.id == event_id, e.struck_at.is_(None)).values(**gone))
    year = struck.recorded.budget_year
    version = keep(session, held, found, paid_in=set() if year is None else {year})
    details = {"event": in_words(struck.recorded), "amount_cents": struck.recorded.event.amount_cents, "reason": reason}
    record(session, by=by, at=at, action="subsidie: regel doorgestreept", object=held.object, details=details)
    return version


def _already(session: Session, held: Held, reason: str) -> Conflict:
    return conflict(session, held, [("Doorstrepen omdat", reason)])


def checked(new: Recorded, *, at: datetime) -> Recorded:
    """The event without what its kind does not say. Refuses a day that is still to come and a note that does not fit."""
    event, note = bare(new.event), new.note.strip()
    if event.on > at.astimezone(AMSTERDAM).date():
        raise Refused("on", "Deze dag is nog niet geweest. Leg vast wat al gebeurd is.")
    if len(note) > LONGEST_NOTE:
        raise Refused("note", TOO_LONG)
    year = new.budget_year if event.kind in SIGN else None
    return Recorded(event, year, new.year_cents if event.kind in DIVIDED else {}, note)


def _completed(held: Held, new: Recorded) -> Recorded:
    """The period of an application, and the year of the begroting of a payment, where they were left out."""
    event = new.event
    if event.kind is Kind.APPLIED:
        event = replace(event, starts_on=event.starts_on or held.starts_on, ends_on=event.ends_on or held.ends_on)
    year = new.budget_year
    if event.kind in SIGN and year is None:
        year = held.starts_on.year if held.starts_on.year == held.ends_on.year else event.on.year
    return replace(new, event=event, budget_year=year)
