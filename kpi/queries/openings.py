"""What the contractmanager asked to change and was not answered yet. One query, and none for a report without such a question."""

from __future__ import annotations

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import Session

from contracts.foundation.database import ask
from kpi.domain import report
from kpi.domain.openings import Ask, Openings
from kpi.queries.reports import ReportHeader
from kpi.tables.detail import ChangeRequest

_OPEN = (
    select(ChangeRequest.scope_kind, ChangeRequest.scope, ChangeRequest.question)
    .where(ChangeRequest.report_id == bindparam("report_id", type_=Integer), ChangeRequest.answered_at.is_(None))
    .order_by(ChangeRequest.id)
)


def openings_of(session: Session, *, header: ReportHeader) -> Openings | None:
    """The open questions of a report of which a change is asked (also while the answer waits for a signature); None: nothing was asked."""
    if header.submitted_at is None or header.state not in (report.CHANGE_REQUESTED, report.AWAITING_SIGNATURE):
        return None
    return Openings(tuple(Ask(*tuple(row)) for row in ask(session, _OPEN, report_id=header.id)))
