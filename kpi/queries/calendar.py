"""The calendar of the contractmanager: every report with its dates, and who has an extension."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from contracts.tables.organisation import Organisation
from kpi.domain import report, reporting_period
from kpi.tables.report import Report, ReportEvent

SHOWN_PERIODS = 4


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """One report with its dates; the extension fields are empty when there is none. Moments are exclusive ends of their last day."""

    report_id: int
    provider_name: str
    period: str
    title: str
    period_ends_on: date
    first_due_at: datetime
    due_at: datetime
    last_edit_at: datetime
    state: str
    submitted_at: datetime | None
    extension_by: str
    extension_reason: str
    extension_until_at: datetime | None

    @property
    def label(self) -> str:
        """The name of its period on screens."""
        return reporting_period.label_of(self.period, self.title)

    @property
    def can_be_extended(self) -> bool:
        """Whether the aanbieder still has something to do."""
        return self.state in report.EDITABLE or self.state == report.AWAITING_SIGNATURE

    def is_locked(self, now: datetime) -> bool:
        """Whether the aanbieder cannot change it: it lies with the municipality or is finished, or its last edit has passed."""
        return not self.can_be_extended or now >= self.last_edit_at


def calendar_lines(session: Session) -> list[CalendarLine]:
    """The reports of the latest periods, and older ones that are not handed in: the latest period's end first, by aanbieder. One query."""
    newer = aliased(ReportEvent)
    latest = select(func.max(newer.id)).where(newer.report_id == Report.id, newer.kind == report.EXTENDED).correlate(Report).scalar_subquery()
    ends = select(Report.period, Report.period_ends_on).distinct().order_by(Report.period_ends_on.desc(), Report.period.desc()).limit(SHOWN_PERIODS)
    shown = select(ends.subquery().c.period)
    rows = session.execute(
        select(
            Report.id, Organisation.name, Report.period, Report.title, Report.period_ends_on, Report.first_due_at, Report.due_at,
            Report.last_edit_at, Report.state, Report.submitted_at, func.coalesce(ReportEvent.person_name, ""),
            func.coalesce(ReportEvent.note, ""), ReportEvent.until_at,
        )
        .join(Organisation, Organisation.id == Report.provider_id)
        .where(or_(Report.period.in_(shown), Report.state.not_in(report.SETTLED)))
        .outerjoin(ReportEvent, ReportEvent.id == latest)
        .order_by(Report.period_ends_on.desc(), Report.period, Organisation.name, Report.id)
    )  # fmt: skip
    return [CalendarLine(*tuple(row)) for row in rows]
