"""A run chart as shapes: band, grid, limits, norm, figures, and the words that belong to them."""

from __future__ import annotations

from collections.abc import Sequence

from portal.web.charts.axis import Axis
from portal.web.charts.frame import EndLabel, Frame, left_margin, right_margin
from portal.web.charts.labels import TALL
from portal.web.charts.picture import WIDE, Line, Picture
from portal.web.charts.run_labels import beside
from portal.web.charts.run_lines import limits, marks, series
from portal.web.charts.run_points import periods_in_time
from portal.web.charts.run_time import FOOT, new_beginnings, rows_of, time_axis
from portal.web.charts.run_words import Drawn
from portal.web.charts.values import Measure, Norm

HEIGHTS = {True: 220, False: 190}  # of the values; True for a wide picture
AIR = 10


def draw(drawn: Sequence[Drawn], axis: Axis, norm: Norm, measure: Measure, width: int) -> Picture:
    """The whole picture at a width."""
    places = periods_in_time([one.point.period for one in drawn])
    ends = _end_labels(drawn, norm, measure, is_wide=width >= WIDE)
    left, right = left_margin(axis, width), width - right_margin(ends, width)
    slots = (places[-1] + 1) if places else 1
    first = 1 if measure.above_axis else 0  # the row of the unit
    beginnings = rows_of((left, right), (right - left) / slots, drawn, places, first)
    top = AIR + TALL * max((one.row + 1 for one in beginnings), default=first)
    frame = Frame(width, left, top, right, top + HEIGHTS[width >= WIDE], axis, slots)
    placed = list(zip(places, drawn, strict=True))
    areas, limit_lines = limits(frame, placed)
    norm_lines = [Line(frame.level(one), "c-norm") for one in norm.lines(measure)]
    grid, ticks = frame.grid(measure.above_axis)
    time, times = time_axis(frame, [one.point.period for one in drawn], places)
    upright, started = new_beginnings(frame, beginnings)
    lead, at_ends = frame.ends(ends)
    figures, points = series(frame, placed), marks(frame, placed)
    key = beside(frame, placed, points, [*figures, *limit_lines, *norm_lines, *upright])
    lines = (*grid, *time, *limit_lines, *norm_lines, *upright, *lead, *figures, *key.lines)
    words = (*ticks, *times, *started, *at_ends, *key.words)
    return Picture(width, round(frame.bottom + FOOT + TALL * key.rows), tuple(areas), lines, (*points, *key.marks), words)


def _end_labels(drawn: Sequence[Drawn], norm: Norm, measure: Measure, *, is_wide: bool) -> list[EndLabel]:
    """The newest figure, the newest limits and the norm, each named at the end of its line."""
    found = []
    if drawn and drawn[-1].value is not None:
        found.append(EndLabel(drawn[-1].value, (measure.short(drawn[-1].value),), "c-strong"))
    newest = next((one for one in reversed(drawn) if one.centre is not None or one.has_limits), None)
    named = [] if newest is None else [("grens", newest.upper), ("gemiddeld" if is_wide else "gem.", newest.centre), ("grens", newest.lower)]
    found += [EndLabel(value, (name, measure.short(value)), "c-quiet") for name, value in named if value is not None]
    found += [EndLabel(one, ("norm", measure.short_bound(one))) for one in norm.lines(measure)]
    return [EndLabel(one.value, (" ".join(one.lines),), one.look) for one in found] if is_wide else found
