"""The signed figures behind the register: what a report says now, what was judged before it, and what the others told of the same quarter."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, and_, or_, select, true
from sqlalchemy.orm import Session

from contracts.foundation.period import AMSTERDAM
from kpi.domain import report
from kpi.domain.cell import Figures
from kpi.domain.indicator import YEARLY, Definition, Norm
from kpi.domain.judged import Quarterly
from kpi.domain.reporting_period import FREE
from kpi.queries.corrected import CORRECTING, CORRECTION, HAS_CORRECTED, IS_CORRECTED, LATEST_LAST, corrects, counted
from kpi.tables.detail import Adjustment
from kpi.tables.deviation import Judgement, Rebase
from kpi.tables.indicator import IndicatorVersion
from kpi.tables.report import Report, ReportValue


class ReportToJudge(NamedTuple):
    """A report whose figures are to be judged (again): all of them, or (not `is_whole`) only those whose history changed."""

    id: int
    provider_id: int
    period: str
    kind: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class SignedCell:
    """One signed figure with its definition."""

    report_id: int
    version_id: int
    definition: Definition
    quarterly: Quarterly
    period: str


class StoredJudgement(NamedTuple):
    """A row of the register of judgements, whole."""

    id: int
    report_id: int
    provider_id: int
    period: str
    code: str
    version_id: int
    values: dict[str, Any]

    @property
    def figures(self) -> Figures:
        """The figure that was judged."""
        return Figures(self.values["numerator"], self.values["denominator"], self.values["missing_reason"])


KEPT = (
    "kind", "numerator", "denominator", "missing_reason", "norm_verdict", "norm_side", "point_type", "pattern", "assurance", "is_trial",
    "earlier", "centre", "lower", "upper", "smallest", "severity", "chance", "chance_peers", "findings",
)  # fmt: skip
_STORED = select(
    Judgement.id, Judgement.report_id, Judgement.provider_id, Judgement.period, Judgement.indicator_code, Judgement.indicator_version_id,
    *(getattr(Judgement, name) for name in KEPT),
)  # fmt: skip
_JUDGED = select(Judgement.id).where(Judgement.report_id == Report.id).exists()
_V = IndicatorVersion
_DEFINED = 17  # the columns about the report and the definition; the figures follow
_CELLS = (
    select(
        Report.id, Report.period, Report.kind, Report.submitted_at, Report.due_at, _V.id, _V.indicator_code, _V.value_kind, _V.unit, _V.decimals,
        _V.direction, _V.norm_kind, _V.norm_low, _V.norm_high, _V.numerator_label, _V.denominator_label, _V.frequency,
        *counted(ReportValue), IS_CORRECTED, ReportValue.numerator, ReportValue.denominator,
    )
    .join(ReportValue, ReportValue.report_id == Report.id)
    .join(_V, _V.id == ReportValue.indicator_version_id)
    .outerjoin(CORRECTION, corrects(ReportValue))
    .outerjoin(CORRECTING, HAS_CORRECTED)
    .order_by(Report.period, _V.indicator_code, _V.version, LATEST_LAST)
)  # fmt: skip


def reports_to_judge(session: Session, *, report_id: int) -> list[ReportToJudge]:
    """This report; those of the same aanbieder whose figures it corrects; and every judged quarter after the earliest of these. In order of time.

    A later report that lies open for a change is left out: what was judged of its last signed figures stands until it is signed again.
    """
    own = session.execute(select(Report.provider_id, Report.period, Report.kind).where(Report.id == report_id)).one()
    about = select(Adjustment.about_report_id, Report.period).join(Report, Report.id == Adjustment.about_report_id)
    corrected = {one.about_report_id: one.period for one in session.execute(about.where(Adjustment.report_id == report_id).order_by(Report.period))}
    first = min([own.period, *corrected.values()])
    later = and_(Report.provider_id == own.provider_id, Report.kind != FREE, Report.period >= first, _JUDGED)
    return _reports(session, or_(Report.id == report_id, later) if own.kind != FREE else Report.id == report_id, whole={report_id, *corrected})


def later_reports(session: Session, *, provider_id: int, period: str) -> list[ReportToJudge]:
    """The judged reports of one aanbieder from this period on, in order of time."""
    return _reports(session, and_(Report.provider_id == provider_id, Report.kind != FREE, Report.period >= period, _JUDGED))


def every_report(session: Session) -> list[ReportToJudge]:
    """Every signed report, in order of time: to judge all anew."""
    return _reports(session, true())


def _reports(session: Session, condition: ColumnElement[bool], *, whole: Collection[int] | None = None) -> list[ReportToJudge]:
    rows = session.execute(
        select(Report.id, Report.provider_id, Report.period, Report.kind)
        .where(condition, Report.state.in_(report.SETTLED))
        .order_by(Report.period_ends_on, Report.period, Report.id)
    )
    return [ReportToJudge._make((*row, whole is None or row[0] in whole)) for row in rows]


def signed_cells(session: Session, *, report_ids: Collection[int]) -> dict[int, dict[str, SignedCell]]:
    """The figures of these reports as they count by now, corrections included, by report and KPI. One query."""
    found: dict[int, dict[str, SignedCell]] = {number: {} for number in report_ids}
    for row in session.execute(_CELLS.where(Report.id.in_(report_ids))):  # of several corrections and of two definitions the last counts
        cell = _cell(row)
        found[cell.report_id][cell.definition.code] = cell
    return found


def _cell(row: Row[*tuple[Any, ...]]) -> SignedCell:
    number, period, kind, submitted_at, due_at, version_id, *defined = row[:_DEFINED]
    code, value_kind, unit, decimals, direction, norm_kind, low, high, top_label, bottom_label, frequency = defined
    now, is_corrected, numerator, denominator = Figures(*row[_DEFINED:-3]), *row[-3:]
    definition = Definition(code, value_kind, unit, decimals, direction, Norm(norm_kind, low, high), top_label, bottom_label)
    was = Figures(numerator, denominator) if is_corrected else None
    label = label_of(period, kind, is_yearly=frequency == YEARLY)
    return SignedCell(number, version_id, definition, Quarterly(label, now, late_on(submitted_at, due_at), was), period)


def late_on(submitted_at: datetime | None, due_at: datetime) -> date | None:
    """The day on which a late report came in, in Amsterdam; None when it was in time."""
    return submitted_at.astimezone(AMSTERDAM).date() if submitted_at is not None and submitted_at >= due_at else None


def label_of(period: str, kind: str, *, is_yearly: bool) -> str:
    """How the engine orders a figure: yearly KPIs by their year, so that years adjoin; a free request stands alone."""
    return period[:4] if is_yearly and kind != FREE else period


def stored_judgements(session: Session, *, provider_id: int) -> list[StoredJudgement]:
    """All that was judged of one aanbieder, the oldest first. One query."""
    return _stored(session, Judgement.provider_id == provider_id)


def judgements_of_period(session: Session, *, period: str) -> list[StoredJudgement]:
    """All that was judged of one quarter, of every aanbieder. One query."""
    return _stored(session, Judgement.period == period)


def _stored(session: Session, *conditions: ColumnElement[bool]) -> list[StoredJudgement]:
    rows = session.execute(_STORED.where(*conditions).order_by(Judgement.period, Judgement.provider_id, Judgement.indicator_code))
    return [StoredJudgement._make((*row[:6], dict(zip(KEPT, row[6:], strict=True)))) for row in map(tuple, rows)]


def rebases_of(session: Session, *, provider_id: int) -> dict[str, list[str]]:
    """The quarters from which limits start anew, by KPI, withdrawn ones left out."""
    rows = session.execute(
        select(Rebase.indicator_code, Rebase.period)
        .where(Rebase.provider_id == provider_id, Rebase.withdrawn_at.is_(None))
        .order_by(Rebase.indicator_code, Rebase.period)
    )
    found: dict[str, list[str]] = {}
    for code, period in rows:
        found.setdefault(code, []).append(period)
    return found
