"""The places of an aanbieder in one report, location by location, with the previous quarter's count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, ScalarSelect, and_, select
from sqlalchemy.orm import Session, aliased

from contracts.tables.organisation import Location, Municipality
from contracts.tables.programme import CareForm
from kpi.domain import report
from kpi.domain.capacity import Places
from kpi.domain.contract_basis import BasisLocation, read_basis
from kpi.queries.contract_basis import kept_basis
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
    care_form_code: str = ""
    pijler_code: str = ""

    @property
    def field(self) -> str:
        """The name of this row in forms and error summaries."""
        return f"locatie-{self.location_id}"


def capacity_rows(session: Session, *, report: ReportHeader) -> list[CapacityRow]:
    """Every location in the report's contract basis, by name, with the places contracted then. One query.

    A year or free request asks none.
    """
    if not report.asks_places:
        return []
    now, before = aliased(CapacityCount), aliased(CapacityCount)
    columns = [count for table in (now, before) for count in (table.occupied, table.free, table.closed, table.waiting)]
    rows = session.execute(
        select(
            Location.id,
            Location.name,
            Municipality.name,
            CareForm.name,
            Location.places,
            now.version,
            now.places,
            *columns,
            CareForm.code,
            CareForm.pijler_code,
            kept_basis(report.id),
        )
        .join(Municipality, Municipality.code == Location.municipality_code)
        .join(CareForm, CareForm.code == Location.care_form_code)
        .outerjoin(now, and_(now.location_id == Location.id, now.report_id == report.id))
        .outerjoin(before, and_(before.location_id == Location.id, before.report_id == previous_report(report)))
        .where(Location.provider_id == report.provider_id)
        .order_by(Location.name, Location.id)
    )
    return sorted(filter(None, map(_row, rows)), key=lambda row: (row.location_name, row.location_id))


def previous_report(header: ReportHeader) -> ScalarSelect[int]:
    """The number of the signed report of the quarter before, as a subquery: only signed figures are built upon."""
    return (
        select(Report.id)
        .where(Report.provider_id == header.provider_id, Report.period == header.earlier(), Report.state.in_(report.SETTLED))
        .scalar_subquery()
    )


def _row(row: Row[*tuple[Any, ...]]) -> CapacityRow | None:
    """One location as the basis knows it; None when it was contracted after the report was opened."""
    basis = read_basis(row[17])
    contracted = BasisLocation(row[1], row[4]) if basis is None else basis.locations.get(row[0])
    if contracted is None:
        return None
    counted, before = _places(row[7:11]), _places(row[11:15])
    return CapacityRow(row[0], contracted.name, row[2], row[3], contracted.places, counted, row[6], row[5] or 0, before, row[15], row[16])


def _places(counted: tuple[Any, ...]) -> Places | None:
    """An outer join without a match gives empty columns: nothing was counted."""
    return None if counted[0] is None else Places(*counted)
