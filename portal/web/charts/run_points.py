"""The points of a run chart: figures by quarter with their limits, and what is said of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from kpi.domain.signals.chart import PointType
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


def periods_in_time(periods: Sequence[str]) -> list[int]:
    """The place of each period on the axis of time, from 0. Quarters that are not listed keep their room; other periods stand side by side."""
    numbers = [quarter_number(period) for period in periods]
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers) or any(after <= before for before, after in pairwise(known)):
        return list(range(len(numbers)))
    return [number - known[0] for number in known]
