"""Subsidies as they stand: the fold of what was recorded, with what is due when. `provider_id` is the viewer: an aanbieder sees its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from contracts.domain.awb_terms import Rulebook
from contracts.domain.commitment import SUBSIDIE
from contracts.domain.subsidy.course import Recorded
from contracts.domain.subsidy.deadlines import Deadline, deadlines, is_suspended, next_deadline, overdue
from contracts.domain.subsidy.events import Event, Kind
from contracts.domain.subsidy.life import BEGIN, follow
from contracts.domain.subsidy.standing import Standing
from contracts.foundation.errors import NotFound, Refused
from contracts.foundation.period import day_in_words
from contracts.tables.agreement import Commitment, CommitmentYear
from contracts.tables.organisation import Organisation
from contracts.tables.subsidy import SubsidyEvent

YEAR_AMOUNT = "bedrag van een jaar"
"""The kind of a row that is no event: the amount for one year that was typed with the event recorded just before it."""


@dataclass(frozen=True, slots=True)
class SubsidyItem:
    """Which subsidie it is. `is_recorded`: its events were; else only what was promised and realised per year is known."""

    id: int
    provider_id: int
    provider_name: str
    reference: str
    name: str
    starts_on: date
    ends_on: date
    version: int
    is_recorded: bool


@dataclass(frozen=True, slots=True)
class SubsidyYear:
    """One year of a subsidie, in cents."""

    year: int
    committed_cents: int
    realised_cents: int


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event with who recorded it when. A struck one tells by whom and why; it counts no more."""

    id: int
    recorded: Recorded
    at: datetime
    person_name: str
    struck_at: datetime | None
    struck_by: str
    struck_reason: str


@dataclass(frozen=True, slots=True)
class SubsidyDetail:
    """One subsidie: its standing, years, events (in the order in which they happened) and everything with a last day.

    `next_due` is the first duty to come of either side; `late` are the duties whose day has passed. For an aanbieder the notes, the names of
    who recorded it and struck events are left out. `misfit`: since the region changed a term, an event cannot have been so; the standing is
    that before it.
    """

    item: SubsidyItem
    standing: Standing
    years: tuple[SubsidyYear, ...]
    events: tuple[EventLine, ...]
    deadlines: tuple[Deadline, ...]
    next_due: Deadline | None
    late: tuple[Deadline, ...]
    is_suspended: bool
    misfit: str = ""

    @property
    def committed_cents(self) -> int:
        """What is promised over all its years."""
        return sum(each.committed_cents for each in self.years)

    @property
    def realised_cents(self) -> int:
        """What was paid, or recorded as realised, over all its years."""
        return sum(each.realised_cents for each in self.years)


def subsidy_of(session: Session, *, commitment_id: int, provider_id: int | None, book: Rulebook, today: date) -> SubsidyDetail:
    """One subsidie. Raises NotFound for what is none, and for a foreign one. Three queries."""
    found = _details(session, Commitment.id == commitment_id, provider_id=provider_id, book=book, today=today)
    if not found:
        raise NotFound(f"subsidie {commitment_id}")
    return found[0]


def subsidies_of(session: Session, *, provider_id: int | None, book: Rulebook, today: date) -> tuple[SubsidyDetail, ...]:
    """All subsidies, by aanbieder and reference. Three queries, however many there are."""
    return _details(session, provider_id=provider_id, book=book, today=today)


def events_of(session: Session, *conditions: ColumnElement[bool]) -> dict[int, tuple[EventLine, ...]]:
    """What was recorded per commitment, in the order of the fold: by day, then as recorded. Struck events are among them. One query."""
    e = SubsidyEvent
    rows: dict[int, list[SubsidyEvent]] = {}
    for row in session.scalars(select(e).where(*conditions).order_by(e.commitment_id, e.id)):
        rows.setdefault(row.commitment_id, []).append(row)
    return {key: tuple(sorted(_lines(found), key=lambda line: (line.recorded.event.on, line.id))) for key, found in rows.items()}


