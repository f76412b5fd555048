"""While a change is asked only what it names may be changed. Nothing is asked of the database as long as no change is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from kpi.domain import openings
from kpi.queries.grid import GridRow
from kpi.queries.openings import cell_is_open, openings_of, section_is_open
from kpi.queries.readiness import problems_of
from kpi.queries.reports import ReportHeader
from kpi.tables.detail import ChangeRequest


def require_cell_open(session: Session, *, header: ReportHeader, row: GridRow) -> None:
    """Refuse a change of a cell that nobody asked about."""
    openings.require_open(cell_is_open(openings_of(session, header=header), row))


def require_section_open(session: Session, *, header: ReportHeader, section: str) -> None:
    """The same for a section."""
    found = openings_of(session, header=header)
    if not section_is_open(found, section):
        openings.require_open(section_is_open(found, section, problems_of(session, report=header)))


def answer_asked(session: Session, *, report_id: int, at: datetime) -> None:
    """The report came in again: every open question was answered."""
    session.execute(update(ChangeRequest).where(ChangeRequest.report_id == report_id, ChangeRequest.answered_at.is_(None)).values(answered_at=at))
