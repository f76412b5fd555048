"""The books of one subsidie: what is recorded of it, and writing what follows from its events. Shared by the actions on subsidies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.actions.realised import recount
from contracts.actions.redivide import redivide
from contracts.domain.awb_terms import Rulebook
from contracts.domain.commitment import SUBSIDIE
from contracts.domain.subsidy.course import Course, DoesNotFit, Recorded, course
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry, record
from contracts.foundation.money import format_euros
from contracts.foundation.period import day_in_words
from contracts.queries.subsidies import YEAR_AMOUNT, EventLine, events_of
from contracts.tables.agreement import Commitment, CommitmentYear
from contracts.tables.subsidy import SubsidyEvent


@dataclass(frozen=True, slots=True)
class Held:
    """A subsidie as it is recorded now: its version and period, its events with the struck ones, and what is promised per year in cents."""

    id: int
    version: int
    starts_on: date
    ends_on: date
    events: tuple[EventLine, ...]
    committed_cents: Mapping[int, int]

    @property
    def object(self) -> str:
        """How the journal names it."""
        return f"commitment:{self.id}"

    @property
    def counting(self) -> list[EventLine]:
        """The events that were not struck out, in order."""
        return [each for each in self.events if each.struck_at is None]


def hold(session: Session, commitment_id: int) -> Held:
    """Look it up. Raises NotFound for what is no subsidie."""
    c, y = Commitment, CommitmentYear
    row = session.execute(select(c.version, c.starts_on, c.ends_on).where(c.id == commitment_id, c.kind == SUBSIDIE)).first()
    if row is None:
        raise NotFound(f"subsidie {commitment_id}")
    years = session.execute(select(y.year, y.committed_cents).where(y.commitment_id == commitment_id).order_by(y.year))
    events = events_of(session, SubsidyEvent.commitment_id == commitment_id).get(commitment_id, ())
    return Held(commitment_id, row.version, row.starts_on, row.ends_on, events, {each.year: each.committed_cents for each in years})


def add(session: Session, held: Held, new: Sequence[Recorded], *, book: Rulebook, by: Actor, at: datetime) -> int:
    """Put new events in their places and write what follows; gives the new version.

    Raises Refused: with the sentence of the rule at its field, or of a later event that would no longer fit.
    """
    placed = sorted([*(each.recorded for each in held.counting), *new], key=lambda each: each.event.on)  # the new ones behind those of their day
    try:
        found = course(placed, book=book)
    except DoesNotFit as misfit:
        raise _told(placed[misfit.position], new, misfit) from misfit
    _insert(session, held, new, by=by, at=at)
    years = {each.budget_year for each in new if each.budget_year is not None}
    version = keep(session, held, found, paid_in=years)
    for each in new:
        details = {"on": each.event.on.isoformat(), "amount_cents": each.event.amount_cents, "state": found.standing.state.value}
        record(session, by=by, at=at, action=f"subsidie: {each.event.kind.value}", object=held.object, details=details)
    return version


def _told(one: Recorded, new: Sequence[Recorded], misfit: Refused) -> Refused:
    if any(each is one for each in new):
        return Refused(misfit.field, misfit.reason)
    return Refused("on", f"Dan klopt een latere gebeurtenis niet meer ({in_words(one)}). {misfit.reason}")


def in_words(one: Recorded) -> str:
    """An event in a few words: what and when."""
    return f"{one.event.kind} op {day_in_words(one.event.on)}"


def keep(session: Session, held: Held, found: Course, *, paid_in: set[int]) -> int:
    """Write what follows from the events that count now; gives the new version. `paid_in`: the years whose payments changed."""
    standing, c = found.standing, Commitment
    values: dict[str, object] = {"version": held.version + 1, "subsidy_state": standing.state.value if standing.last_on is not None else None}
    if standing.starts_on is not None and standing.ends_on is not None:
        values |= {"starts_on": standing.starts_on, "ends_on": standing.ends_on}
    changed = update(c).where(c.id == held.id, c.version == held.version).values(**values).returning(c.id)
    if session.scalar(changed) is None:  # the write lock makes this impossible; without it, no change is better than a lost one
        raise Conflict(mine=[], theirs=[], by="iemand anders", version=held.version)
    for year in sorted(held.committed_cents.keys() | found.committed_cents.keys()):
        _promise(session, held, year, found.committed_cents.get(year, 0))
    for year in sorted(paid_in):
        recount(session, commitment_id=held.id, year=year)
    return held.version + 1


def _promise(session: Session, held: Held, year: int, cents: int) -> None:
    """What is promised for a year; a division by shares follows it."""
    was, y = held.committed_cents.get(year), CommitmentYear
    if was is None:
        session.add(y(commitment_id=held.id, year=year, committed_cents=cents))
        session.flush()
    elif was != cents:
        same = (y.commitment_id == held.id, y.year == year)
        session.execute(update(y).where(*same).values(committed_cents=cents, version=y.version + 1))
        redivide(session, commitment_id=held.id, year=year)


def _insert(session: Session, held: Held, new: Sequence[Recorded], *, by: Actor, at: datetime) -> None:
    """The amounts per year stand right behind their event."""
    for each in new:
        event = each.event
        row = SubsidyEvent(
            commitment_id=held.id,
            kind=event.kind.value,
            happened_on=event.on,
            amount_cents=event.amount_cents,
            until_on=event.until_on,
            starts_on=event.starts_on,
            ends_on=event.ends_on,
            per_book_year=event.per_book_year,
            ex_officio=event.ex_officio,
            ground=event.ground,
            breach_on=event.breach_on,
            budget_year=each.budget_year,
            note=each.note,
            at=at,
            person_name=by.name,
        )
        session.add(row)
        session.flush()
        for year, cents in sorted(each.year_cents.items()):
            about = {"commitment_id": held.id, "happened_on": event.on, "at": at, "person_name": by.name}
            session.add(SubsidyEvent(**about, kind=YEAR_AMOUNT, amount_cents=cents, budget_year=year))
            session.flush()


def conflict(session: Session, held: Held, mine: list[tuple[str, str]]) -> Conflict:
    """Somebody was first: what I wanted, and what was recorded last."""
    asked = select(JournalEntry.actor).where(JournalEntry.object == held.object).order_by(JournalEntry.id.desc()).limit(1)
    newest = max(held.events, key=lambda each: each.id, default=None)
    theirs = [("Wat er is gebeurd", "nog niets vastgelegd")] if newest is None else lines_of(newest.recorded)
    return Conflict(mine=mine, theirs=theirs, by=session.scalar(asked) or "iemand anders", version=held.version)


def lines_of(one: Recorded) -> list[tuple[str, str]]:
    """An event as it is shown beside another."""
    told = [("Wat er is gebeurd", one.event.kind.value), ("Op welke dag", day_in_words(one.event.on))]
    if one.event.amount_cents is not None:
        told.append(("Bedrag", format_euros(one.event.amount_cents)))
    return told
