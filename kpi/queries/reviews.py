"""What lies before the contractmanager: how many deviations where, which reports wait, and a report with its history."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import func, literal, null, select, true, union_all
from sqlalchemy.orm import Session

from contracts.foundation.errors import NotFound
from contracts.foundation.period import Quarter
from contracts.tables.organisation import Organisation
from kpi.domain import follow_up, report
from kpi.domain.reporting_period import QUARTER
from kpi.queries.capacity import CapacityRow, capacity_rows
from kpi.queries.flows import FlowRow, flow_rows
from kpi.queries.grid import GridRow, grid_rows
from kpi.queries.reports import HEADER_COLUMNS, PROOF, ReportHeader
from kpi.tables.detail import CellComment
from kpi.tables.deviation import Deviation
from kpi.tables.report import Receipt, Report, ReportEvent


@dataclass(frozen=True, slots=True)
class OpenReport:
    """A report that is not accepted yet. Without `report_id` (and `last_edit_at`) the aanbieder did not open the latest quarter."""

    report_id: int | None
    provider_name: str
    period: str
    state: str
    due_at: datetime
    submitted_at: datetime | None
    provider_id: int
    last_edit_at: datetime | None

    @property
    def is_in(self) -> bool:
        """Whether it waits for the municipality."""
        return self.state in report.TO_REVIEW

    def days_left(self, now: datetime) -> int:
        """Days until the deadline; below zero when it has passed."""
        return report.days_left(now, self.due_at)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """Something that happened to a report. A submission has the number and the hash of its receipt."""

    kind: str
    at: datetime
    person_name: str
    note: str
    receipt_number: str
    receipt_sha256: str
    receipt_content: str = ""


@dataclass(frozen=True, slots=True)
class SignedReason:
    """Something unusual that the aanbieder confirmed before signing: what was asked, why it is right, who said so, and when (ISO 8601)."""

    field: str
    sentence: str
    reason: str
    person_name: str
    at: str | None


@dataclass(frozen=True, slots=True)
class ReportHistory:
    """A report with what happened to it, the oldest first.

    `waiting` counts the deviations that still ask for an explanation, `remarks` what was said at each KPI (by its code).
    """

    header: ReportHeader
    waiting: int
    open_deviations: int
    events: tuple[HistoryLine, ...]
    confirmed: tuple[SignedReason, ...] = ()
    remarks: dict[str, int] = field(default_factory=dict)

    @property
    def submissions(self) -> tuple[HistoryLine, ...]:
        """Each time it came in, the oldest first."""
        return tuple(line for line in self.events if line.receipt_number)

    @property
    def reviewer(self) -> HistoryLine | None:
        """Who reviews it now, and since when; None while nobody said so."""
        begun = [line for line in self.events if line.kind == report.REVIEW_BEGUN]
        return begun[-1] if begun and self.header.state == report.IN_REVIEW else None


# Built once: putting a question together anew costs more than asking it.
_opened = (
    select(Report.id, Organisation.name, Report.period, Report.state, Report.due_at, Report.submitted_at, Report.provider_id, Report.last_edit_at)
    .join(Organisation, Organisation.id == Report.provider_id)
    .where(Report.state.not_in(report.AGREED))
)
_latest = (
    select(Report.period, func.min(Report.due_at).label("due_at"))
    .where(Report.kind == QUARTER)
    .group_by(Report.period)
    .order_by(Report.period.desc())
    .limit(1)
    .subquery()
)
_own = select(Report.id).where(Report.provider_id == Organisation.id, Report.period == _latest.c.period).correlate(Organisation, _latest)
_nothing = (null().cast(Report.id.type), null().cast(Report.submitted_at.type), null().cast(Report.last_edit_at.type))
_missing = (
    select(_nothing[0], Organisation.name, _latest.c.period, literal(report.NOT_STARTED), _latest.c.due_at, _nothing[1], Organisation.id, _nothing[2])
    .join(_latest, true())
    .where(Organisation.kind == "aanbieder", ~_own.exists())
)
_OPEN = union_all(_opened, _missing)


def periods(session: Session, *, limit: int = 8) -> list[Quarter]:
    """The quarters for which reports were opened, the latest first. One query."""
    rows = session.scalars(select(Report.period).where(Report.kind == QUARTER).distinct().order_by(Report.period.desc()).limit(limit))
    return [Quarter.parse(code) for code in rows]


def open_reports(session: Session) -> list[OpenReport]:
    """Every report that is not accepted, and of the latest quarter also those that nobody opened; the first deadline first. One query."""
    rows = [OpenReport(*row) for row in session.execute(_OPEN)]
    return sorted(rows, key=lambda each: (each.period, each.provider_name))


def report_history(session: Session, *, report_id: int) -> ReportHistory:
    """One report for the contractmanager, with its events, receipts and counts, in one query. Raises NotFound."""
    of_report = (Deviation.report_id == Report.id,)
    waiting = select(func.count()).where(*of_report, Deviation.state.in_(follow_up.WAITING)).correlate(Report).scalar_subquery()
    unsettled = select(func.count()).where(*of_report, Deviation.state != follow_up.CLOSED).correlate(Report).scalar_subquery()
    said = (
        select(func.aggregate_strings(CellComment.indicator_code, " ")).where(CellComment.report_id == Report.id).correlate(Report).scalar_subquery()
    )
    rows = session.execute(
        select(
            waiting, unsettled, ReportEvent.kind, ReportEvent.at, ReportEvent.person_name, ReportEvent.note,
            func.coalesce(Receipt.number, ""), func.coalesce(Receipt.sha256, ""), func.coalesce(Receipt.content, ""), said, *HEADER_COLUMNS,
        )
        .join(Organisation, Organisation.id == Report.provider_id)
        .outerjoin(ReportEvent, ReportEvent.report_id == Report.id)
        .outerjoin(Receipt, PROOF)
        .where(Report.id == report_id)
        .order_by(ReportEvent.id)
    ).all()  # fmt: skip
    if not rows:
        raise NotFound(f"report {report_id}")
    first = tuple(rows[0])
    events = tuple(HistoryLine(*tuple(row)[2:9]) for row in rows if row[2] is not None and row[2] not in report.INSIDE)
    header = ReportHeader(*first[10:])
    signed = header.state in report.SETTLED
    content = next((str(row[8]) for row in reversed(rows) if row[8]), "") if signed else ""
    return ReportHistory(
        header if signed else replace(header, note=""), first[0], first[1], events, _confirmed(content), Counter((first[9] or "").split())
    )


def _confirmed(content: str) -> tuple[SignedReason, ...]:
    """The reasons that the last signature stands for; receipts from before there were any hold none."""
    told = json.loads(content).get("bevestigd", []) if content else []
    return tuple(SignedReason(one["veld"], one["melding"], one["reden"], one["door"], one["op"]) for one in told)


def signed_figures(session: Session, *, header: ReportHeader) -> tuple[list[GridRow], list[CapacityRow], list[FlowRow]]:
    """Cells, places and flows of a report that was signed; nothing while it is a concept (again). Four queries at most.

    A location or form of care that came later was not asked then: what holds no count is left out.
    """
    if header.state not in report.SETTLED:
        return [], [], []
    places, flows = capacity_rows(session, report=header), flow_rows(session, report=header)
    return grid_rows(session, report=header), [row for row in places if row.count], [row for row in flows if row.flow]
