"""The points of a run chart: figures by quarter with their limits, and what is said of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from kpi.domain.signals.chart import PointType
from kpi.domain.signals.judge import Judgement
from kpi.domain.signals.series import quarter_number
from portal.web.charts.values import Number


class Special(StrEnum):
    """What a point is, in the word that stands beside it."""

    NONE = ""
    BETTER = "verbetering"
    WORSE = "verslechtering"
    NOTABLE = "valt op"


class Start(StrEnum):
    """Why the line begins anew at a point."""

    NONE = ""
    DEFINITION = "nieuwe definitie"
    REBASE = "nieuw begin"


SPECIALS = {
    PointType.COMMON: Special.NONE,
    PointType.IMPROVEMENT: Special.BETTER,
    PointType.CONCERN: Special.WORSE,
    PointType.NEUTRAL: Special.NOTABLE,
}
NO_FIGURE = "geen cijfer"


@dataclass(frozen=True, slots=True)
class RunPoint:
    """One quarter. `missing` is the reason why there is no figure; `is_trial`: its limits stand on few quarters yet."""

    period: str
    value: Number | None
    centre: Number | None = None
    lower: Number | None = None
    upper: Number | None = None
    is_trial: bool = False
    special: Special = Special.NONE
    starts: Start = Start.NONE
    missing: str = ""
    numerator: Number | None = None
    denominator: Number | None = None


def points_of(judgement: Judgement, *, rebase_at: Collection[int] = ()) -> tuple[RunPoint, ...]:
    """The points of a judged series; `rebase_at` are the numbers, from 1, of the points at which a manager let the limits begin anew."""
    before = None
    found: list[RunPoint] = []
    for number, one in enumerate(judgement.points, start=1):
        point, limits = one.point, one.limits
        is_changed = before is not None and point.definition != before.definition
        starts = Start.DEFINITION if is_changed else Start.REBASE if number in rebase_at and number > 1 else Start.NONE
        value = None if point.value is None else point.value
        counts = (point.numerator, point.denominator) if point.denominator is not None and value is not None else (None, None)
        found.append(
            RunPoint(
                point.period, value, limits.centre, limits.lower, limits.upper, judgement.trial, SPECIALS[one.type], starts, point.missing, *counts
            )
        )
        before = point
    return tuple(found)


def periods_in_time(periods: Sequence[str]) -> list[int]:
    """The place of each period on the axis of time, from 0. Quarters that are not listed keep their room; other periods stand side by side."""
    numbers = [quarter_number(period) for period in periods]
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers) or any(after <= before for before, after in pairwise(known)):
        return list(range(len(numbers)))
    return [number - known[0] for number in known]
