"""The curves of a funnel, cut off exactly where they leave the picture."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from portal.web.charts.axis import Axis
from portal.web.charts.frame import Frame
from portal.web.charts.funnel_limits import Zone
from portal.web.charts.picture import Line, Place, at

Limits = Callable[[float, Zone], tuple[Decimal, Decimal] | None]
SAMPLES = 60
DASHES = {Zone.ATTENTION: "5 4", Zone.SIGNAL: ""}


def x_of(frame: Frame, size_axis: Axis, size: Decimal) -> float:
    """Where a denominator lies."""
    return frame.left + size_axis.share(size) * (frame.right - frame.left)


def curves(frame: Frame, size_axis: Axis, limits: Limits) -> list[Line]:
    """Four curves: the lower and the upper limit of each zone."""
    found = []
    for zone, dash in DASHES.items():
        for side in (0, 1):
            places = _curve(frame, size_axis, lambda size, zone=zone, side=side: _one(limits(size, zone), side))  # type: ignore[misc]
            if len(places) > 1:
                found.append(Line(places, "c-limit", dash))
    return found


def _one(pair: tuple[Decimal, Decimal] | None, side: int) -> Decimal | None:
    return None if pair is None else pair[side]


def _curve(frame: Frame, size_axis: Axis, limit: Callable[[float], Decimal | None]) -> tuple[Place, ...]:
    """From where the curve comes into the picture (or leaves the end of what can be) to its right side, with more places where it is steep."""
    low, high, end = frame.axis.low, frame.axis.high, float(size_axis.high)

    def inside(size: float) -> bool:
        value = limit(size)
        return value is not None and low < value < high

    if not inside(end):
        return ()
    start = end / SAMPLES**2
    if not inside(start):
        outside, within = start, end
        for _ in range(40):
            middle = (outside + within) / 2
            outside, within = (outside, middle) if inside(middle) else (middle, within)
        start = within
    sizes = [start + (end - start) * (n / SAMPLES) ** 2 for n in range(SAMPLES + 1)]
    known = [(size, value) for size in sizes if (value := limit(size)) is not None]
    return tuple(at(x_of(frame, size_axis, Decimal(size)), frame.y(value)) for size, value in known)
