"""An axis with ticks at round numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from portal.web.charts.values import Measure
from portal.web.formatting import number

SHORT = ((Decimal(10**12), "bln"), (Decimal(10**9), "mld"), (Decimal(10**6), "mln"))
STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Tick:
    """A round number on the axis, and how it is written."""

    value: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Axis:
    """From low to high, with its ticks from low to high."""

    low: Decimal
    high: Decimal
    ticks: tuple[Tick, ...]

    def share(self, value: Decimal) -> float:
        """Where a value lies: 0 at the low end, 1 at the high end; never beyond."""
        return min(max(float((value - self.low) / (self.high - self.low)), 0.0), 1.0)


def axis_of(values: Iterable[Decimal], measure: Measure, *, ticks: int = 5, from_zero: bool = False) -> Axis:
    """An axis that holds all values. A range too small to be written is widened; it keeps within what can be, unless a value does not."""
    known = [*values, *([Decimal(0)] if from_zero else [])] or [Decimal(0)]
    low, high = _widened(min(known), max(known), measure)
    step = _step((high - low) / max(ticks - 1, 1))
    first, last = (low / step).to_integral_value(ROUND_FLOOR), (high / step).to_integral_value(ROUND_CEILING)
    marks = [place * step for place in range(int(first), int(last) + 1)]
    low, high = marks[0], marks[-1]
    if measure.least is not None and min(known) >= measure.least:
        low = max(low, Decimal(measure.least))
    if measure.most is not None and max(known) <= measure.most:
        high = min(high, Decimal(measure.most))
    kept = [mark for mark in marks if low <= mark <= high]
    return Axis(low, high, tuple(Tick(mark, text) for mark, text in zip(kept, _texts(kept, step, measure), strict=True)))


def _widened(low: Decimal, high: Decimal, measure: Measure) -> tuple[Decimal, Decimal]:
    """At least four times the smallest difference that is written, or that rounding leaves; from zero up when there is only zero."""
    least = max(Decimal(4).scaleb(-measure.places), Decimal(4 * measure.grain), max(abs(low), abs(high)) * Decimal("1e-9"))
    if high - low >= least:
        return low, high
    middle = (low + high) / 2
    wide_low, wide_high = middle - least / 2, middle + least / 2
    if measure.least is not None and low >= measure.least > wide_low:
        return Decimal(measure.least), Decimal(measure.least) + least
    if measure.most is not None and high <= measure.most < wide_high:
        return Decimal(measure.most) - least, Decimal(measure.most)
    return wide_low, wide_high


def _step(rough: Decimal) -> Decimal:
    """The next 1, 2 or 5 with zeros."""
    power = rough.adjusted()
    return next(step for one in STEPS if (step := one.scaleb(power)) >= rough)


def _texts(marks: list[Decimal], step: Decimal, measure: Measure) -> list[str]:
    """Written alike: as many decimals as the step needs; millions and more in words. A percentage has its sign, other units stand once, elsewhere."""
    top = max((abs(mark) for mark in marks), default=Decimal(0))
    size, word = next(((size, f" {word}") for size, word in SHORT if top >= size and step >= size / 100), (Decimal(1), ""))
    decimals = max(0, -int((step / size).normalize().adjusted()))
    suffix = " %" if measure.unit == "%" else ""
    return [f"{number(mark / size, decimals)}{word if mark else ''}{suffix}" for mark in marks]
