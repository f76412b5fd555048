"""The smallest change that could have been seen in the newest quarter, so that silence is never read as "nothing changed"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from kpi.domain.signals.chart import Charted
from kpi.domain.signals.exact import compare_counts
from kpi.domain.signals.intervals import newcombe
from kpi.domain.signals.series import Kind, Point, Series


def smallest_detectable(series: Series, charted: Charted) -> float | None:
    """The least distance from the centre that would have been told, in the unit of the value.

    With limits: from the centre to the limit. Without: for counts, rates and shares the least difference from the earlier quarters
    together that chance would not explain at the confidence of the series. None when no difference could have been seen at all.
    """
    limits = charted.limits
    if limits.centre is not None and limits.upper is not None:
        return float(limits.upper - limits.centre)
    newest = series.points[-1]
    earlier = [point for point in series.points[:-1] if point.value is not None and point.definition == newest.definition]
    if newest.value is None or not earlier or series.kind is Kind.VALUE:
        return None
    if series.kind is Kind.PROPORTION:
        return _share(newest.people, earlier, series.confidence)
    return _events(newest, earlier, series.confidence)


def _share(people: int, earlier: Sequence[Point], confidence: float) -> float | None:
    """The nearest share of so many people whose difference from the earlier share excludes 0 (Newcombe)."""
    before = (sum(point.events for point in earlier), sum(point.people for point in earlier))
    level = before[0] / before[1]

    def is_seen(events: int) -> bool:
        known = newcombe((events, people), before, confidence)
        return known.lower > 0 or known.upper < 0

    places = _nearest_seen(is_seen, middle=round(level * people), most=people)
    return min((abs(events / people - level) for events in places), default=None)


def _events(newest: Point, earlier: Sequence[Point], confidence: float) -> float | None:
    """The nearest number of events that the earlier numbers do not explain (exact, given their sum)."""
    events = sum(point.events for point in earlier)
    exposure = float(newest.denominator or 1)
    base = float(sum((point.denominator or Fraction(1) for point in earlier), Fraction(0)))
    level, share = events / base, exposure / (exposure + base)
    middle = round(level * exposure)

    def is_seen(number: int) -> bool:
        return compare_counts(number, events, share) <= 1 - confidence

    places = _nearest_seen(is_seen, middle=middle, most=20 * (middle + 10))
    return min((abs(number / exposure - level) for number in places), default=None)


def _nearest_seen(is_seen: Callable[[int], bool], *, middle: int, most: int) -> list[int]:
    """The nearest number below and above the middle that would be seen, by halving: what is seen stays seen further out."""
    found: list[int] = []
    for end in (0, most):
        if not is_seen(end):
            continue
        unseen, seen = middle, end
        while abs(seen - unseen) > 1:
            between = (seen + unseen) // 2
            unseen, seen = (unseen, between) if is_seen(between) else (between, seen)
        found.append(seen)
    return found
