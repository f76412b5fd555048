"""One attacker against one part of the figures: for everything that must stay possible, a point that shows it, or the proof that there is none.

What a point shows for one figure it often shows for many, so every point is held against all that is still open. First a few questions about many
figures at once, then one by one; for counts a point with fractions is not enough, and an integer program has the last word.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from kpi.domain.disclosure_audit.asked import Asked
from kpi.domain.disclosure_audit.model import Floats, Linear, Sum, least_whole
from kpi.domain.disclosure_audit.nearby import Nearby
from kpi.domain.disclosure_audit.reach import Known, Part

# How near to a whole number counts as whole, and by what share of what is asked a bound may be missed by reckoning alone.
NEAR = 1e-6
CLOSE = 2e-7
MOST_ROUNDS = 40
SEVERAL = 12

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Broken:
    """What does not stay possible: the attacker knows that the figure, own part included, lies in `interval`. `whole`: only as people come whole."""

    asked: Asked
    interval: Interval
    whole: bool


class Attack:
    """All that is asked of one part. `left` tells the seconds that are left; when they are gone, what is not shown stays in `open`."""

    def __init__(self, part: Part, known: Sequence[Known], asked: Sequence[Asked], *, whole: bool, left: Callable[[], float]) -> None:
        self.part, self.known, self.asked, self.whole, self.left = part, known, asked, whole, left
        self.linear = Linear(part.space)
        self.nearby = Nearby(part.space, part.truth, part.unit)
        self.ends: dict[tuple[int, int | None, int], float] = {}
        self.plus = np.array([part.place.get(one.plus, -1) for one in asked], dtype=np.intp)
        self.minus = np.array([-1 if one.minus is None else part.place.get(one.minus, -1) for one in asked], dtype=np.intp)
        self.constant = np.array([self._constant(one) for one in asked])
        self.low = np.array([inf if one.low is None else float(one.low) for one in asked])
        self.high = np.array([-inf if one.high is None else float(one.high) for one in asked])
        self.width = np.array([float(one.width) for one in asked])
        largest = max((abs(float(one)) for one in part.truth), default=0.0)
        self.slack = np.array([NEAR if whole else CLOSE * _amount(one) + 1e-12 * largest for one in asked])
        self.least, self.most = np.full(len(asked), inf), np.full(len(asked), -inf)
        self.broken: dict[int, Broken] = {}
        self._show(np.array([float(one) / part.unit for one in part.truth]))
        self.truth = self.least.copy()

    def run(self) -> None:
        """Judge all that is asked, as far as time allows."""
        for side in (1, -1):
            self._many_at_once(side)
        for size in (SEVERAL, 1):
            for side in (1, -1):
                self._near_the_truth(side, size)
        for number in np.flatnonzero(self._short()):
            if self._short()[number]:
                self._judge(int(number))

    @property
    def open(self) -> list[Asked]:
        """What was neither shown nor disproved."""
        return [self.asked[int(number)] for number in np.flatnonzero(self._short()) if int(number) not in self.broken]

    def interval(self, figure: int) -> Interval | None:
        """How low and how high one figure can be, with fractions. None: not found out in time."""
        one = Asked(None, "", figure)
        ends = self._end(one, 1), self._end(one, -1)
        return None if ends[0] is None or ends[1] is None else (ends[0], ends[1])

    def _show(self, point: Floats) -> bool:
        """Hold a point against everything. For counts only whole points count: False for any other."""
        if self.whole:
            near = np.round(point)
            if np.any(np.abs(point - near) > NEAR):
                return False
            point = near
        padded = np.append(point * self.part.unit, 0.0)
        values = padded[self.plus] - padded[self.minus] + self.constant
        self.least, self.most = np.minimum(self.least, values), np.maximum(self.most, values)
        return True

    def _short_below(self) -> Floats:
        """What is to be shown lower, as ones."""
        return np.asarray((self.least > self.low + self.slack) | (self.most - self.least < self.width - self.slack), dtype=np.float64)

    def _short_above(self) -> Floats:
        """What is to be shown higher."""
        return np.asarray((self.most < self.high - self.slack) | (self.most - self.least < self.width - self.slack), dtype=np.float64)

    def _short(self) -> Floats:
        return self._short_below() + self._short_above()

    def _many_at_once(self, side: int) -> None:
        """Push all that is short, together, as long as that shows something."""
        before = inf
        for _ in range(MOST_ROUNDS):
            open_ones = self._open(side)
            if not 1 < len(open_ones) < before:
                return
            before = len(open_ones)
            amounts: dict[int, float] = {}
            for one in open_ones:
                column = int(self.plus[one])
                amounts[column] = max(amounts.get(column, 0.0), self._missing(one, side) / self.part.unit)
            point = self.nearby.push_many(list(amounts), side, list(amounts.values()), self.left())
            if point is None or not self._show(point):
                return

    def _near_the_truth(self, side: int, size: int) -> None:
        """As far as is asked and no further: a few figures that lie far apart at a time, or one by one."""
        numbers = self._open(side)
        groups = -(-len(numbers) // size)
        for first in range(groups):
            amounts: dict[int, float] = {}
            for one in numbers[first::groups]:
                column = int(self.plus[one])
                room = (self.nearby.below if side > 0 else self.nearby.above)[column]
                missing = min(self._missing(one, side) / self.part.unit, room)
                if missing > 0:
                    amounts[column] = max(amounts.get(column, 0.0), missing)
            point = self.nearby.push(amounts, side, self.left()) if amounts else None
            if point is not None:
                self._show(point)

    def _open(self, side: int) -> list[int]:
        """What is short on this side, where one figure is asked about that the attacker does not know."""
        short = self._short_below() if side > 0 else self._short_above()
        return [int(one) for one in np.flatnonzero(short) if self.plus[one] >= 0 and self.asked[int(one)].minus is None]

    def _missing(self, number: int, side: int) -> float:
        """How far from the truth this side must come, with what the other side shows already."""
        least, most, truth = self.least[number], self.most[number], self.truth[number]
        asked = truth - self.low[number] if side > 0 else self.high[number] - truth
        return float(max(asked, self.width[number] - (most - truth if side > 0 else truth - least)))

    def _judge(self, number: int) -> None:
        """One figure by itself: how far with fractions, and if that is enough, how far in whole numbers."""
        one = self.asked[number]
        below, above = self._end(one, 1), self._end(one, -1)
        if below is None or above is None or not self._short()[number]:
            return
        if not self._enough(number, (below, above)):
            self.broken[number] = Broken(one, (below, above), whole=False)
        elif self.whole:
            self._judge_whole(number, (below, above))
        else:
            self.least[number], self.most[number] = below, above

    def _judge_whole(self, number: int, linear: Interval) -> None:
        """Where there is no end with fractions, there is none in whole numbers."""
        below, above = (end if abs(end) == inf else self._end_whole(number, side) for end, side in zip(linear, (1, -1), strict=True))
        if below is None or above is None:
            return
        if not self._enough(number, (below, above)):
            self.broken[number] = Broken(self.asked[number], (below, above), whole=True)
        self.least[number], self.most[number] = below, above

    def _enough(self, number: int, interval: Interval) -> bool:
        (least, most), slack = interval, self.slack[number]
        wide = most - least >= self.width[number] - slack
        return bool(least <= self.low[number] + slack and most >= self.high[number] - slack and wide)

    def _end(self, one: Asked, side: int) -> float | None:
        """The least (side 1) or the most (side -1) of what is asked about, with fractions; looked for once."""
        key = (one.plus, one.minus, side)
        if key not in self.ends:
            found = self.linear.least(self._sum(one, side), self.left())
            if found is None or found.value == inf:
                return None
            if found.point is not None:
                self._show(found.point)
            self.ends[key] = self._told(one, side * found.value)
        return self.ends[key]

    def _end_whole(self, number: int, side: int) -> float | None:
        found = least_whole(self.part.space, self._sum(self.asked[number], side), self.left())
        if found is None or found.point is None:
            return None
        self._show(found.point)
        return self._told(self.asked[number], side * found.value)

    def _sum(self, one: Asked, side: int) -> Sum:
        """What is asked about, as columns; a figure that is known is none."""
        pairs = [(self.part.place[place], sign) for place, sign in ((one.plus, 1.0), (one.minus, -1.0)) if place in self.part.place]
        return [column for column, _ in pairs], [side * sign for _, sign in pairs]

    def _told(self, one: Asked, value: float) -> float:
        """In the figures' own unit, with what is known; what is nearly a whole number of people is that number."""
        told = value * self.part.unit + self._constant(one)
        return float(round(told)) if self.whole and abs(told) < inf and abs(told - round(told)) < NEAR else told

    def _constant(self, one: Asked) -> float:
        """What is known already of what is asked about: a figure that everything else is told beside."""
        plus = 0.0 if one.plus in self.part.place else float(self.known[one.plus].least)
        return plus if one.minus is None or one.minus in self.part.place else plus - float(self.known[one.minus].least)


def _amount(one: Asked) -> float:
    """What is asked, to measure slack by."""
    return float(one.width) or max(abs(float(bound or 0)) for bound in (one.low, one.high))
