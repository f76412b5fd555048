"""How far one family of a report is, without its words: asked at every save of a cell, so it fetches only what is judged. One query."""

from __future__ import annotations

from sqlalchemy import Integer, String, and_, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from contracts.foundation.database import ask
from kpi.domain import report
from kpi.domain.completeness import Completeness
from kpi.domain.deviation import stands_out
from kpi.domain.written import SHORTEST_REASON
from kpi.queries.asked import ASKED
from kpi.queries.corrected import CORRECTING, CORRECTION, HAS_CORRECTED, LATEST_LAST, corrects, counted
from kpi.queries.reports import ReportHeader
from kpi.tables.indicator import Indicator, IndicatorVersion
from kpi.tables.report import Report, ReportQuestion, ReportValue

_before = aliased(ReportValue)
# The same definition: figures by another one are not compared.
_own = and_(ReportValue.indicator_version_id == IndicatorVersion.id, ReportValue.report_id == bindparam("report_id", type_=Integer))
_past = and_(_before.indicator_version_id == IndicatorVersion.id, _before.report_id == Report.id)
_signed = and_(
    Report.provider_id == bindparam("provider_id", type_=Integer),
    Report.period == bindparam("before", type_=String),
    or_(*(Report.state == state for state in report.SETTLED)),
)
_CELLS = (
    select(
        IndicatorVersion.id,
        ReportValue.missing_reason,
        ReportValue.explanation,
        IndicatorVersion.value_kind,
        IndicatorVersion.norm_kind,
        IndicatorVersion.norm_low,
        IndicatorVersion.norm_high,
        ReportValue.numerator,
        ReportValue.denominator,
        *counted(_before)[:2],
    )
    .select_from(Indicator)
    .join(IndicatorVersion, IndicatorVersion.indicator_code == Indicator.code)
    .join(ReportQuestion, ASKED)
    .outerjoin(ReportValue, _own)
    .outerjoin(Report, _signed)
    .outerjoin(_before, _past)
    .outerjoin(CORRECTION, corrects(_before))
    .outerjoin(CORRECTING, HAS_CORRECTED)
    .where(Indicator.family == bindparam("family", type_=String))
    .order_by(LATEST_LAST)
)


def progress_of(session: Session, *, report: ReportHeader, family: str) -> Completeness:
    """How far this family of a report is, as `completeness_of` its rows would say. The caller has found the report for its viewer."""
    facts = {"report_id": report.id, "provider_id": report.provider_id}
    found = ask(session, _CELLS, before=report.quarter.previous.code, family=family, **facts).all()
    cells = {row[0]: row[1:] for row in map(tuple, found)}  # of several corrections of one figure the last counts
    filled = unexplained = 0
    for reason, explanation, kind, norm, low, high, numerator, denominator, before, before_of in cells.values():
        filled += numerator is not None or denominator is not None or reason is not None
        if numerator is not None and len(explanation) < SHORTEST_REASON:
            unexplained += stands_out(kind, norm, low, high, numerator, denominator, before, before_of)
    return Completeness(filled, len(cells), unexplained)
