"""Series of which we know whether anything changed, and how other products would judge their newest figure."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import sqrt

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
    return kwartaal.newest(points, Kind.VALUE, KWARTAAL).pattern is not None


def nhs_package(points: Sequence[Point]) -> bool:
    """The NHS package, all its rules: limits over all points, the newest included."""
    return nhs.newest(points, NHS).pattern is not None


def dhis2(points: Sequence[Point]) -> bool:
    """DHIS2's outlier rule: more than 3 population standard deviations from the mean, the newest included."""
    values = [float(point.value or 0) for point in points]
    mean = sum(values) / len(values)
    spread = sqrt(sum((value - mean) ** 2 for value in values) / len(values))
    return spread > 0 and abs(values[-1] - mean) / spread > 3


def ten_percent(points: Sequence[Point]) -> bool:
    """A plain threshold: more than 10 % up or down from the quarter before."""
    before, now = points[-2].value or Fraction(0), points[-1].value or Fraction(0)
    return abs(now - before) > abs(before) / 10


OURS, OURS_ALL = "samenzicht, newest point", "samenzicht, all rules"
DHIS2, NHS_PACKAGE, TEN_PERCENT = "DHIS2's z-score", "the NHS package", "a 10 % threshold"
JUDGES: dict[str, Judge] = {OURS: ours, OURS_ALL: ours_all_rules, NHS_PACKAGE: nhs_package, DHIS2: dhis2, TEN_PERCENT: ten_percent}
OTHERS = (NHS_PACKAGE, DHIS2, TEN_PERCENT)
JUMP = 3.0


@dataclass(frozen=True, slots=True)
class Told:
    """Of 10,000 newest figures: how many are told when nothing changed, and how many when the very same figure jumped."""

    steady: int
    jumped: int


def tell(earlier: int, ours_tried: int, others_tried: int) -> dict[str, Told]:
    """What each product says of the same series, with so many points before the newest. Each number has a seed of its own."""
    tried = {name: ours_tried if name == OURS else min(ours_tried, others_tried) for name in JUDGES}
    steady, jumped = Counter[str](), Counter[str]()
    for number, points in enumerate(Noise(100 + earlier).series(ours_tried, earlier + 1)):
        newest = points[-1]
        higher = (*points[:-1], replace(newest, numerator=(newest.numerator or 0) + Fraction(round(JUMP * DEVIATION))))
        for name, judge in JUDGES.items():
            if number < tried[name]:
                steady[name] += judge(points)
                jumped[name] += judge(higher)
    return {name: Told(per_ten_thousand(steady[name], tried[name]), per_ten_thousand(jumped[name], tried[name])) for name in JUDGES}
