"""One picture of a row of small multiples: the run line, the norm, and the newest figure at its end."""

from __future__ import annotations

from collections.abc import Sequence

from portal.web.charts.axis import Axis
from portal.web.charts.frame import EndLabel, Frame, left_margin, right_margin
from portal.web.charts.labels import TALL
from portal.web.charts.picture import NARROW, Line, Picture
from portal.web.charts.run_lines import marks, series
from portal.web.charts.run_points import periods_in_time
from portal.web.charts.run_time import FOOT, time_axis
from portal.web.charts.run_words import Drawn
from portal.web.charts.values import Measure, Norm

TOP, HEIGHT = 10, 96


def draw(drawn: Sequence[Drawn], periods: Sequence[str], axis: Axis, norm: Norm, measure: Measure) -> Picture:
    """300 wide. The right margin is as wide as the norm and the widest tick need, so that it is the same for all; `periods` are those of all."""
    places = periods_in_time(periods)
    bounds = [EndLabel(one, ("norm", measure.short_bound(one))) for one in norm.lines(measure)]
    room = [EndLabel(axis.high, (measure.short(end),), "c-strong") for end in (axis.low, axis.high)]
    right = NARROW - right_margin([*bounds, *room], NARROW)
    top = TOP + (TALL if measure.above_axis else 0)
    frame = Frame(NARROW, left_margin(axis, NARROW), top, right, top + HEIGHT, axis, (places[-1] + 1) if places else 1)
    by_period = dict(zip(periods, places, strict=True))
    placed = [(by_period[one.point.period], one) for one in drawn]
    newest = [EndLabel(drawn[-1].value, (measure.short(drawn[-1].value),), "c-strong")] if drawn and drawn[-1].value is not None else []
    grid, ticks = frame.grid(measure.above_axis)
    time_lines, time_words = time_axis(frame, periods, places)
    lead, at_ends = frame.ends([*newest, *bounds])
    norms = [Line(frame.level(one), "c-norm") for one in norm.lines(measure)]
    lines = (*grid, *time_lines, *norms, *lead, *series(frame, placed))
    return Picture(NARROW, round(frame.bottom + FOOT), (), lines, tuple(marks(frame, placed)), (*ticks, *time_words, *at_ends))
