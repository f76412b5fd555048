"""The quarters round a deviation as a run chart, from what was judged of them."""

from __future__ import annotations

from decimal import Decimal

from kpi.domain.indicator import RATIO
from kpi.domain.signals.chart import PointType
from kpi.domain.signals.series import Kind
from kpi.queries.comparison import Comparison
from kpi.queries.judged_quarters import JudgedFigure
from portal.web.charts import NO_NORM, SHARE, Measure, Norm, RunChart, RunPoint, Start
from portal.web.charts.run_points import SPECIALS, Special

_LEAST_DRAWN = 2


def series_chart(quarters: list[JudgedFigure], norm: Comparison | None, *, title: str) -> RunChart | None:
    """The newest quarters, the oldest first; None when there are too few for a line. `quarters`: the newest first."""
    drawn = [one for one in quarters if one.value is not None]
    if len(drawn) < _LEAST_DRAWN:
        return None
    newest = quarters[0]
    is_share = newest.kind == Kind.PROPORTION
    measure = SHARE if is_share else Measure(newest.unit, newest.decimals, least=0)
    points, version = [], quarters[-1].definition_version
    for one in reversed(quarters):
        starts = Start.DEFINITION if one.definition_version != version else Start.NONE
        points.append(_point(one, is_share=is_share, has_limits=one.kind == newest.kind, starts=starts))
        version = one.definition_version
    return RunChart(title, measure, tuple(points), _norm(norm, is_share=is_share))


def _point(one: JudgedFigure, *, is_share: bool, has_limits: bool, starts: Start) -> RunPoint:
    value = None if one.value is None else one.value / 100 if is_share else one.value
    is_limited = has_limits and one.upper is not None
    counts = one.value_kind == RATIO and one.value is not None
    return RunPoint(
        one.period,
        value,
        one.centre if is_limited else None,
        one.lower if is_limited else None,
        one.upper if is_limited else None,
        one.is_trial,
        SPECIALS[PointType(one.point_type)] if one.point_type else Special.NONE,
        starts,
        one.missing_reason or "",
        one.numerator if counts else None,
        one.denominator if counts else None,
    )


def _norm(norm: Comparison | None, *, is_share: bool) -> Norm:
    """The norm of the deviation's own quarter, in the unit of the points."""
    if norm is None or norm.norm_kind not in {"min", "max", "bereik"}:
        return NO_NORM
    low = norm.norm_low if norm.norm_kind in {"min", "bereik"} else None
    high = norm.norm_high if norm.norm_kind in {"max", "bereik"} else None
    divisor = Decimal(100) if is_share else Decimal(1)
    return Norm(None if low is None else low / divisor, None if high is None else high / divisor)
