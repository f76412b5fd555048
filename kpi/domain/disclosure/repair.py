"""A safe pattern, quickly: hide the cheapest cells along which each target can move, then show again what proves not to be needed (Kelly's way).

Not the best pattern, but a safe one, and something to hold the best against.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kpi.domain.disclosure.guard import STILL, Guard
from kpi.domain.disclosure.solver import INFINITY, Floats, Mask, Program, Rows
from kpi.domain.disclosure.system import System, Target

# What moving a cell that is hidden already costs, against the dearest cell: next to nothing, but not so little that detours are free.
HABIT = 1e-4


class Repair:
    """Makes patterns safe, and then lean."""

    def __init__(self, system: System, guard: Guard) -> None:
        self.system = system
        self.guard = guard
        self.dear = float(max(system.weights.max(), 1.0))
        rows, size = system.rows, len(system.values)
        up_and_down = [
            (np.concatenate([columns, columns + size]), np.concatenate([factors, -factors]))
            for columns, factors in ((rows.columns[a:b], rows.factors[a:b]) for a, b in zip(rows.start[:-1], rows.start[1:], strict=True))
        ]
        twice = Rows.of(up_and_down, [0.0] * len(rows.lower), [0.0] * len(rows.lower))
        self.program = Program(np.zeros(2 * size), np.zeros(2 * size), np.zeros(2 * size), twice)

    def safe(self, hidden: Mask, done: Callable[[], bool]) -> Mask | None:
        """More hidden cells until everything is protected. None when time ran out first, or when some target cannot be protected."""
        made = hidden.copy()
        for number, target in enumerate(self.guard.targets):
            while not self.guard.met(number, made):
                if done():
                    return None
                more = self._along(target, made)
                if not np.any(more & ~made):
                    return None
                made |= more
        return made

    def lean(self, hidden: Mask, before: Mask, done: Callable[[], bool]) -> Mask:
        """Show again, the dearest first, what was added and the pattern can do without."""
        made = hidden.copy()
        order = sorted(np.flatnonzero(hidden & ~before & self.system.free), key=lambda cell: (-self.system.weights[cell], cell))
        for cell in order:
            if done():
                break
            made[cell] = False
            if self.guard.short_one(made):
                made[cell] = True
        return made

    def _along(self, target: Target, hidden: Mask) -> Mask:
        """The cells of the cheapest move that gives the target its room; all that may be hidden when whole numbers need more."""
        below, above = self.guard.reach.scaled(target)
        usable = self.system.free | hidden
        cost = np.where(hidden, HABIT * self.dear, self.system.weights + HABIT * self.dear) / self.dear
        self.program.price(np.concatenate([cost, cost]))
        for side in (target.side,) if target.side else (1, -1):
            steps = self._cheapest(target.cell, side, np.where(usable, below, 0.0), np.where(usable, above, 0.0))
            if steps is not None and np.any((np.abs(steps) > STILL) & ~hidden):
                return np.asarray(np.abs(steps) > STILL)
        return np.asarray(usable)

    def _cheapest(self, cell: int, side: int, below: Floats, above: Floats) -> Floats | None:
        size = len(below)
        lower, upper = np.zeros(2 * size), np.concatenate([above, below])
        there, back = (cell, cell + size) if side > 0 else (cell + size, cell)
        if upper[there] < 1:
            return None
        lower[there], upper[there], upper[back] = 1.0, min(upper[there], INFINITY), 0.0
        self.program.bound(lower, upper)
        answer = self.program.solve()
        return None if answer.x is None or not answer.optimal else np.asarray(answer.x[:size] - answer.x[size:])
