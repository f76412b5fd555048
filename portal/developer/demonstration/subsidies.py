"""The subsidies of the demonstration: a course for each book year of those that are granted by the year, and one that was recorded later."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from contracts.actions.division import divide_year
from contracts.actions.subsidies import NewApplication, apply_for_subsidy, record_event
from contracts.actions.subsidy_start import EarlierCourse, begin_course
from contracts.domain.awb_terms import Rulebook
from contracts.domain.commitment import SUBSIDIE
from contracts.domain.division import DECIMALS, SHARES, NewDivision
from contracts.domain.splits import percent_text, shares_of
from contracts.domain.subsidy.course import Recorded
from contracts.domain.subsidy.events import Event, Kind
from contracts.foundation.period import AMSTERDAM
from contracts.queries.agreements import commitments
from contracts.queries.budget import lines
from contracts.queries.deals import deals_by_provider
from contracts.queries.subsidies import subsidy_of
from portal.developer.demonstration.agreed import attach_usual_kpis
from portal.developer.demonstration.money import FILE, FIRST_YEAR, year_amount
from portal.developer.demonstration.story import Story
from portal.developer.demonstration.troupe import Troupe

LOWER, STILL_OWED, UNDECIDED, SUPPLEMENTED = ("SUB-GRU", 2), ("SUB-GEU", 1), ("SUB-GRU", 1), ("SUB-MAA-2", 0)
"""Which subsidie of how many years ago: set lower and paid back; set lower and not paid back yet; not decided in time; asked to add something."""
APPLIES = "SUB-GRU"
"""Who has applied for next year."""
RECORDED_LATER = "SUB-MER-1"
"""Its verlening for all its years was recorded when the portal was there already."""
SINCE = timedelta(days=25)
RECENT = 1
"""Of so many years ago everything is told; of earlier years the decisions alone, to keep the demonstration quick to make."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One book year of one subsidie."""

    provider_id: int
    agreement_id: int
    record: dict[str, Any]
    year: int
    ago: int
    cents: int

    @property
    def key(self) -> tuple[str, int]:
        """Which subsidie of how many years ago."""
        return self.record["reference"], self.ago


def courses(session: Session, *, troupe: Troupe, book: Rulebook, begin: datetime, now: datetime) -> Iterator[Story]:
    """All of them. What would lie after `now` has not happened."""
    today = now.astimezone(AMSTERDAM).date()
    frames = {one.reference: one.id for each in deals_by_provider(session, year=today.year) for one in each.frames}
    for told in tomllib.loads(FILE.read_text("utf-8"))["agreement"]:
        for record in told["commitment"]:
            under = (troupe.organisations[told["provider"]].id, frames[told["reference"]])
            for year in range(FIRST_YEAR, today.year + 2) if record.get("yearly") else ():
                cents = year_amount(record, min(year, today.year), today).committed_cents
                plan = Plan(*under, record, year, today.year - year, cents)
                if (year <= today.year or record["reference"] == APPLIES) and date(year - 1, 9, 28) < today:
                    yield _course(session, plan, troupe=troupe, book=book, begin=begin, today=today)
    yield _recorded_later(session, troupe=troupe, book=book, now=now)


def _course(session: Session, plan: Plan, *, troupe: Troupe, book: Rulebook, begin: datetime, today: date) -> Story:
    by, year = troupe.subsidy_manager, plan.year
    first, *later = events_of_year(plan)
    at = yield _moment(first.event.on, begin)
    new = NewApplication(
        plan.provider_id,
        plan.agreement_id,
        f"{plan.record['reference']}-{year}",
        f"{plan.record['name']} {year}",
        plan.record.get("care_form"),
        first.event.on,
        first.event.amount_cents or 0,
        date(year, 1, 1),
        date(year, 12, 31),
        per_book_year=True,
    )
    commitment_id, version = apply_for_subsidy(session, new=new, book=book, by=by, at=at), 2
    for each in later:
        if each.event.on >= today:
            return
        at = yield _moment(each.event.on, begin)
        version = record_event(session, commitment_id=commitment_id, new=each, version=version, book=book, by=by, at=at)
        if each.event.kind is Kind.GRANTED:
            at = yield max(begin, datetime.combine(date(year - 1, 11, 17), time(9), AMSTERDAM))
            _divide(session, commitment_id, plan, troupe=troupe, at=at)
            form = plan.record.get("care_form")
            attach_usual_kpis(session, commitment_id=commitment_id, kind=SUBSIDIE, care_form_code=form, troupe=troupe, at=at)


def _divide(session: Session, commitment_id: int, plan: Plan, *, troupe: Troupe, at: datetime) -> None:
    """Over its lines by shares, so that a later decision moves what they pay."""
    ids = {line.code: line.id for line in lines(session, year=plan.year)}
    shares = shares_of({ids[code]: share for code, share in plan.record["shares"].items()}, decimals=DECIMALS)
    new = NewDivision(SHARES, {line: percent_text(share, decimals=DECIMALS) for line, share in shares.items()})
    divide_year(session, commitment_id=commitment_id, year=plan.year, new=new, version=2, by=troupe.subsidy_manager, at=at)


