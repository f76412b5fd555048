"""Profile `nhs`: limits, rules and precedence of the R package NHSRplotthedots (R/ptd_spc_standard.R, R/ptd_calculate_point_type.R).

Limits are the mean ± 2.66 x the mean moving range over all points of the baseline, the newest included, with moving ranges of 3.267 times
their mean and more dropped once. Where the package breaks, this does not: a constant series keeps limits, a missing quarter breaks runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from kpi.domain.signals.chart import Charted
from kpi.domain.signals.profile import Profile
from kpi.domain.signals.runs import TWO_OF_THREE, Pattern, RunLengths, ends_shift, ends_trend, ends_two_of_three, zones
from kpi.domain.signals.series import Point
from kpi.domain.signals.xmr import NO_LIMITS, USUAL_FACTOR, Baseline, Limits, around, groups, mean_of, mean_range, moving_ranges, stretches


def chart(points: Sequence[Point], profile: Profile) -> list[Charted]:
    """Every point with its limits and pattern; limits start anew in each group."""
    charted: list[Charted] = []
    for group in groups(points, profile.rebase_at):
        charted += _chart_group(points[group.start : group.stop], profile)
    return charted


def newest(points: Sequence[Point], profile: Profile) -> Charted:
    """The last point alone, with its limits and pattern."""
    group = groups(points, profile.rebase_at)[-1]
    within = points[group.start : group.stop]
    values = [point.value for point in within]
    limits, size = _limits(within, values, profile)
    one = Charted(limits, baseline=size, earlier=sum(value is not None for value in values[:-1]))
    if values[-1] is None:
        return one
    longest = max(profile.runs.trend, profile.runs.shift, TWO_OF_THREE)
    ending = stretches(within[-longest:], values[-longest:])[-1]
    pattern, sign = _newest_pattern([value for value in values[-len(ending) :] if value is not None], limits, profile.runs)
    return replace(one, pattern=pattern, sign=sign)


def tail(points: Sequence[Point], profile: Profile) -> list[Charted]:
    """The end of the chart: the last point, and all of its group when it ends a run. What stands there is as in the whole chart."""
    one = newest(points, profile)
    if one.pattern in {None, Pattern.OUTSIDE}:
        return [one]
    group = groups(points, profile.rebase_at)[-1]
    return _chart_group(points[group.start : group.stop], profile)


def _chart_group(points: Sequence[Point], profile: Profile) -> list[Charted]:
    values = [point.value for point in points]
    limits, size = _limits(points, values, profile)
    charted = [Charted(limits, baseline=size) for _ in points]
    earlier = 0
    for place, value in enumerate(values):
        charted[place] = replace(charted[place], earlier=earlier)
        earlier += value is not None
    for stretch in stretches(points, values):
        found = _patterns([value for value in values[stretch.start : stretch.stop] if value is not None], limits, profile.runs)
        for place, (pattern, sign) in zip(stretch, found, strict=True):
            charted[place] = replace(charted[place], pattern=pattern, sign=sign)
    return charted


def _limits(points: Sequence[Point], values: Sequence[Fraction | None], profile: Profile) -> tuple[Limits, int]:
    """One set of limits for the whole group, from its first `fix_after` rows or all of them."""
    fixed = list(values[: profile.fix_after])
    known = [value for value in fixed if value is not None]
    if not known:
        return NO_LIMITS, 0
    ranges = moving_ranges(points[: len(fixed)], fixed)
    baseline = Baseline(mean_of(known), mean_range(ranges, screen=profile.screen), len(known), len(ranges))
    return around(baseline, USUAL_FACTOR), len(known)


def _patterns(values: Sequence[Fraction], limits: Limits, lengths: RunLengths) -> list[tuple[Pattern | None, int]]:
    """For each point the first rule that holds of it; a run marks all its points."""
    sides, near = zones(values, [limits] * len(values))
    places = range(len(values))
    trend = _members([ends_trend(values, end, lengths.trend) for end in places], lengths.trend)
    two = _members([ends_two_of_three(sides, near, end) for end in places], TWO_OF_THREE)
    shift = _members([ends_shift(sides, end, lengths.shift) for end in places], lengths.shift)
    found: list[tuple[Pattern | None, int]] = []
    for place, value in enumerate(values):
        side = 1 if sides[place] > 0 else -1
        if limits.is_outside(value):
            found.append((Pattern.OUTSIDE, side))
        elif trend[place]:
            found.append((Pattern.TREND, _slope(values, place, trend)))
        elif two[place] and near[place]:
            found.append((Pattern.TWO_OF_THREE, side))
        else:
            found.append((Pattern.SHIFT, side) if shift[place] else (None, 0))
    return found


def _newest_pattern(values: Sequence[Fraction], limits: Limits, lengths: RunLengths) -> tuple[Pattern | None, int]:
    """The same of the last of these values alone, of which nothing comes after."""
    end, sides = len(values) - 1, [limits.side(value) for value in values]
    side = 1 if sides[-1] > 0 else -1
    if limits.is_outside(values[-1]):
        return Pattern.OUTSIDE, side
    if trend := ends_trend(values, end, lengths.trend):
        return Pattern.TREND, trend
    if ends_shift(sides, end, TWO_OF_THREE) and limits.is_near(values[-1]) and any(limits.is_near(value) for value in values[-TWO_OF_THREE:-1]):
        return Pattern.TWO_OF_THREE, side
    return (Pattern.SHIFT, side) if ends_shift(sides, end, lengths.shift) else (None, 0)


def _members(ends: Sequence[int], length: int) -> list[bool]:
    """Whether a run that ends here, or at one of the next points, holds this point."""
    return [any(ends[place : place + length]) for place in range(len(ends))]


def _slope(values: Sequence[Fraction], place: int, trend: Sequence[bool]) -> int:
    """Rising or falling: towards the next point when that is in a trend too, else from the one before.

    Level counts as falling (the package's choice).
    """
    ahead = place + 1 < len(values) and trend[place + 1]
    first = place if ahead else place - 1
    return 1 if values[first + 1] > values[first] else -1
