"""A report as the rules look at it: its figures with everything that came before, read in as few questions as can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import Session

from contracts.foundation.database import ask
from contracts.foundation.period import Quarter
from kpi.domain.cell import FROM_PARTS, Figures
from kpi.domain.checks.facts import CellFacts, Earlier, FlowFacts, Part, PlaceFacts, ReportFacts
from kpi.domain.indicator import YEARLY
from kpi.queries.capacity import CapacityRow, capacity_rows
from kpi.queries.flows import FlowRow, flow_rows
from kpi.queries.grid import EarlierCell, GridRow, grid_rows_with_history
from kpi.queries.reports import ReportHeader
from kpi.tables.detail import ReportPart
from kpi.tables.indicator import IndicatorVersion

QUARTERS_A_YEAR = 4


@dataclass(frozen=True, slots=True)
class ReportRead:
    """The rows of a report for its screens, and the same as facts for the rules."""

    cells: list[GridRow]
    places: list[CapacityRow]
    flows: list[FlowRow]
    facts: ReportFacts


_PARTS = (
    select(IndicatorVersion.indicator_code, ReportPart.dimension, ReportPart.category, ReportPart.numerator, ReportPart.denominator)
    .join(IndicatorVersion, IndicatorVersion.id == ReportPart.indicator_version_id)
    .where(ReportPart.report_id == bindparam("report_id", type_=Integer))
    .order_by(IndicatorVersion.indicator_code, ReportPart.dimension, ReportPart.category)
)


def read_report(session: Session, *, report: ReportHeader) -> ReportRead:
    """Everything of a report that was found for its viewer, with the whole history of its figures. Five queries at most."""
    cells, history = grid_rows_with_history(session, report=report)
    places, flows = capacity_rows(session, report=report), flow_rows(session, report=report)
    parts: dict[str, list[Part]] = {}
    if any(row.origin == FROM_PARTS for row in cells):  # a cell with parts is their total: without one there are none to ask for
        for code, *part in map(tuple, ask(session, _PARTS, report_id=report.id).all()):
            parts.setdefault(code, []).append(Part(*part))
    return ReportRead(cells, places, flows, facts_of(report.quarter, cells, places, flows, history=history, parts=parts))


def facts_of(
    quarter: Quarter,
    cells: Sequence[GridRow],
    places: Sequence[CapacityRow],
    flows: Sequence[FlowRow],
    *,
    history: Mapping[str, Sequence[EarlierCell]] | None = None,
    parts: Mapping[str, Sequence[Part]] | None = None,
) -> ReportFacts:
    """Rows that were read, as facts. Without a history each cell brings the quarter before and the one of last year."""
    return ReportFacts(
        quarter,
        tuple(cell_facts(row, history=(history or {}).get(row.code), parts=(parts or {}).get(row.code, ())) for row in cells),
        tuple(PlaceFacts(row.field, row.location_name, row.care_form_code, row.places, row.count, row.previous) for row in places),
        tuple(FlowFacts(row.field, row.care_form_name, row.care_form_code, row.flow, row.previous_end, row.told_people) for row in flows),
    )


def cell_facts(row: GridRow, *, history: Sequence[EarlierCell] | None = None, parts: Sequence[Part] = ()) -> CellFacts:
    """One row of the grid as facts."""
    past = [one for one in (row.year_ago, row.previous) if one is not None] if history is None else history
    earlier = tuple(
        Earlier(one.period, one.definition_version, Figures(one.numerator, one.denominator, one.missing_reason), one.starts_anew) for one in past
    )
    step = QUARTERS_A_YEAR if row.frequency == YEARLY else 1
    return CellFacts(row.rules, row.figures, row.name, row.definition_version, row.explanation, earlier, tuple(parts), step)
