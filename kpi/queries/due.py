"""Reports that still ask something of somebody, of every aanbieder: for reminders and calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.period import last_day
from contracts.tables.organisation import Organisation
from kpi.domain import report
from kpi.domain.reporting_period import label_of
from kpi.tables.report import Report

_DONE = (report.ACCEPTED, report.FROZEN)


@dataclass(frozen=True, slots=True)
class OpenReport:
    """A report that is not accepted yet, with its dates. `due_at` and `last_edit_at` are exclusive."""

    report_id: int
    provider_id: int
    provider_name: str
    period: str
    title: str
    due_at: datetime
    last_edit_at: datetime
    state: str

    @property
    def last_day(self) -> date:
        """The last day on which it is in time."""
        return last_day(self.due_at)

    @property
    def label(self) -> str:
        """How it is named: "3e kwartaal 2026", or its own title."""
        return label_of(self.period, self.title)

    @property
    def slug(self) -> str:
        """Its period in addresses."""
        return self.period.lower()


def open_reports(session: Session, *, provider_id: int | None = None) -> list[OpenReport]:
    """Every report that is not accepted yet, the soonest deadline first; of one aanbieder when asked. Not scoped by a viewer: for scheduled work."""
    columns = (Report.id, Report.provider_id, Organisation.name, Report.period, Report.title, Report.due_at, Report.last_edit_at, Report.state)
    query = select(*columns).join(Organisation, Organisation.id == Report.provider_id).where(Report.state.not_in(_DONE))
    if provider_id is not None:
        query = query.where(Report.provider_id == provider_id)
    return [OpenReport(*row) for row in session.execute(query.order_by(Report.due_at, Organisation.name, Report.id))]
