"""How far an attacker must think a figure could lie from its true value when these cells are hidden; and if too little, which cells could help.

One linear program per target, scaled so that the amount that is asked is 1. When the reach r is short, its dual gives a cut that every safe pattern
meets: with d = the reduced costs, r <= sum over the hidden cells of max(0, d_i) above_i + max(0, -d_i) below_i (Fischetti and Salazar 2000). The
duals are rounded before d is computed from them, so that the cut holds exactly whatever the solver's last digits are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpi.domain.disclosure.solver import INFINITY, Floats, Mask, Program
from kpi.domain.disclosure.system import System, Target

# No attacker is thought to move a figure more than this many times the amount that is asked. It only makes the promise stronger.
FARTHEST = 1e7
ENOUGH = 1 - 1e-7
# A cell that is not hidden lends this little room when a cut is made: of the many cuts that hold, it gives one that names few cells.
GHOST = 1e-3
GRID = 2.0**20


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """Every safe pattern has sum of factors over its hidden cells of at least 1."""

    factors: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """Figures that an attacker cannot tell from the true ones: the distance of each, in amounts of the target. `far` is the target's."""

    far: float
    steps: Floats


class Reach:
    """Asks for one target after the other; the linear program stays, so that each begins where the last one ended."""

    def __init__(self, system: System) -> None:
        size = len(system.values)
        self.system = system
        self.program = Program(np.zeros(size), np.zeros(size), np.zeros(size), system.rows)

    def scaled(self, target: Target) -> tuple[Floats, Floats]:
        """The room below and above in amounts of the target."""
        view = self.system.views[target.view]
        above = np.where(np.isinf(view.above), INFINITY, np.minimum(view.above / target.amount, FARTHEST))
        return np.minimum(view.below / target.amount, FARTHEST), above

    def moves(self, target: Target, hidden: Mask) -> tuple[Move, ...]:
        """The farthest moves of the target, one for each side that counts. They are enough together when they add up to 1."""
        below, above = self.scaled(target)
        made = []
        for side in (target.side,) if target.side else (1, -1):
            made.append(self._farthest(target.cell, side, np.where(hidden, below, 0.0), np.where(hidden, above, 0.0))[0])
            if made[-1].far >= ENOUGH:
                return (made[-1],)
        return tuple(made)

    def cut(self, target: Target, shown: Floats, *, clip: bool) -> Cut:
        """A cut at a pattern that is short. `shown` is how hidden each cell is, from 0 to 1; `clip` for a pattern with fractions."""
        below, above = self.scaled(target)
        factors = np.zeros(len(below))
        open_share = np.maximum(shown, GHOST)
        for side in (target.side,) if target.side else (1, -1):
            low, high = (np.minimum(below, 1.0), np.minimum(above, 1.0)) if clip else (below, above)
            low, high = (np.where(shown < 1, np.minimum(one, 1.0) * open_share, one) for one in (low, high))
            _, reduced = self._farthest(target.cell, side, low, high)
            with np.errstate(invalid="ignore"):
                factors += np.where(reduced > 0, reduced * above, 0.0) + np.where(reduced < 0, -reduced * below, 0.0)
        return Cut(np.ceil(np.minimum(factors, 1.0) * GRID) / GRID)

    def _farthest(self, cell: int, side: int, below: Floats, above: Floats) -> tuple[Move, Floats]:
        """The farthest move of one cell to one side, no more than is asked; and the reduced costs that prove it cannot be more."""
        lower, upper, cost = -below, above.copy(), np.zeros(len(below))
        if side > 0:
            upper[cell] = min(upper[cell], 1.0)
        else:
            lower[cell] = max(lower[cell], -1.0)
        cost[cell] = -side
        self.program.price(cost)
        self.program.bound(lower, upper)
        answer = self.program.solve()
        if answer.x is None or not answer.optimal:
            return Move(0.0, np.zeros(len(below))), self._plain(cell, side)
        duals = np.round(answer.duals * GRID) / GRID
        rows = self.system.rows
        reduced: Floats = np.bincount(rows.columns, rows.factors * duals[self.system.row_of_term], len(below)).astype(np.float64)
        reduced[cell] += side
        return Move(side * answer.x[cell], answer.x), reduced

    def _plain(self, cell: int, side: int) -> Floats:
        """Without duals: the cell itself, which proves nothing and so makes no cut."""
        reduced = np.zeros(len(self.system.values))
        reduced[cell] = side
        return reduced
