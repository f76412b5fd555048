"""Which correction of an earlier figure counts: the last that was signed. Pieces for questions that compare with earlier quarters."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Label, and_, case, func, or_
from sqlalchemy.orm import aliased

from kpi.domain import report
from kpi.tables.detail import Adjustment
from kpi.tables.report import Report

CORRECTION = aliased(Adjustment)
CORRECTING = aliased(Report)
HAS_CORRECTED = and_(CORRECTING.id == CORRECTION.report_id, or_(*(CORRECTING.state == state for state in report.SETTLED)))
"""The report that corrects was signed: until then its corrections count for nobody."""
IS_CORRECTED = CORRECTING.id.is_not(None)
LATEST_LAST = func.coalesce(CORRECTING.period, "")
"""Order by this: of several corrections of one figure the last row counts."""


def corrects(value: Any) -> ColumnElement[bool]:
    """The corrections of this cell (ReportValue or an alias of it)."""
    return and_(CORRECTION.about_report_id == value.report_id, CORRECTION.indicator_version_id == value.indicator_version_id)


def counted(value: Any) -> tuple[Label[Any], ...]:
    """Numerator, denominator and missing reason as they count by now."""
    names = ("numerator", "denominator", "missing_reason")
    return tuple(case((IS_CORRECTED, getattr(CORRECTION, name)), else_=getattr(value, name)).label(f"counted_{name}") for name in names)
