"""The places of an aanbieder in one report, location by location, with the previous quarter's count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ScalarSelect, and_, select
from sqlalchemy.orm import Session, aliased

from contracts.tables.organisation import Location, Municipality
from contracts.tables.programme import CareForm
from kpi.domain import report
from kpi.domain.capacity import Places
from kpi.queries.reports import ReportHeader
from kpi.tables.capacity import CapacityCount
from kpi.tables.report import Report


@dataclass(frozen=True, slots=True)
class CapacityRow:
    """One location. `places` is contracted now; `count` is None while nothing was filled in; `version` 0 then."""

    location_id: int
    location_name: str
    municipality_name: str
    care_form_name: str
    places: int
    count: Places | None
    counted_places: int | None
    version: int
    previous: Places | None
    pijler_code: str = ""

    @property
    def field(self) -> str:
        """The name of this row in forms and error summaries."""
        return f"locatie-{self.location_id}"


def capacity_rows(session: Session, *, report: ReportHeader) -> list[CapacityRow]:
    """Every location of the report's aanbieder, by name. One query."""
    now, before = aliased(CapacityCount), aliased(CapacityCount)
    columns = [count for table in (now, before) for count in (table.occupied, table.free, table.closed, table.waiting)]
    rows = session.execute(
        select(Location.id, Location.name, Municipality.name, CareForm.name, Location.places, now.version, now.places, *columns, CareForm.pijler_code)
        .join(Municipality, Municipality.code == Location.municipality_code)
        .join(CareForm, CareForm.code == Location.care_form_code)
        .outerjoin(now, and_(now.location_id == Location.id, now.report_id == report.id))
        .outerjoin(before, and_(before.location_id == Location.id, before.report_id == previous_report(report)))
        .where(Location.provider_id == report.provider_id)
        .order_by(Location.name, Location.id)
    )
    return [CapacityRow(*row[:5], _places(row[7:11]), row[6], row[5] or 0, _places(row[11:15]), row[15]) for row in rows]


def previous_report(header: ReportHeader) -> ScalarSelect[int]:
    """The number of the signed report of the quarter before, as a subquery: only signed figures are built upon."""
    return (
        select(Report.id)
        .where(Report.provider_id == header.provider_id, Report.period == header.quarter.previous.code, Report.state.in_(report.SETTLED))
        .scalar_subquery()
    )


def _places(counted: tuple[Any, ...]) -> Places | None:
    """An outer join without a match gives empty columns: nothing was counted."""
    return None if counted[0] is None else Places(*counted)
