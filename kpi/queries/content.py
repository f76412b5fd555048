"""The content of a report: everything that is signed, in one form. Names stand beside figures for people; `figures_of` leaves them out."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from kpi.queries.adjustments import AdjustmentLine, adjustments_of
from kpi.queries.capacity import CapacityRow, capacity_rows
from kpi.queries.flows import FlowRow, flow_rows
from kpi.queries.grid import GridRow, grid_rows
from kpi.queries.reports import ReportHeader


def content_of(session: Session, *, header: ReportHeader, cells: list[GridRow] | None = None) -> dict[str, Any]:
    """What a report says now, as it would be signed; `cells` when they were read already. Five queries at most."""
    rows = grid_rows(session, report=header) if cells is None else cells
    places, flows = capacity_rows(session, report=header), flow_rows(session, report=header)
    return content_among(header, rows, places, flows, adjustments_of(session, report_id=header.id))


def content_among(
    header: ReportHeader, cells: list[GridRow], places: list[CapacityRow], flows: list[FlowRow], corrections: list[AdjustmentLine]
) -> dict[str, Any]:
    """The same for rows that were read already."""
    return {
        "aanbieder": {"id": header.provider_id, "naam": header.provider_name},
        "kwartaal": header.period,
        "toelichting": header.note,
        "cijfers": [_cell(row) for row in cells],
        "capaciteit": [
            {"locatie": row.location_id, "naam": row.location_name, "plekken": row.counted_places, **asdict(row.count)} for row in places if row.count
        ],
        "stromen": [{"vorm": row.care_form_code, "naam": row.care_form_name, **asdict(row.flow)} for row in flows if row.flow],
        "correcties": [_correction(line) for line in corrections],
    }


def _cell(row: GridRow) -> dict[str, Any]:
    return {
        "kpi": row.code,
        "definitie": row.definition_version,
        "teller": _plain(row.numerator),
        "noemer": _plain(row.denominator),
        "geen cijfer": row.missing_reason,
        "toelichting": row.explanation,
    }


def _correction(line: AdjustmentLine) -> dict[str, Any]:
    return {
        "kwartaal": line.about_period,
        "kpi": line.code,
        "definitie": line.definition_version,
        "teller": _plain(line.now.numerator),
        "noemer": _plain(line.now.denominator),
        "geen cijfer": line.now.missing_reason,
        "teller was": _plain(line.was.numerator),
        "noemer was": _plain(line.was.denominator),
        "reden": line.reason,
    }


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
