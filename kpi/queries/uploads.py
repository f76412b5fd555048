"""A file that waits for "overnemen", and the cells it is judged against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.errors import NotFound
from kpi.domain.cell import Figures
from kpi.domain.upload import KnownCell, Preview, preview_of
from kpi.queries.grid import GridRow, grid_rows
from kpi.queries.reports import ReportHeader
from kpi.tables.detail import Upload


@dataclass(frozen=True, slots=True)
class UploadPage:
    """One file that was read, for the person who sent it. Nothing of it stands in the report before it is taken over."""

    id: int
    at: datetime
    file_name: str
    sha256: str
    state: str
    version: int
    preview: Preview


def find_upload(session: Session, *, upload_id: int, report_id: int, person_id: int | None) -> UploadPage:
    """A person's own upload for a report that was found for them. Raises NotFound: a colleague's file is not there either."""
    row = session.execute(
        select(Upload.id, Upload.at, Upload.file_name, Upload.sha256, Upload.state, Upload.version, Upload.content).where(
            Upload.id == upload_id, Upload.report_id == report_id, Upload.person_id == person_id
        )
    ).first()
    if row is None:
        raise NotFound
    return UploadPage(row.id, row.at, row.file_name, row.sha256, row.state, row.version, preview_of(row.content))


def known_cells(session: Session, *, report: ReportHeader) -> dict[str, KnownCell]:
    """Every cell that a report asks for, by its KPI. Two queries."""
    return {row.code: _known(row) for row in grid_rows(session, report=report)}


def _known(row: GridRow) -> KnownCell:
    before = row.previous
    comparable = before is not None and before.definition_version == row.definition_version
    previous = Figures(before.numerator, before.denominator) if before is not None and comparable else None
    return KnownCell(row.code, row.name, row.definition_version, row.rules, row.figures, row.explanation, row.version, row.changed_by, previous)
