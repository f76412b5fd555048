"""How the aanbieders stand at each KPI in its newest signed quarter: the figures of the list of KPIs."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from kpi.domain import report
from kpi.domain.judging import NOTHING
from kpi.domain.reporting_period import QUARTER
from kpi.domain.signals.norms import Verdict
from kpi.tables.deviation import Judgement
from kpi.tables.report import Report


@dataclass(frozen=True, slots=True)
class IndicatorTally:
    """One KPI in the newest quarter with a signed figure: how many aanbieders have one, miss the norm for sure, and stand out by any rule."""

    code: str
    period: str
    figures: int
    missed: int
    standing_out: int


_SIGNED = and_(Report.id == Judgement.report_id, Report.state.in_(report.SETTLED), Report.kind == QUARTER)
_NEWEST = (
    select(Judgement.indicator_code.label("code"), func.max(Judgement.period).label("period"))
    .join(Report, _SIGNED)
    .where(Judgement.numerator.is_not(None))
    .group_by(Judgement.indicator_code)
    .subquery()
)
_TALLY = (
    select(
        Judgement.indicator_code,
        Judgement.period,
        func.sum(case((Judgement.numerator.is_not(None), 1), else_=0)),
        func.sum(case((Judgement.norm_verdict == str(Verdict.MISSED), 1), else_=0)),
        func.sum(case((Judgement.severity > NOTHING, 1), else_=0)),
    )
    .join(Report, _SIGNED)
    .join(_NEWEST, and_(_NEWEST.c.code == Judgement.indicator_code, _NEWEST.c.period == Judgement.period))
    .group_by(Judgement.indicator_code, Judgement.period)
    .order_by(Judgement.indicator_code)
)


def tally(session: Session) -> dict[str, IndicatorTally]:
    """By KPI; one without any signed figure is not there. One query."""
    return {row[0]: IndicatorTally(row[0], row[1], int(row[2]), int(row[3]), int(row[4])) for row in session.execute(_TALLY)}
