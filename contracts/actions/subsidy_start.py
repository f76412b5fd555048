"""Recording the course of a subsidie whose money was promised, and partly spent, before the portal knew its decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.actions.subsidies import checked
from contracts.actions.subsidy_books import Held, add, conflict, hold, lines_of
from contracts.domain.awb_terms import Rulebook
from contracts.domain.subsidy.course import DoesNotFit, Recorded, course
from contracts.domain.subsidy.events import Event, Kind
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Refused
from contracts.foundation.money import format_euros
from contracts.foundation.period import AMSTERDAM
from contracts.tables.realisation import Realisation

DAY_UNKNOWN = "Overgenomen uit de realisatie. De dag van betaling is niet bekend."
_FIELDS = ({"on": "applied_on", "amount": "requested"}, {"on": "granted_on", "amount": "granted"})


@dataclass(frozen=True, slots=True)
class EarlierCourse:
    """The application and the verlening of a subsidie that was promised already. Amounts in cents; `until_on` as in the verlening."""

    applied_on: date
    requested_cents: int
    granted_on: date
    granted_cents: int
    until_on: date | None = None
    per_book_year: bool = False
    ex_officio: bool = False


def begin_course(session: Session, *, commitment_id: int, new: EarlierCourse, version: int, book: Rulebook, by: Actor, at: datetime) -> int:
    """Record the application and the verlening of a subsidie whose money stands already, and return its new version.

    The verlening must be what was promised, and its amounts per year stay to the cent. What was realised becomes advances, each of its own
    year: of those the day of payment is not known, and their note says so. Raises NotFound, Refused and Conflict.
    """
    held = hold(session, commitment_id)
    told = [_checked(number, each, at=at) for number, each in enumerate(_decisions(held, new))]
    if held.version != version:
        raise conflict(session, held, lines_of(told[1]))
    if held.counting:
        raise Refused("", "Het verloop van deze subsidie is al vastgelegd.")
    together = sum(held.committed_cents.values())
    if new.granted_cents != together:
        said = f"Er is {format_euros(together)} vastgelegd en u vulde {format_euros(new.granted_cents)} in. Vul in wat er is vastgelegd."
        raise Refused("granted", said)
    new_events = [*told, *_advances(session, held, since=new.granted_on, today=at.astimezone(AMSTERDAM).date())]
    _require_possible(new_events, book)
    r = Realisation
    session.execute(update(r).where(r.commitment_id == commitment_id, r.replaced_at.is_(None)).values(replaced_at=at))
    return add(session, held, new_events, book=book, by=by, at=at)


def _require_possible(events: Sequence[Recorded], book: Rulebook) -> None:
    """Refuses at the fields of this form what cannot be."""
    try:
        course(events, book=book)
    except DoesNotFit as misfit:
        if misfit.position < len(_FIELDS):
            raise _at_field(misfit.position, misfit) from misfit
        raise Refused("granted", f"Er is al meer gerealiseerd dan dit. {misfit.reason}") from misfit


def _at_field(number: int, refused: Refused) -> Refused:
    return Refused(_FIELDS[number].get(refused.field, refused.field), refused.reason)


def _decisions(held: Held, new: EarlierCourse) -> tuple[Recorded, Recorded]:
    """The two events. What was promised for each year is what the verlening says of it."""
    applied = Event(
        Kind.APPLIED, new.applied_on, new.requested_cents, starts_on=held.starts_on, ends_on=held.ends_on, per_book_year=new.per_book_year
    )
    granted = replace(applied, kind=Kind.GRANTED, on=new.granted_on, amount_cents=new.granted_cents, until_on=new.until_on)
    return Recorded(applied), Recorded(replace(granted, ex_officio=new.ex_officio), year_cents=held.committed_cents)


def _checked(number: int, one: Recorded, *, at: datetime) -> Recorded:
    try:
        return checked(one, at=at)
    except Refused as refused:
        raise _at_field(number, refused) from refused


def _advances(session: Session, held: Held, *, since: date, today: date) -> list[Recorded]:
    """What was realised, as advances on the last day that is known of it (the year's last when none is), but within the course."""
    r = Realisation
    asked = select(r.year, r.last_on, r.amount_cents).where(r.commitment_id == held.id, r.replaced_at.is_(None)).order_by(r.first_on, r.id)
    rows = [row for row in session.execute(asked) if row.amount_cents]
    days = [min(max(row.last_on or date(row.year, 12, 31), since), today) for row in rows]
    return [Recorded(Event(Kind.ADVANCE_PAID, day, row.amount_cents), row.year, note=DAY_UNKNOWN) for row, day in zip(rows, days, strict=True)]
