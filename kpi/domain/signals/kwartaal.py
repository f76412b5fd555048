"""Profile `kwartaal`: this product's own limits for few quarterly figures.

Deliberately other than the packages: a point is judged by limits from EARLIER points only, with a factor that depends on their number,
so that 1 in 100 steady quarters falls outside whatever their number (a gap costs a moving range, and counts as one point less). Below 5
earlier points nothing is said; from 5 only a point outside the (trial) limits; from 12 also a trend of 6, a shift of 7 and 2 of 3, and the
limits stay those of the first 12 points.

Shares of people are drawn as Laney's p'-chart: limits on the scale of each quarter's own denominator, so that a quarter with few people has
wide ones. With equal denominators that is the XmR chart itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import sqrt

from kpi.domain.signals.chart import Charted
from kpi.domain.signals.factors import factor_for
from kpi.domain.signals.profile import FIRM_FROM, LEAST_EARLIER, Profile
from kpi.domain.signals.runs import PATTERNS, TWO_OF_THREE, Pattern, ends_shift, ends_trend, ends_two_of_three, zones
from kpi.domain.signals.series import Kind, Point
from kpi.domain.signals.xmr import NO_LIMITS, Baseline, Limits, Real, around, groups, mean_of, mean_range, moving_ranges, stretches


@dataclass(frozen=True, slots=True)
class _Scale:
    """What the limits of one point stand on, and how they look for a point of any denominator."""

    baseline: Baseline
    factor: Fraction
    of_people: bool

    def limits_of(self, point: Point) -> Limits:
        if not self.of_people:
            return around(self.baseline, self.factor)
        spread = _spread(self.baseline.centre, point)
        return Limits(self.baseline.centre) if spread is None else around(self.baseline, self.factor, spread)


def chart(points: Sequence[Point], kind: Kind, profile: Profile) -> list[Charted]:
    """Every point with the limits that were known when it came in, and its pattern."""
    charted: list[Charted] = []
    for group in groups(points, profile.rebase_at):
        charted += _chart_group(points[group.start : group.stop], kind, profile)
    return charted


def newest(points: Sequence[Point], kind: Kind, profile: Profile) -> Charted:
    """The last point alone: its limits, and whether it lies outside them. Cheaper than the whole chart; knows no runs."""
    group = groups(points, profile.rebase_at)[-1]
    within = points[group.start : group.stop]
    return _with_limits(within, [point.value for point in within], len(within) - 1, kind, profile)[0]


def _chart_group(points: Sequence[Point], kind: Kind, profile: Profile) -> list[Charted]:
    values = [point.value for point in points]
    charted: list[Charted] = []
    scales: list[_Scale | None] = []
    for place in range(len(points)):
        one, scale = _with_limits(points, values, place, kind, profile, scales)
        charted.append(one)
        scales.append(scale)
    for stretch in stretches(points, values):
        for end in stretch:
            scale = scales[end]
            if scale is not None and charted[end].earlier >= FIRM_FROM:
                _mark_runs(charted, points, range(stretch.start, end + 1), scale, profile)
    return charted


def _with_limits(
    points: Sequence[Point], values: Sequence[Fraction | None], place: int, kind: Kind, profile: Profile, known: Sequence[_Scale | None] = ()
) -> tuple[Charted, _Scale | None]:
    """The point with its limits. Once the baseline is full, the scale of the point before it serves again."""
    earlier = [at for at in range(place) if values[at] is not None]
    last = known[-1] if known else None
    full = profile.fix_after is not None and len(earlier) > profile.fix_after
    scale = last if full and last is not None else _scale(points, values, earlier[: profile.fix_after], kind, profile)
    if scale is None:
        return Charted(NO_LIMITS, baseline=len(earlier), earlier=len(earlier)), None
    limits, value = scale.limits_of(points[place]), values[place]
    one = Charted(limits, baseline=scale.baseline.points, earlier=len(earlier))
    if value is not None and limits.is_outside(value):
        one = replace(one, pattern=Pattern.OUTSIDE, sign=limits.side(value))
    return one, scale


def _scale(points: Sequence[Point], values: Sequence[Fraction | None], earlier: Sequence[int], kind: Kind, profile: Profile) -> _Scale | None:
    """The mean and moving ranges of the earlier points; None with fewer than five."""
    if len(earlier) < LEAST_EARLIER:
        return None
    basis = points[: earlier[-1] + 1]
    of_people = kind is Kind.PROPORTION
    known = [values[at] or Fraction(0) for at in earlier]
    centre = _pooled([points[at] for at in earlier]) if of_people else mean_of(known)
    scaled = [_standardised(centre, point) for point in basis] if of_people else values[: len(basis)]
    ranges = moving_ranges(basis, scaled)
    factor = factor_for(min(len(earlier), len(ranges) + 1))  # every broken link makes the limits as uncertain as one point less
    if factor is None:
        return None
    return _Scale(Baseline(centre, mean_range(ranges, screen=profile.screen), len(earlier), len(ranges)), factor, of_people)


def _pooled(points: Sequence[Point]) -> Fraction:
    return Fraction(sum(point.events for point in points), sum(point.people for point in points))


def _spread(centre: Fraction, point: Point) -> float | None:
    """The standard error of a share of this quarter's people around the centre."""
    return sqrt(float(centre * (1 - centre)) / point.people) if point.value is not None else None


def _standardised(centre: Fraction, point: Point) -> Real | None:
    """How many standard errors a share lies from the centre; exactly 0 on it."""
    if point.value is None:
        return None
    distance = point.value - centre
    return float(distance) / sqrt(float(centre * (1 - centre)) / point.people) if distance else Fraction(0)


def _mark_runs(charted: list[Charted], points: Sequence[Point], until: range, scale: _Scale, profile: Profile) -> None:
    """Mark the points of the runs that end at the last of `until`. Points with fewer than 12 before them are never part of what is told."""
    window = until[-max(profile.runs.trend, profile.runs.shift, TWO_OF_THREE) :]
    values = [points[place].value or Fraction(0) for place in window]
    sides, near = zones(values, [scale.limits_of(points[place]) for place in window])
    end = len(window) - 1
    found = {
        Pattern.TREND: (ends_trend(values, end, profile.runs.trend), profile.runs.trend),
        Pattern.TWO_OF_THREE: (ends_two_of_three(sides, near, end), TWO_OF_THREE),
        Pattern.SHIFT: (ends_shift(sides, end, profile.runs.shift), profile.runs.shift),
    }
    for pattern, (sign, length) in found.items():
        for at in range(end + 1 - length, end + 1) if sign else ():
            place = window[at]
            is_part = charted[place].earlier >= FIRM_FROM and (pattern is not Pattern.TWO_OF_THREE or near[at])
            if is_part and _goes_before(pattern, charted[place].pattern):
                charted[place] = replace(charted[place], pattern=pattern, sign=sign)


def _goes_before(pattern: Pattern, there: Pattern | None) -> bool:
    return there is None or PATTERNS.index(pattern) < PATTERNS.index(there)
