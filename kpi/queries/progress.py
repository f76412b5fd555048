"""How far one family of a report is, without its words: asked at every save of a cell, so it fetches only what is judged. One query."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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
    .order_by(LATEST_LAST)
)
_IN_FAMILY = _CELLS.where(Indicator.family == bindparam("family", type_=String))


def progress_of(session: Session, *, report: ReportHeader, family: str) -> Completeness:
    """How far this family of a report is, as `completeness_of` its rows would say. The caller has found the report for its viewer."""
    facts = {"report_id": report.id, "provider_id": report.provider_id}
    return _judged(map(tuple, ask(session, _IN_FAMILY, before=report.earlier(), family=family, **facts).all()))


def _judged(cells: Iterable[tuple[Any, ...]]) -> Completeness:
    """Cells as they are counted in words: filled, asked, and still to be explained."""
    filled = unexplained = 0
    each = {cell[0]: cell[1:] for cell in cells}  # of several corrections of one earlier figure the last counts
    asked = len(each)
    for reason, explanation, kind, norm, low, high, numerator, denominator, before, before_of in each.values():
        filled += numerator is not None or denominator is not None or reason is not None
        if numerator is not None and len(explanation) < SHORTEST_REASON:
            unexplained += stands_out(kind, norm, low, high, numerator, denominator, before, before_of)
    return Completeness(filled, asked, unexplained)
