"""Reports: one by its number or its quarter, those of an aanbieder, and what the contractmanager still waits for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, Row, Select, String, and_, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from contracts.foundation.database import ask
from contracts.foundation.errors import NotFound
from contracts.foundation.period import Quarter, last_day
from contracts.tables.organisation import Organisation
from kpi.domain import follow_up, report, reporting_period
from kpi.tables.deviation import Deviation
from kpi.tables.report import Receipt, Report, ReportEvent


@dataclass(frozen=True, slots=True)
class ReportHeader:
    """A report without its figures. `submitted_at` is the first time it was submitted: that one counts for being in time.

    `is_closed` is set by who knows the time: its last edit has passed.
    """

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
    kind: str
    title: str
    first_due_at: datetime
    last_edit_at: datetime
    is_closed: bool = False

    @property
    def quarter(self) -> Quarter:
        """Its quarter; of a year or a free request the quarter that holds its last day."""
        return Quarter.of(self.period_ends_on)

    @property
    def label(self) -> str:
        """Its name on screens: "3e kwartaal 2026", "Jaar 2026", or the title of a free request."""
        return reporting_period.label_of(self.period, self.title)

    @property
    def slug(self) -> str:
        """Its name in addresses: "2026-k3", "2026-j", "2026-v1"."""
        return self.period.lower()

    @property
    def asks_places(self) -> bool:
        """Whether it asks for capacity and flows: only a quarter does."""
        return self.kind == reporting_period.QUARTER

    def earlier(self, quarters: int = 1) -> str:
        """The code of the quarter it is compared with, so many quarters back; "" for a year or a free request."""
        return reporting_period.before(self.period, quarters)

    @property
    def is_editable(self) -> bool:
        """Whether figures may be changed now."""
        return self.state in report.EDITABLE and not self.is_closed

    @property
    def hand_in_by_at(self) -> datetime:
        """The deadline that counts now: the shown one, or (once it was submitted) until when a requested change can be made."""
        return self.due_at if self.submitted_at is None else self.last_edit_at

    @property
    def last_edit_on(self) -> date:
        """The last day on which it may be changed or handed in."""
        return last_day(self.last_edit_at)

    def as_seen(self, now: datetime) -> ReportHeader:
        """The same at this moment: closed when its last edit has passed."""
        return replace(self, is_closed=now >= self.last_edit_at)

    @property
    def is_late(self) -> bool:
        """Whether it was submitted after the deadline."""
        return self.submitted_at is not None and report.is_late(self.submitted_at, self.due_at)

    @property
    def days_late(self) -> int:
        """How many days after the deadline it was submitted; 0 when in time or not yet."""
        return 0 if self.submitted_at is None else report.days_late(self.submitted_at, self.due_at)

    def days_left(self, now: datetime) -> int:
        """Days until the deadline that counts now; below zero when it has passed."""
        return report.days_left(now, self.hand_in_by_at)


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
    """Something that happened to a report. `until_at`: the new deadline, when it is an extension; `receipt_number` of a signature."""

    kind: str
    at: datetime
    person_id: int | None
    person_name: str
    note: str
    until_at: datetime | None
    receipt_number: str = ""


HEADER_COLUMNS = (
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
    Report.kind,
    Report.title,
    Report.first_due_at,
    Report.last_edit_at,
)
_EVENT = (ReportEvent.kind, ReportEvent.at, ReportEvent.person_id, ReportEvent.person_name, ReportEvent.note, ReportEvent.until_at)
_HEADERS: Select[*tuple[Any, ...]] = select(*HEADER_COLUMNS).join(Organisation, Organisation.id == Report.provider_id)
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
    """The report of one aanbieder over one period ("2026-K3", "2026-J", "2026-V1"). Raises NotFound."""
    return _one(ask(session, _OF_PERIOD, provider_id=provider_id, period=period).first())


def reports_of_provider(session: Session, *, provider_id: int) -> list[ReportHeader]:
    """All reports of an aanbieder, the latest period first."""
    rows = session.execute(_HEADERS.where(Report.provider_id == provider_id).order_by(Report.period_ends_on.desc(), Report.period.desc()))
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


_event, _receipt = aliased(ReportEvent), aliased(Receipt)
_SIGNED = (report.SUBMITTED, report.RESUBMITTED)
PROOF = and_(
    Receipt.report_id == ReportEvent.report_id,
    ReportEvent.kind.in_(_SIGNED),
    select(func.count())
    .where(_event.report_id == ReportEvent.report_id, _event.kind.in_(_SIGNED), _event.id <= ReportEvent.id)
    .correlate(ReportEvent)
    .scalar_subquery()
    == select(func.count()).where(_receipt.report_id == Receipt.report_id, _receipt.id <= Receipt.id).correlate(Receipt).scalar_subquery(),
)
"""The receipt of a submission: the first belongs to the first. Two at the same moment are still two."""


def report_events(session: Session, *, report_id: int) -> list[ReportEventLine]:
    """What happened to a report, the oldest first, with the receipts. The caller has found the report for its viewer. One query."""
    rows = session.execute(
        select(*_EVENT, func.coalesce(Receipt.number, ""))
        .outerjoin(Receipt, PROOF)
        .where(ReportEvent.report_id == report_id)
        .order_by(ReportEvent.id)
    )
    return [ReportEventLine(*row) for row in rows]


def latest_event(session: Session, *, report_id: int, kind: str | None = None) -> ReportEventLine | None:
    """The last thing that happened, or the last of this kind."""
    query = select(*_EVENT).where(ReportEvent.report_id == report_id).order_by(ReportEvent.id.desc()).limit(1)
    row = session.execute(query if kind is None else query.where(ReportEvent.kind == kind)).first()
    return None if row is None else ReportEventLine(*row)