def events_of_year(plan: Plan) -> list[Recorded]:
    """What happens to a subsidie of one book year, from the September before it to the summer after it."""
    year, cents = plan.year, plan.cents
    if plan.ago < 0:
        return [Recorded(Event(Kind.APPLIED, date(year - 1, 9, 28), cents * 104 // 100))]
    return [*_granted(plan, year, cents), *_paid(plan, year, cents), *_settled(plan, year, cents)]


def _granted(plan: Plan, year: int, cents: int) -> Iterator[Recorded]:
    yield Recorded(Event(Kind.APPLIED, date(year - 1, 9, 21), cents * 103 // 100))
    if plan.key == SUPPLEMENTED:
        yield Recorded(Event(Kind.SUPPLEMENT_ASKED, date(year - 1, 10, 1), until_on=date(year - 1, 10, 15)), note="De begroting ontbrak.")
        yield Recorded(Event(Kind.SUPPLEMENT_RECEIVED, date(year - 1, 10, 9)))
    yield Recorded(Event(Kind.GRANTED, date(year - 1, 11, 10), cents))


def _paid(plan: Plan, year: int, cents: int) -> Iterator[Recorded]:
    """Every quarter; of long ago only the sum is recorded."""
    if plan.ago > RECENT:
        yield Recorded(Event(Kind.ADVANCE_PAID, date(year, 1, 5), cents * 24 // 100 * 4))
        return
    for month in (1, 4, 7, 10):
        yield Recorded(Event(Kind.ADVANCE_PAID, date(year, month, 5), cents * 24 // 100))
        if month == 7:
            yield Recorded(Event(Kind.ACCOUNTED, date(year, month, 20)))


def _settled(plan: Plan, year: int, cents: int) -> Sequence[Recorded]:
    """The vaststelling: usually what was granted, and the rest is paid."""
    requested = Recorded(Event(Kind.DETERMINATION_REQUESTED, date(year + 1, 6, 16)))
    if plan.key == UNDECIDED:
        return [requested]
    if plan.key == LOWER:
        less = Event(Kind.DETERMINED, date(year + 1, 7, 28), cents * 92 // 100, ground="4:46 lid 2 a")
        back = cents * 24 // 100 * 4 - cents * 92 // 100
        return [requested, Recorded(less, note="Minder nachten dan afgesproken."), *_back(less.on, back, date(year + 1, 9, 1))]
    if plan.key == STILL_OWED:
        longer = Recorded(Event(Kind.DECISION_EXTENDED, date(year + 1, 8, 3), until_on=date(year + 1, 10, 30)))
        less = Event(Kind.DETERMINED, date(year + 1, 10, 27), cents * 90 // 100, ground="4:46 lid 2 a")
        back = cents * 24 // 100 * 4 - cents * 90 // 100
        return [requested, longer, Recorded(less), *_back(date(year + 1, 10, 30), back, None)]
    rest = cents - cents * 24 // 100 * 4
    return [requested, Recorded(Event(Kind.DETERMINED, date(year + 1, 7, 28), cents)), Recorded(Event(Kind.REST_PAID, date(year + 1, 8, 18), rest))]


def _back(claimed_on: date, cents: int, paid_on: date | None) -> Iterator[Recorded]:
    yield Recorded(Event(Kind.CLAIMED_BACK, claimed_on, cents))
    if paid_on is not None:
        yield Recorded(Event(Kind.PAID_BACK, paid_on, cents))


def _moment(on: date, begin: datetime) -> datetime:
    """Recorded at the end of its day, or when the portal began."""
    return max(begin, datetime.combine(on, time(16), AMSTERDAM))


def _recorded_later(session: Session, *, troupe: Troupe, book: Rulebook, now: datetime) -> Story:
    """A verlening for several years that stood in the begroting already: its decisions were recorded afterwards."""
    at = yield now - SINCE
    today = at.astimezone(AMSTERDAM).date()
    one = next(each for each in commitments(session, provider_id=None) if each.reference == RECORDED_LATER)
    found = subsidy_of(session, commitment_id=one.id, provider_id=None, book=book, today=today)
    new = EarlierCourse(
        applied_on=date(FIRST_YEAR - 1, 9, 20),
        requested_cents=found.committed_cents * 105 // 100,
        granted_on=date(FIRST_YEAR - 1, 12, 6),
        granted_cents=found.committed_cents,
        until_on=date(one.ends_on.year + 1, 6, 30),
    )
    begin_course(session, commitment_id=one.id, new=new, version=one.version, book=book, by=troupe.subsidy_manager, at=at)
