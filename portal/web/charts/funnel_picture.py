"""A funnel as shapes: curves of chance around the centre, and each aanbieder with its name beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.web.charts.axis import Axis
from portal.web.charts.frame import EndLabel, Frame, left_margin, right_margin
from portal.web.charts.funnel_curves import Limits, curves, x_of
from portal.web.charts.funnel_limits import FunnelPoint, Zone
from portal.web.charts.funnel_names import Named, names
from portal.web.charts.labels import TALL, cut, width_of
from portal.web.charts.picture import WIDE, Line, Mark, Picture, Words, at
from portal.web.charts.values import Measure

HEIGHTS = {True: 260, False: 220}  # of the values; True for a wide picture
TOP, FOOT = 10, 40
LOOKS = {True: "c-dot", False: "c-dot-open"}


@dataclass(frozen=True, slots=True)
class Placed:
    """An aanbieder that can be drawn; value in the shown unit."""

    point: FunnelPoint
    size: Decimal
    value: Decimal
    zone: Zone

    def side(self, centre: Decimal) -> str:
        """Of the centre."""
        return "hoger" if self.value > centre else "lager"

    def verdict(self, centre: Decimal | None) -> str:
        """ "binnen de grenzen", "signaal: lager"."""
        return "binnen de grenzen" if self.zone is Zone.INSIDE or centre is None else f"{self.zone}: {self.side(centre)}"


def draw(
    placed: Sequence[Placed], centre: Decimal | None, axes: tuple[Axis, Axis], limits: Limits, told: tuple[Measure, str, str], width: int
) -> Picture:
    """The whole picture at a width; `told` are the unit, the name of the sizes, and that of the centre."""
    measure, sizes, centre_name = told
    axis, size_axis = axes
    is_wide = width >= WIDE
    ends = _end_labels(centre, limits, axes, (measure, centre_name), is_wide=is_wide)
    top = TOP + (TALL if measure.above_axis else 0)
    frame = Frame(width, left_margin(axis, width), top, width - right_margin(ends, width), top + HEIGHTS[is_wide], axis)
    drawn = curves(frame, size_axis, limits)
    middle = [] if centre is None else [Line(frame.level(centre), "c-centre")]
    grid, ticks = frame.grid(measure.above_axis)
    lead, at_ends = frame.ends(ends)
    marks = [_mark(frame, size_axis, one) for one in placed]
    wanted = [Named(one.point.name, str(one.zone), at(mark.x, mark.y), one.point.is_own) for one, mark in zip(placed, marks, strict=True)]
    said = names(frame, wanted, [*drawn, *middle], frame.bottom + FOOT)
    words = (*ticks, *_size_ticks(frame, size_axis, sizes), *at_ends, *said.words)
    height = round(frame.bottom + FOOT + TALL * said.rows)
    return Picture(width, height, (), (*grid, *drawn, *middle, *lead, *said.lines), tuple(marks), words)


def _mark(frame: Frame, size_axis: Axis, one: Placed) -> Mark:
    place = at(x_of(frame, size_axis, one.size), frame.y(one.value))
    if one.zone is not Zone.INSIDE:
        return Mark(*place, "diamond", "c-concern" if one.zone is Zone.SIGNAL else "c-notable")
    return Mark(*place, "dot", LOOKS[one.point.is_own], 5.5 if one.point.is_own else 4.5)


def _end_labels(centre: Decimal | None, limits: Limits, axes: tuple[Axis, Axis], told: tuple[Measure, str], *, is_wide: bool) -> list[EndLabel]:
    """The centre with its value, and the name of each curve."""
    if centre is None:
        return []
    (measure, name), (axis, size_axis) = told, axes
    text = measure.short(centre)
    found = [EndLabel(centre, (f"{name} {text}",) if is_wide else (name.replace("gemiddeld", "gem."), text))]
    pairs = [(zone, limits(float(size_axis.high), zone)) for zone in (Zone.ATTENTION, Zone.SIGNAL)]
    return found + [
        EndLabel(value, (str(zone),), "c-quiet") for zone, pair in pairs if pair is not None for value in pair if axis.low < value < axis.high
    ]


def _size_ticks(frame: Frame, size_axis: Axis, sizes: str) -> list[Words]:
    """The numbers under the ground line, fewer of them where they would touch, and what they count."""
    room = max((width_of(tick.text) for tick in size_axis.ticks), default=0.0) + 6
    gap = (frame.right - frame.left) / max(len(size_axis.ticks) - 1, 1)
    every = max(1, -int(-room // gap))
    words = [
        Words(*at(x_of(frame, size_axis, tick.value), frame.bottom + 16), tick.text, "c-quiet", "middle")
        for tick in size_axis.ticks[::every]
        if x_of(frame, size_axis, tick.value) + width_of(tick.text) / 2 <= frame.width
    ]
    return [*words, Words(*at(frame.left, frame.bottom + 33), cut(f"{sizes} →", frame.width - frame.left), "c-quiet")]
