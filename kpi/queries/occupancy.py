"""How full an aanbieder's forms of care were, quarter by quarter, as it was signed: what the forecast of an arrangement stands on.

Of a form with places: the mean of the occupied places on the last day of the quarter before and of this one (only this one when the former was
not reported). Of a form without places: the mean of the people at its begin and end. Times the days of the quarter. A form that counts in
neither (dagbesteding: only together with another form) has no occupancy.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import BigInteger, ColumnElement, Select, and_, cast, func, null, or_, select, union_all
from sqlalchemy.orm import Session

from contracts.domain.forecast import Occupancy
from contracts.foundation.period import Quarter
from contracts.tables.organisation import Location
from contracts.tables.programme import CareForm
from kpi.domain import report as lifecycle
from kpi.domain.reporting_period import QUARTER
from kpi.tables.capacity import CapacityCount, FlowCount
from kpi.tables.report import Report


@dataclass(frozen=True, slots=True)
class Reported:
    """What one signed report says of one form: places in use, or people, at the quarter's begin (None: not known) and end."""

    report_id: int
    provider_id: int
    care_form_code: str
    quarter: Quarter
    has_places: bool
    at_begin: int | None
    at_end: int

    @property
    def occupancy(self) -> Occupancy:
        """As the forecast takes it."""
        places = Fraction(self.at_end) if self.at_begin is None else Fraction(self.at_begin + self.at_end, 2)
        return Occupancy(self.quarter, places * ((self.quarter.ends_on - self.quarter.starts_on).days + 1))


_Told = tuple[int, int, str, str, bool, int | None, int]


def occupancy_of(session: Session, *, provider_ids: Collection[int]) -> dict[tuple[int, str], tuple[Reported, ...]]:
    """By aanbieder and form of care, the first quarter first; from signed reports only. One query."""
    both = union_all(*(each.where(Report.provider_id.in_(provider_ids)) for each in (counted_places(), counted_people()))).subquery()
    return in_quarters(tuple(row) for row in session.execute(select(both).order_by(both.c.provider_id, both.c.code, both.c.period)))


def in_quarters(rows: Iterable[_Told]) -> dict[tuple[int, str], tuple[Reported, ...]]:
    """The counted rows by aanbieder and form; they come with the first quarter first. Places at the begin are those of the quarter before."""
    found: dict[tuple[int, str], list[Reported]] = {}
    for report_id, provider_id, code, period, has_places, at_begin, at_end in rows:
        quarter, earlier = Quarter.parse(period), found.setdefault((provider_id, code), [])
        former = earlier[-1].at_end if earlier and earlier[-1].quarter == quarter.previous else None
        earlier.append(Reported(report_id, provider_id, code, quarter, bool(has_places), former if has_places else at_begin, at_end))
    return {key: tuple(items) for key, items in found.items()}


def counted_places() -> Select[int, int, str, str, bool, int | None, int]:
    """Places in use of all locations of a form together, on the last day."""
    whole = BigInteger()  # else PostgreSQL sums to a decimal
    return (
        select(
            Report.id,
            Report.provider_id,
            Location.care_form_code.label("code"),
            Report.period,
            CareForm.has_places,
            cast(null(), whole).label("at_begin"),
            cast(func.sum(CapacityCount.occupied), whole).label("at_end"),
        )
        .join(CapacityCount, CapacityCount.report_id == Report.id)
        .join(Location, Location.id == CapacityCount.location_id)
        .join(CareForm, and_(CareForm.code == Location.care_form_code, CareForm.has_places))
        .where(*_signed())
        .group_by(Report.id, Report.provider_id, Location.care_form_code, Report.period, CareForm.has_places)
    )


def counted_people() -> Select[int, int, str, str, bool, int, int]:
    """People at begin and end, of forms without places."""
    f = FlowCount
    return (
        select(Report.id, Report.provider_id, f.care_form_code.label("code"), Report.period, CareForm.has_places, f.at_begin, f.at_end)
        .join(FlowCount, FlowCount.report_id == Report.id)
        .join(CareForm, and_(CareForm.code == FlowCount.care_form_code, ~CareForm.has_places))
        .where(*_signed())
    )


def _signed() -> tuple[ColumnElement[bool], ...]:
    return (
        Report.kind == QUARTER,
        or_(*(Report.state == state for state in sorted(lifecycle.SETTLED))),
    )
