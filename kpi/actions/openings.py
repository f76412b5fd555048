"""While a change is asked only what it names may be changed. Nothing is asked of the database as long as no change is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from kpi.domain import openings, report
from kpi.queries.grid import GridRow
from kpi.queries.openings import openings_of
from kpi.queries.readiness import problems_of
from kpi.queries.reports import ReportHeader
from kpi.tables.detail import ChangeRequest

_FIELDS = {openings.CAPACITY: ("locatie-",), openings.FLOWS: ("stroom-", "doorstroom")}


def require_cell_open(session: Session, *, header: ReportHeader, row: GridRow) -> None:
    """Refuse a change of a cell that nobody asked about. A cell that cannot be signed as it is may always be mended."""
    if header.state == report.CHANGE_REQUESTED:
        found = openings_of(session, header=header)
        openings.require_open(found is None or found.allows_cell(row.code, row.family) or not row.is_filled or row.needs_explanation)


def require_section_open(session: Session, *, header: ReportHeader, section: str) -> None:
    """The same for a section. Places and flows that do not add up (any more) may always be mended."""
    if header.state != report.CHANGE_REQUESTED:
        return
    found = openings_of(session, header=header)
    if found is None or found.allows(section):
        return
    fields = _FIELDS.get(section, ())
    openings.require_open(bool(fields) and any(problem.field.startswith(fields) for problem in problems_of(session, report=header)))


def answer_asked(session: Session, *, report_id: int, at: datetime) -> None:
    """The report came in again: every open question was answered."""
    session.execute(update(ChangeRequest).where(ChangeRequest.report_id == report_id, ChangeRequest.answered_at.is_(None)).values(answered_at=at))
