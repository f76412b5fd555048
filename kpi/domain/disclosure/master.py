"""The choice of cells to hide at the least cost, as far as the cuts so far tell: an integer program that grows."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from kpi.domain.disclosure.reach import Cut
from kpi.domain.disclosure.solver import INFINITY, Answer, Columns, Floats, Mask, Program, Rows
from kpi.domain.disclosure.system import System


class Master:
    """The cuts so far and the program made of them. Costs are in steps of `system.grain`, with a little extra that decides between equals."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.rows: list[tuple[Columns, Floats, float]] = []
        self.seen: set[bytes] = set()
        size = len(system.weights)
        extra = (1 + np.arange(size)[::-1] / (2 * size)) / (size + 1)
        self.cost = np.where(system.free, system.weights / system.grain + system.tie * extra, 0.0)
        self._neighbours()

    def _neighbours(self) -> None:
        """A hidden cell that stands alone in an equation is known at once: hiding it is of no use, so some best pattern does not."""
        start, columns = self.system.rows.start, self.system.rows.columns
        for begin, end in pairwise(start):
            terms = columns[begin:end]
            if np.any(self.system.hidden[terms]):
                continue
            for cell in terms[self.system.free[terms]]:
                mates = terms[self.system.free[terms] & (terms != cell)]
                self._keep(np.append(mates, cell), np.append(np.ones(len(mates)), -1.0), 0.0)

    def learn(self, cut: Cut, at: Floats) -> bool:
        """Keep a cut. False when it does not shut out this pattern, or was there already."""
        least = 1.0 - float(cut.factors[self.system.hidden].sum())
        if least <= 1e-6:
            return False
        factors = np.where(self.system.free, np.minimum(cut.factors, least), 0.0)
        columns = np.flatnonzero(factors)
        if float((factors * at).sum()) > least - 1e-4 * max(least, 0.01):
            return False
        return self._keep(columns, factors[columns] / least, 1.0)

    def forbid(self, hidden: Mask) -> bool:
        """A pattern that is not safe: hiding less is not safe either, so something else must be hidden too."""
        columns = np.flatnonzero(self.system.free & ~hidden)
        return self._keep(columns, np.ones(len(columns)), 1.0)

    def _keep(self, columns: Columns, factors: Floats, least: float) -> bool:
        mark = columns.astype(np.int32).tobytes() + factors.tobytes()
        if mark in self.seen:
            return False
        self.seen.add(mark)
        self.rows.append((columns, factors, least))
        return True

    def solve(self, *, whole: bool, seconds: float, gap: float = 0.0, start: Floats | None = None) -> Answer:
        """The cheapest pattern under the cuts (`whole`), or the cheapest mix with fractions."""
        rows = Rows.of([(columns, factors) for columns, factors, _ in self.rows], [least for _, _, least in self.rows], [INFINITY] * len(self.rows))
        lower, upper = np.where(self.system.hidden, 1.0, 0.0), np.where(self.system.hidden | self.system.free, 1.0, 0.0)
        program = Program(self.cost, lower, upper, rows, self.system.free if whole else None, presolve=True)
        return program.solve(seconds=seconds, gap=gap, start=start)

    def weight_of(self, hidden: Mask) -> float:
        """The cost of a pattern in the program's own unit."""
        return float(self.cost[hidden].sum())
