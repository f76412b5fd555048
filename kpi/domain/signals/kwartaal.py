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
from kpi.domain.signals.runs import PATTERNS, TWO_OF_THREE, Pattern, ends_shift, ends_trend, ends_two_of_three
from kpi.domain.signals.series import Kind, Point
from kpi.domain.signals.xmr import NO_LIMITS, Baseline, Limits, Real, around, groups, mean_of, mean_range, moving_ranges, stretches


@dataclass(frozen=True, slots=True)
class _Scale:
    """What the limits of one point stand on, and how they look for a point of any denominator."""

    baseline: Baseline
    factor: Fraction
    variance: float | None  # of one person's yes or no, when the figures are shares of people

    def limits_of(self, point: Point) -> Limits:
        if self.variance is None:
            return around(self.baseline, self.factor)
        if point.value is None:
            return Limits(self.baseline.centre)
        return around(self.baseline, self.factor, sqrt(self.variance / point.people))


def chart(points: Sequence[Point], kind: Kind, profile: Profile) -> list[Charted]:
    """Every point with the limits that were known when it came in, and its pattern."""
    charted: list[Charted] = []
    for group in groups(points, profile.rebase_at):
        charted += _chart_group(points[group.start : group.stop], kind, profile)
    return charted


def newest(points: Sequence[Point], kind: Kind, profile: Profile) -> Charted:
    """The last point alone, with its limits and pattern: as it stands in the whole chart, but cheaper."""
    within = points[groups(points, profile.rebase_at)[-1].start :]
    values = [point.value for point in within]
    last = len(within) - 1
    one, scale = _with_limits(within, values, last, kind, profile)
    if scale is None or values[last] is None or one.pattern is Pattern.OUTSIDE or one.earlier < FIRM_FROM:
        return one
    ending = _ending(within, stretches(within, values)[-1], scale, profile)  # the first goes before the others
    return next((replace(one, pattern=pattern, sign=sign) for pattern, sign, places in ending if places[-1] == last), one)


def tail(points: Sequence[Point], kind: Kind, profile: Profile) -> list[Charted]:
    """The end of the chart: the last point, and all of its group when it ends a run."""
    one = newest(points, kind, profile)
    if one.pattern in {None, Pattern.OUTSIDE}:
        return [one]
    return _chart_group(points[groups(points, profile.rebase_at)[-1].start :], kind, profile)


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
    variance = float(centre * (1 - centre)) if of_people else None
    scaled = values[: len(basis)] if variance is None else [_standardised(centre, variance, point) for point in basis]
    ranges = moving_ranges(basis, scaled)
    factor = factor_for(min(len(earlier), len(ranges) + 1))  # every broken link makes the limits as uncertain as one point less
    if factor is None:
        return None
    return _Scale(Baseline(centre, mean_range(ranges, screen=profile.screen), len(earlier), len(ranges)), factor, variance)


def _pooled(points: Sequence[Point]) -> Fraction:
    return Fraction(sum(point.events for point in points), sum(point.people for point in points))


def _standardised(centre: Fraction, variance: float, point: Point) -> Real | None:
    """How many standard errors a share lies from the centre; exactly 0 on it."""
    if point.value is None:
        return None
    distance = point.value - centre
    return float(distance) / sqrt(variance / point.people) if distance else Fraction(0)


def _mark_runs(charted: list[Charted], points: Sequence[Point], until: range, scale: _Scale, profile: Profile) -> None:
    """Mark the points of the runs that end at the last of `until`. Points with fewer than 12 before them are never part of what is told."""
    for pattern, sign, places in _ending(points, until, scale, profile):
        for place in places:
            if charted[place].earlier >= FIRM_FROM and _goes_before(pattern, charted[place].pattern):
                charted[place] = replace(charted[place], pattern=pattern, sign=sign)


def _ending(points: Sequence[Point], until: range, scale: _Scale, profile: Profile) -> list[tuple[Pattern, int, Sequence[int]]]:
    """The runs that end at the last of `until`: the pattern, the sign, and the places of the points that are part of it."""
    window = until[-max(profile.runs.trend, profile.runs.shift, TWO_OF_THREE) :]
    values = [points[place].value or Fraction(0) for place in window]
    level, end = Limits(scale.baseline.centre), len(window) - 1
    sides = [level.side(value) for value in values]
    found: list[tuple[Pattern, int, Sequence[int]]] = []
    if trend := ends_trend(values, end, profile.runs.trend):
        found.append((Pattern.TREND, trend, window[-profile.runs.trend :]))
    if ends_shift(sides, end, TWO_OF_THREE):  # only then can two of the three be near one limit
        near = [scale.limits_of(points[place]).is_near(value) for place, value in zip(window, values, strict=True)]
        if two := ends_two_of_three(sides, near, end):
            found.append((Pattern.TWO_OF_THREE, two, [place for place in window[-TWO_OF_THREE:] if near[place - window.start]]))
    if shift := ends_shift(sides, end, profile.runs.shift):
        found.append((Pattern.SHIFT, shift, window[-profile.runs.shift :]))
    return found


def _goes_before(pattern: Pattern, there: Pattern | None) -> bool:
    return there is None or PATTERNS.index(pattern) < PATTERNS.index(there)
