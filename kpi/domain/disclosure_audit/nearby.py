"""Tables near the true one: the fewest people moved so that one figure goes as far as is asked.

Far-off tables of several that hang together have half people in them more often than not; near the truth they seldom do. What is found here is only
ever a witness that something stays possible; that it does not is never concluded from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import highspy
import numpy as np

from kpi.domain.disclosure_audit.model import Floats, Space, engine_of

FAR = 1e7
# How much it is worth to come one further with what is asked, against leaving one other figure in its place.
EAGER = 100.0
DUAL = 1


class Nearby:
    """Distances from the truth, up and down, in one program that stays."""

    def __init__(self, space: Space, truth: Sequence[Fraction], unit: float) -> None:
        self.size = len(space.lower)
        self.truth = np.array([float(one) / unit for one in truth])
        self.above = np.minimum(space.upper - self.truth, FAR)
        self.below = np.minimum(self.truth - space.lower, FAR)
        there = np.repeat(np.arange(len(space.sides)), np.diff(space.start))
        order = np.argsort(np.concatenate([there, there]), kind="stable")
        moves = Space(
            lower=np.zeros(2 * self.size),
            upper=np.concatenate([np.maximum(self.above, 0.0), np.maximum(self.below, 0.0)]),
            start=2 * space.start,
            columns=np.concatenate([space.columns, space.columns + np.int32(self.size)])[order].astype(np.int32),
            signs=np.concatenate([space.signs, -space.signs])[order],
            sides=np.zeros(len(space.sides)),
        )
        self.upper = moves.upper
        self.engine = engine_of(moves, whole=False)
        self.engine.setOptionValue("simplex_strategy", DUAL)
        for column in range(2 * self.size):
            self.engine.changeColCost(column, 1.0)

    def push(self, amounts: Mapping[int, float], side: int, seconds: float) -> Floats | None:
        """A point where each column is its amount lower (side 1) or higher (-1) than in truth, as near to it as can be. None: none was found."""
        pairs = [(*self._pair(column, side), amount) for column, amount in amounts.items()]
        for there, back, amount in pairs:
            self.engine.changeColBounds(there, amount, self.upper[there])
            self.engine.changeColBounds(back, 0.0, 0.0)
        point = self._run(seconds)
        for one in (place for there, back, _ in pairs for place in (there, back)):
            self.engine.changeColBounds(one, 0.0, self.upper[one])
        return point

    def push_many(self, columns: Sequence[int], side: int, amounts: Sequence[float], seconds: float) -> Floats | None:
        """A point where as many columns as possible are so much lower (side 1) or higher (-1). None: none was found."""
        pairs = [self._pair(column, side) for column in columns]
        for (there, back), amount in zip(pairs, amounts, strict=True):
            self.engine.changeColCost(there, -EAGER)
            self.engine.changeColBounds(there, 0.0, min(amount, self.upper[there]))
            self.engine.changeColBounds(back, 0.0, 0.0)
        point = self._run(seconds)
        for one in (place for pair in pairs for place in pair):
            self.engine.changeColCost(one, 1.0)
            self.engine.changeColBounds(one, 0.0, self.upper[one])
        return point

    def _pair(self, column: int, side: int) -> tuple[int, int]:
        """The column of the way there, and of the way back."""
        return (column + self.size, column) if side > 0 else (column, column + self.size)

    def _run(self, seconds: float) -> Floats | None:
        if seconds <= 0:
            return None
        self.engine.clearSolver()
        self.engine.setOptionValue("time_limit", min(highspy.kHighsInf, self.engine.getRunTime() + seconds))
        self.engine.run()
        if self.engine.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        moved = np.array(self.engine.getSolution().col_value)
        return np.asarray(self.truth + moved[: self.size] - moved[self.size :])
