"""The places of the whole region by kind of housing and by gemeente, with the latest signed count of every location."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from contracts.tables.organisation import Location, Municipality
from kpi.domain import report
from kpi.tables.capacity import CapacityCount
from kpi.tables.report import Report


@dataclass(frozen=True, slots=True)
class RegionalPlaces:
    """One kind of housing in one gemeente. `contracted` is places now; the counts are of locations that were counted, `counted` their places."""

    housing_type_code: str | None
    municipality_name: str
    contracted: int
    counted: int
    occupied: int
    free: int
    closed: int
    waiting: int
    latest_period: str


def regional_places(session: Session) -> list[RegionalPlaces]:
    """By kind of housing and gemeente. A concept is not counted: only what an aanbieder signed. One query."""
    signed = or_(*(Report.state == state for state in report.SETTLED))
    latest = select(Report.provider_id, func.max(Report.period).label("period")).where(signed).group_by(Report.provider_id).subquery()
    counts = (CapacityCount.places, CapacityCount.occupied, CapacityCount.free, CapacityCount.closed, CapacityCount.waiting)
    rows = session.execute(
        select(
            Location.housing_type_code,
            Municipality.name,
            func.sum(Location.places),
            *(func.coalesce(func.sum(count), 0) for count in counts),
            func.coalesce(func.max(Report.period), ""),
        )
        .join(Municipality, Municipality.code == Location.municipality_code)
        .outerjoin(latest, latest.c.provider_id == Location.provider_id)
        .outerjoin(Report, and_(Report.provider_id == Location.provider_id, Report.period == latest.c.period))
        .outerjoin(CapacityCount, and_(CapacityCount.report_id == Report.id, CapacityCount.location_id == Location.id))
        .group_by(Location.housing_type_code, Municipality.name)
        .order_by(Municipality.name, Location.housing_type_code)
    )
    return [RegionalPlaces(*told) for told in map(tuple, rows)]