def standing_of(events: Iterable[EventLine], *, book: Rulebook) -> tuple[Standing, str]:
    """Where it stands after the events that count, and what does not fit under the terms of today ("": all does)."""
    standing = BEGIN
    for event in (each.recorded.event for each in events if each.struck_at is None):
        try:
            standing = follow(standing, event, book=book)
        except Refused as refused:
            return standing, f"{event.kind.capitalize()}, {day_in_words(event.on)}: {refused.reason}"
    return standing, ""


def _lines(rows: Sequence[SubsidyEvent]) -> list[EventLine]:
    """Rows in the order of their ids; the amounts per year follow their event."""
    amounts: dict[int, dict[int, int]] = {}
    events: list[SubsidyEvent] = []
    for row in rows:
        if row.kind != YEAR_AMOUNT:
            events.append(row)
        elif row.budget_year is not None and row.amount_cents is not None:
            amounts.setdefault(events[-1].id, {})[row.budget_year] = row.amount_cents
    return [_line(row, amounts.get(row.id, {})) for row in events]


def _line(row: SubsidyEvent, year_cents: dict[int, int]) -> EventLine:
    event = Event(
        Kind(row.kind),
        row.happened_on,
        row.amount_cents,
        row.until_on,
        row.starts_on,
        row.ends_on,
        row.per_book_year,
        row.ex_officio,
        row.ground,
        row.breach_on,
    )
    recorded = Recorded(event, row.budget_year, year_cents, row.note)
    return EventLine(row.id, recorded, row.at, row.person_name, row.struck_at, row.struck_by, row.struck_reason)


def _details(session: Session, *conditions: ColumnElement[bool], provider_id: int | None, book: Rulebook, today: date) -> tuple[SubsidyDetail, ...]:
    c = Commitment
    which = (c.kind == SUBSIDIE, *conditions) if provider_id is None else (c.kind == SUBSIDIE, c.provider_id == provider_id, *conditions)
    asked = (
        select(
            c.id,
            c.provider_id,
            Organisation.name,
            c.reference,
            c.name,
            c.starts_on,
            c.ends_on,
            c.version,
            c.subsidy_state.is_not(None),
        )
        .join(Organisation, Organisation.id == c.provider_id)
        .where(*which)
        .order_by(Organisation.name, c.reference)
    )
    items = [SubsidyItem(*row) for row in session.execute(asked)]
    mine = select(c.id).where(*which)
    years = _years(session, CommitmentYear.commitment_id.in_(mine))
    events = events_of(session, SubsidyEvent.commitment_id.in_(mine))
    told = [(item, years.get(item.id, ()), events.get(item.id, ())) for item in items]
    return tuple(_detail(*each, book=book, today=today, is_own=provider_id is not None) for each in told)


def _years(session: Session, *conditions: ColumnElement[bool]) -> dict[int, tuple[SubsidyYear, ...]]:
    y = CommitmentYear
    found: dict[int, list[SubsidyYear]] = {}
    for row in session.execute(select(y.commitment_id, y.year, y.committed_cents, y.realised_cents).where(*conditions).order_by(y.year)):
        found.setdefault(row[0], []).append(SubsidyYear(*row[1:]))
    return {key: tuple(each) for key, each in found.items()}


def _detail(
    item: SubsidyItem, years: tuple[SubsidyYear, ...], events: tuple[EventLine, ...], *, book: Rulebook, today: date, is_own: bool
) -> SubsidyDetail:
    standing, misfit = standing_of(events, book=book)
    found = deadlines(standing, book=book)
    due, late = next_deadline(found, today=today), overdue(found, today=today)
    shown = tuple(_for_provider(each) for each in events if each.struck_at is None) if is_own else events
    return SubsidyDetail(item, standing, years, shown, found, due, late, is_suspended(standing, today=today), misfit)


def _for_provider(line: EventLine) -> EventLine:
    return replace(line, recorded=replace(line.recorded, note=""), person_name="")
