"""Series of which we know whether anything changed, and how other products would judge their newest figure."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from statistics import fmean, pstdev

from contracts.foundation.period import Quarter
from kpi.domain.signals import kwartaal, nhs
from kpi.domain.signals.profile import KWARTAAL, NHS
from kpi.domain.signals.runs import Pattern
from kpi.domain.signals.series import Kind, Point

LEVEL, DEVIATION = 10_000, 1_000  # whole numbers, so that means and limits stay short fractions; the deviation is a tenth of the level
LONGEST = 21
CODES = [Quarter(2020, 1).shift(number).code for number in range(LONGEST)]

Judge = Callable[[Sequence[Point]], bool]


@dataclass(frozen=True, slots=True)
class Noise:
    """Series of normal noise, the same at every run."""

    seed: int

    def series(self, count: int, length: int = LONGEST, *, jump: float = 0.0) -> Iterator[tuple[Point, ...]]:
        """So many series, one by one; the last figure of each is `jump` standard deviations higher."""
        dice = random.Random(self.seed)
        for _ in range(count):
            figures = [round(dice.gauss(LEVEL, DEVIATION)) for _ in range(length)]
            figures[-1] += round(jump * DEVIATION)
            yield tuple(Point(code, Fraction(figure)) for code, figure in zip(CODES, figures, strict=False))


def per_ten_thousand(told: int, tried: int) -> int:
    """How often, in whole numbers: 100 is 1 %."""
    return round(10_000 * told / tried)


def share_told(judge: Judge, series: Iterable[Sequence[Point]]) -> int:
    """In how many of 10,000 the newest figure would be told."""
    answers = [judge(points) for points in series]
    return per_ten_thousand(sum(answers), len(answers))


def ours(points: Sequence[Point]) -> bool:
    """This product: outside the limits of the earlier points, fixed after twelve."""
    return kwartaal.newest(points, Kind.VALUE, KWARTAAL).pattern is Pattern.OUTSIDE


def ours_not_fixed(points: Sequence[Point]) -> bool:
    """The same with limits from all earlier points."""
    return kwartaal.newest(points, Kind.VALUE, replace(KWARTAAL, fix_after=None)).pattern is Pattern.OUTSIDE


def ours_all_rules(points: Sequence[Point]) -> bool:
    """This product with all its rules of the own history, as a manager sees them."""
    return kwartaal.chart(points, Kind.VALUE, KWARTAAL)[-1].pattern is not None


def nhs_package(points: Sequence[Point]) -> bool:
    """The NHS package, all its rules: limits over all points, the newest included."""
    return nhs.chart(points, NHS)[-1].pattern is not None


def dhis2(points: Sequence[Point]) -> bool:
    """DHIS2's outlier rule: more than 3 population standard deviations from the mean, the newest included."""
    values = [float(point.value or 0) for point in points]
    spread = pstdev(values)
    return spread > 0 and abs(values[-1] - fmean(values)) / spread > 3


def ten_percent(points: Sequence[Point]) -> bool:
    """A plain threshold: more than 10 % up or down from the quarter before."""
    before, now = points[-2].value or Fraction(0), points[-1].value or Fraction(0)
    return abs(now - before) > abs(before) / 10


OTHERS: dict[str, Judge] = {"DHIS2's z-score": dhis2, "the NHS package": nhs_package, "a 10 % threshold": ten_percent}
