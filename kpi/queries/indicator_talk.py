"""What was said at the cells of one KPI, in all reports together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.tables.organisation import Organisation
from kpi.tables.detail import CellComment
from kpi.tables.report import Report

NEWEST = 10


@dataclass(frozen=True, slots=True)
class SaidAtCell:
    """One remark, and the cell at which it stands."""

    report_id: int
    provider_name: str
    period: str
    at: datetime
    who: str
    side: str
    text: str


def newest_comments(session: Session, *, code: str, most: int = NEWEST) -> list[SaidAtCell]:
    """The newest remarks at a KPI, the newest first. What is said at a report that was never submitted stays inside the aanbieder's house."""
    asked = (
        select(
            CellComment.report_id, Organisation.name, Report.period, CellComment.at, CellComment.person_name, CellComment.side, CellComment.text
        )
        .join(Report, Report.id == CellComment.report_id)
        .join(Organisation, Organisation.id == Report.provider_id)
        .where(CellComment.indicator_code == code, Report.submitted_at.is_not(None))
        .order_by(CellComment.id.desc())
        .limit(most)
    )  # fmt: skip
    return [SaidAtCell(*row) for row in session.execute(asked)]
