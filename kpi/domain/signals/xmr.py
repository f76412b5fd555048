"""The XmR chart: the mean, the moving ranges between neighbouring quarters, and the limits around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from kpi.domain.signals.series import Point, adjoins

USUAL_FACTOR = Fraction("2.66")
SCREEN_FACTOR = Fraction("3.267")

Real = Fraction | float


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the limits of a point stand on: the centre, the mean moving range after screening (None without any), and how many points."""

    centre: Fraction
    moving_range: Real | None
    points: int
    ranges: int


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one point. `moving_range` is in the unit of the value. None where too little is known."""

    centre: Fraction | None = None
    lower: Real | None = None
    upper: Real | None = None
    moving_range: Real | None = None

    def side(self, value: Fraction) -> int:
        """1 above the centre, -1 below, 0 on it (exact)."""
        return 0 if self.centre is None else is_less(self.centre, value) - is_less(value, self.centre)

    def is_outside(self, value: Fraction) -> bool:
        """Beyond a limit; on it is not beyond."""
        return self.lower is not None and self.upper is not None and (is_less(value, self.lower) or is_less(self.upper, value))

    def is_near(self, value: Fraction) -> bool:
        """In the outer third, between two thirds of the way to a limit and the limit."""
        if self.centre is None or self.upper is None or self.is_outside(value):
            return False
        return is_less((self.upper - self.centre) * 2 / 3, abs(value - self.centre))


NO_LIMITS = Limits()


def is_less(one: Real, other: Real) -> bool:
    """Exact. Rounding to a float keeps the order, so fractions need only be compared where the floats are the same."""
    first, second = float(one), float(other)
    return one < other if first == second else first < second


def moving_ranges(points: Sequence[Point], values: Sequence[Real | None]) -> list[Real]:
    """The differences between neighbours in time. A missing quarter, a gap or another definition breaks the chain: nothing is filled in."""
    found: list[Real] = []
    places: list[tuple[Point, Real | None]] = list(zip(points, values, strict=True))
    for (before, earlier), (now, later) in pairwise(places):
        if earlier is not None and later is not None and adjoins(before, now):
            found.append(later - earlier if is_less(earlier, later) else earlier - later)
    return found


def mean_range(ranges: Sequence[Real], *, screen: bool) -> Real | None:
    """The mean moving range; with screening, without those of 3.267 times the mean and more, dropped once (NHSRplotthedots).

    A constant series keeps its ranges of zero. (The NHS package screens them all out, and then has no limits at all.)
    """
    if not ranges:
        return None
    mean = _mean(ranges)
    if not screen or mean == 0:
        return mean
    kept = [one for one in ranges if one < SCREEN_FACTOR * mean]
    return _mean(kept)


def mean_of(values: Sequence[Fraction]) -> Fraction:
    """The exact mean of at least one value."""
    shared = {value.denominator for value in values}
    if len(shared) == 1:  # as whole numbers do; then the sum is one fraction
        return Fraction(sum(value.numerator for value in values), shared.pop() * len(values))
    return sum(values, Fraction(0)) / len(values)


def _mean(values: Sequence[Real]) -> Real:
    """Exact when all are fractions."""
    exact = [value for value in values if isinstance(value, Fraction)]
    return mean_of(exact) if len(exact) == len(values) else sum(values, Fraction(0)) / len(values)


def around(baseline: Baseline, factor: Fraction, spread: Real = 1) -> Limits:
    """The limits of a point: centre ± factor x mean moving range x the point's own spread (1 when all points weigh the same).

    A series that never moved keeps its centre as exact limits: as floats they could lie beside a share like 18 of 26, and it would stand out.
    """
    if baseline.moving_range is None:
        return Limits(baseline.centre)
    unit = baseline.moving_range * spread if baseline.moving_range else Fraction(0)
    half = factor * unit
    return Limits(baseline.centre, baseline.centre - half, baseline.centre + half, unit)


def stretches(points: Sequence[Point], values: Sequence[Fraction | None]) -> list[range]:
    """The parts without a break, as ranges of places. Runs are only looked for within one."""
    found: list[range] = []
    for place, value in enumerate(values):
        if value is None:
            continue
        if found and found[-1].stop == place and adjoins(points[place - 1], points[place]):
            found[-1] = range(found[-1].start, place + 1)
        else:
            found.append(range(place, place + 1))
    return found


def groups(points: Sequence[Point], rebase_at: Sequence[int]) -> list[range]:
    """The parts with limits of their own: a new one starts at each rebase (numbered from 1) and where the definition changes."""
    breaks = {place for place, (before, now) in enumerate(pairwise(points), start=1) if before.definition != now.definition}
    starts = breaks | {number - 1 for number in rebase_at}
    edges = [0, *sorted(starts - {0}), len(points)]
    return [range(start, stop) for start, stop in pairwise(edges)]
