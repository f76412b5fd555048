"""The burden of one report, from the journal's lines by people of the aanbieder and from its cells. One query."""

from __future__ import annotations

from sqlalchemy import Integer, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from contracts.foundation.journal import JournalEntry
from kpi.domain.burden import Burden, burden_of
from kpi.tables.report import ReportValue


def burden_of_report(session: Session, *, report_id: int, provider_id: int) -> Burden:
    """What this report cost so far. The caller has found the report for its viewer; people of the gemeente do not count."""
    own = (JournalEntry.object == f"rapportage {report_id}", JournalEntry.organisation_id == provider_id, JournalEntry.person_id.is_not(None))
    moments = select(JournalEntry.at, literal(""), literal(0)).where(*own)
    filled = or_(ReportValue.numerator.is_not(None), ReportValue.denominator.is_not(None), ReportValue.missing_reason.is_not(None))
    cells = (
        select(null().cast(JournalEntry.at.type), ReportValue.origin, func.count().cast(Integer))
        .where(ReportValue.report_id == report_id, filled)
        .group_by(ReportValue.origin)
    )
    found = session.execute(union_all(moments, cells)).all()
    return burden_of([row[0] for row in found if row[0] is not None], {row[1]: row[2] for row in found if row[0] is None})
