"""Reports: one by its number or its quarter, those of an aanbieder, and what the contractmanager still waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, Row, Select, String, bindparam, func, select
from sqlalchemy.orm import Session

from contracts.foundation.database import ask
from contracts.foundation.errors import NotFound
from contracts.foundation.period import Quarter
from contracts.tables.organisation import Organisation
from kpi.domain import follow_up, report
from kpi.tables.deviation import Deviation
from kpi.tables.report import Report, ReportEvent


@dataclass(frozen=True, slots=True)
class ReportHeader:
    """A report without its figures. `submitted_at` is the first time it was submitted: that one counts for being in time."""

    id: int
    provider_id: int
    provider_name: str
    period: str
    period_ends_on: date
    due_at: datetime
    state: str
    submitted_at: datetime | None
    note: str
    version: int

    @property
    def quarter(self) -> Quarter:
        """Its quarter."""
        return Quarter.parse(self.period)

    @property
    def is_editable(self) -> bool:
        """Whether figures may be changed now."""
        return self.state in report.EDITABLE

    @property
    def is_late(self) -> bool:
        """Whether it was submitted after the deadline."""
        return self.submitted_at is not None and report.is_late(self.submitted_at, self.due_at)

    @property
    def days_late(self) -> int:
        """How many days after the deadline it was submitted; 0 when in time or not yet."""
        return 0 if self.submitted_at is None else report.days_late(self.submitted_at, self.due_at)

    def days_left(self, now: datetime) -> int:
        """Days until the deadline; below zero when it has passed."""
        return report.days_left(now, self.due_at)


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One aanbieder in the contractmanager's list of a quarter. Without a report nothing was opened yet."""

    provider_id: int
    provider_name: str
    report_id: int | None
    state: str
    due_at: datetime | None
    submitted_at: datetime | None
    open_deviations: int

    @property
    def is_in(self) -> bool:
        """Whether it has been submitted and lies with the municipality."""
        return self.state in report.SETTLED

    @property
    def is_late(self) -> bool:
        """Whether it was submitted after the deadline."""
        return self.submitted_at is not None and self.due_at is not None and report.is_late(self.submitted_at, self.due_at)


@dataclass(frozen=True, slots=True)
class ReportEventLine:
    """Something that happened to a report."""

    kind: str
    at: datetime
    person_id: int | None
    person_name: str
    note: str


_HEADERS: Select[*tuple[Any, ...]] = select(
    Report.id,
    Report.provider_id,
    Organisation.name,
    Report.period,
    Report.period_ends_on,
    Report.due_at,
    Report.state,
    Report.submitted_at,
    Report.note,
    Report.version,
).join(Organisation, Organisation.id == Report.provider_id)
_PROVIDER = Report.provider_id == bindparam("provider_id", type_=Integer)
_BY_ID = _HEADERS.where(Report.id == bindparam("report_id", type_=Integer))
_OF_PERIOD = _HEADERS.where(_PROVIDER, Report.period == bindparam("period", type_=String))
_OWN_BY_ID = _BY_ID.where(_PROVIDER)


def _one(row: Row[*tuple[Any, ...]] | None) -> ReportHeader:
    if row is None:
        raise NotFound
    return ReportHeader(*row)


def find_report(session: Session, *, report_id: int, provider_id: int | None) -> ReportHeader:
    """One report. With a provider only its own; None is for the contractmanager. Raises NotFound."""
    if provider_id is None:
        return _one(ask(session, _BY_ID, report_id=report_id).first())
    return _one(ask(session, _OWN_BY_ID, report_id=report_id, provider_id=provider_id).first())


def find_report_of_period(session: Session, *, provider_id: int, period: str) -> ReportHeader:
    """The report of one aanbieder over one quarter ("2026-K3"). Raises NotFound."""
    return _one(ask(session, _OF_PERIOD, provider_id=provider_id, period=period).first())


def reports_of_provider(session: Session, *, provider_id: int) -> list[ReportHeader]:
    """All reports of an aanbieder, the latest quarter first."""
    rows = session.execute(_HEADERS.where(Report.provider_id == provider_id).order_by(Report.period.desc()))
    return [ReportHeader(*row) for row in rows]


def review_list(session: Session, *, period: str) -> list[ReviewLine]:
    """Every aanbieder with its report of this quarter: what waits for review first, then what is not in yet, then the rest; by name."""
    open_deviations = (
        select(func.count()).where(Deviation.report_id == Report.id, Deviation.state != follow_up.CLOSED).correlate(Report).scalar_subquery()
    )
    rows = session.execute(
        select(Organisation.id, Organisation.name, Report.id, Report.state, Report.due_at, Report.submitted_at, open_deviations)
        .outerjoin(Report, (Report.provider_id == Organisation.id) & (Report.period == period))
        .where(Organisation.kind == "aanbieder")
        .order_by(Organisation.name, Organisation.id)
    )
    lines = [ReviewLine(row[0], row[1], row[2], row[3] or report.NOT_STARTED, row[4], row[5], row[6]) for row in rows]
    return sorted(lines, key=lambda line: 0 if line.state in report.TO_REVIEW else 2 if line.is_in else 1)


def report_events(session: Session, *, report_id: int) -> list[ReportEventLine]:
    """What happened to a report, the oldest first. The caller has found the report for its viewer."""
    rows = session.execute(
        select(ReportEvent.kind, ReportEvent.at, ReportEvent.person_id, ReportEvent.person_name, ReportEvent.note)
        .where(ReportEvent.report_id == report_id)
        .order_by(ReportEvent.id)
    )
    return [ReportEventLine(*row) for row in rows]


def latest_event(session: Session, *, report_id: int, kind: str | None = None) -> ReportEventLine | None:
    """The last thing that happened, or the last of this kind."""
    query = select(ReportEvent.kind, ReportEvent.at, ReportEvent.person_id, ReportEvent.person_name, ReportEvent.note)
    query = query.where(ReportEvent.report_id == report_id).order_by(ReportEvent.id.desc()).limit(1)
    row = session.execute(query if kind is None else query.where(ReportEvent.kind == kind)).first()
    return None if row is None else ReportEventLine(*row)
