"""What the publisher of a summary needs: one quarter's accepted reports. Names of aanbieders are not even asked for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from contracts.domain.region import AgeBand
from contracts.foundation.period import Quarter
from contracts.tables.programme import Pijler
from kpi.domain.report import AGREED
from kpi.domain.summary_input import CellInput, Definition, PlacesInput, SummaryInput
from kpi.queries.summary_people import accepted, axes_of_region, flows_and_people
from kpi.tables.capacity import CapacityCount
from kpi.tables.indicator import Indicator, IndicatorVersion
from kpi.tables.report import Report, ReportValue

_PEOPLE = ("cliënt", "client", "mensen", "persoon", "personen")


def summary_input(session: Session, *, period: Quarter, age_bands: Sequence[AgeBand] = (), providers: Collection[int] | None = None) -> SummaryInput:
    """All that a summary of this quarter is made of, in four queries. Reports that are not accepted stay out.

    `providers`: only these aanbieders, for a later edition: it counts the same ones as the quarter's first. `age_bands`: those of the region.
    """
    counted, expected, places = _reports_and_places(session, period, providers)
    definitions, cells = _definitions_and_cells(session, period, providers)
    axes = axes_of_region(session, age_bands)
    flows, people = flows_and_people(session, period, providers, axes)
    return SummaryInput(
        period=period,
        accepted=counted,
        expected=expected,
        definitions=definitions,
        cells=cells,
        flows=flows,
        places=places,
        people=people,
        axes=axes,
    )


def _definitions_and_cells(
    session: Session, period: Quarter, providers: Collection[int] | None
) -> tuple[tuple[Definition, ...], tuple[CellInput, ...]]:
    """The KPIs that aanbieders report, as defined at the end of the quarter, with their cells. A yearly KPI counts only when it was reported."""
    v = IndicatorVersion
    values = select(ReportValue.indicator_version_id, Report.provider_id, ReportValue.numerator, ReportValue.denominator)
    told = accepted(values.join(Report, Report.id == ReportValue.report_id), period, providers).subquery()
    query = (
        select(v, Pijler.name.label("pijler"), told.c.provider_id, told.c.numerator, told.c.denominator)
        .join(Indicator, Indicator.code == v.indicator_code)
        .outerjoin(Pijler, Pijler.code == Indicator.pijler_code)
        .outerjoin(told, told.c.indicator_version_id == v.id)
        .where(v.reported_by != "gemeente", v.valid_from <= period.ends_on, or_(v.valid_to.is_(None), v.valid_to >= period.ends_on))
        .where(or_(v.frequency == "kwartaal", told.c.indicator_version_id.is_not(None)))
        .order_by(Pijler.position.is_(None), Pijler.position, Indicator.position, Indicator.code, told.c.provider_id)
    )
    rows = session.execute(query).all()
    definitions = dict.fromkeys(_definition(row.IndicatorVersion, row.pijler or "") for row in rows)
    cells = (
        CellInput(row.IndicatorVersion.indicator_code, row.IndicatorVersion.version, row.provider_id, row.numerator, row.denominator)
        for row in rows
        if row.numerator is not None
    )
    return tuple(definitions), tuple(sorted(cells, key=lambda cell: (cell.code, cell.version, cell.provider)))


def _definition(version: IndicatorVersion, pijler: str) -> Definition:
    return Definition(
        code=version.indicator_code,
        version=version.version,
        name=version.name,
        pijler=pijler,
        value_kind=version.value_kind,
        unit=version.unit,
        decimals=version.decimals,
        direction=version.direction,
        norm_kind=version.norm_kind,
        norm_low=version.norm_low,
        norm_high=version.norm_high,
        counts_people=any(word in f"{version.name} {version.numerator_label}".lower() for word in _PEOPLE),
        can_be_added="niet" not in version.over_providers and version.over_providers != "geen",
        prefill=version.prefill,
    )


def _reports_and_places(session: Session, period: Quarter, providers: Collection[int] | None) -> tuple[int, int, tuple[PlacesInput, ...]]:
    """How many accepted reports count, how many there are in all, and the places that those counted. One query."""
    c = CapacityCount
    query = (
        select(Report.state, Report.provider_id, func.sum(c.occupied), func.sum(c.free), func.sum(c.closed), func.sum(c.waiting))
        .outerjoin(c, c.report_id == Report.id)
        .where(Report.period == period.code)
        .group_by(Report.state, Report.provider_id)
        .order_by(Report.provider_id)
    )
    rows: list[tuple[Any, ...]] = [tuple(row) for row in session.execute(query)]
    mine = [row[1:] for row in rows if row[0] in AGREED and (providers is None or row[1] in providers)]
    places = tuple(PlacesInput(*(int(number) for number in row)) for row in mine if row[1] is not None)
    return len(mine), len(rows), places
