"""What an attacker can compute about one figure from rounded tables, and which choices would leave more room."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpi.domain.disclosure.options import Options
from kpi.domain.disclosure.solver import INFINITY, Floats, Mask, Program
from kpi.domain.disclosure.system import System, Target

ENOUGH = 1 - 1e-7
STILL = 1e-6
GRID = 2.0**20


@dataclass(frozen=True, slots=True, eq=False)
class Probe:
    """Whether the target keeps its room, whether the proof moves whole people only, and the cut: `room` over the choices must be at least `least`."""

    met: bool
    whole: bool
    room: Floats
    least: float

    def shuts_out(self, chosen: Floats) -> bool:
        """Whether the cut forbids these choices."""
        return float(self.room @ chosen) < self.least * ENOUGH


class RoundingReach:
    """Linear programs over the distances from the truth, between what the choices leave possible."""

    def __init__(self, system: System, options: Options) -> None:
        size = len(system.values)
        self.system = system
        self.options = options
        self.program = Program(np.zeros(size), np.zeros(size), np.zeros(size), system.rows)
        self.room = [options.room(view) for view in system.views]
        self.chosen: Floats = np.zeros(0)
        self.moved: list[tuple[Floats, Floats]] = [(np.zeros(size), np.zeros(size)) for _ in system.views]  # right when nothing is left to choose

    def shown_possible(self, target: Target, chosen: Floats) -> bool:
        """Whether the tables that other probes found under these choices show already that the target keeps its room."""
        if not np.array_equal(chosen, self.chosen):
            size = len(self.system.values)
            self.chosen, self.moved = chosen, [(np.zeros(size), np.zeros(size)) for _ in self.system.views]
        lowest, highest = (float(moves[target.cell]) for moves in self.moved[target.view])
        far = highest - lowest if target.side == 0 else highest if target.side > 0 else -lowest
        return far >= target.amount * ENOUGH

    def probe(self, target: Target, chosen: Floats) -> Probe:
        """How far the target could be from the truth, and the room that every choice gives, as the duals tell."""
        view = self.system.views[target.view]
        below, above = self.room[target.view]
        room, fixed, far, whole = np.zeros(len(chosen)), 0.0, 0.0, True
        for side in _sides(target):
            steps, reduced = self._farthest(target, side, chosen)
            far += side * float(steps[target.cell])
            comes_whole = bool(np.all(np.abs(steps - np.round(steps)) < STILL))
            whole = whole and comes_whole
            if comes_whole or not self.system.integer:
                self._remember(target.view, steps, chosen)
            at = reduced[self.options.cell]
            room += np.maximum(at, 0.0) * _finite(above, at > 0) + np.maximum(-at, 0.0) * below
            own = reduced[self.options.unpublished]
            fixed += float((np.maximum(own, 0.0) * _finite(view.above[self.options.unpublished], own > 0)).sum())
            fixed += float((np.maximum(-own, 0.0) * view.below[self.options.unpublished]).sum())
        return Probe(far >= target.amount * ENOUGH, whole, room, target.amount - fixed)

    def _remember(self, view: int, steps: Floats, chosen: Floats) -> None:
        """One table that this attacker holds for possible shows how far all its figures can be from the truth."""
        if np.array_equal(chosen, self.chosen):
            lowest, highest = self.moved[view]
            np.minimum(lowest, steps, out=lowest)
            np.maximum(highest, steps, out=highest)

    def _bounds(self, target: Target, chosen: Floats) -> tuple[Floats, Floats]:
        view = self.system.views[target.view]
        lower, upper = -view.below, view.above.copy()
        below, above = self.room[target.view]
        picked = chosen > 0
        lower[self.options.cell[picked]], upper[self.options.cell[picked]] = -below[picked], above[picked]
        return lower, upper

    def _farthest(self, target: Target, side: int, chosen: Floats) -> tuple[Floats, Floats]:
        """The farthest move of the figure to one side, and the reduced costs that prove it. Without end is as far as is asked."""
        lower, upper = self._bounds(target, chosen)
        lower[target.cell], upper[target.cell] = max(lower[target.cell], -target.amount), min(upper[target.cell], target.amount)
        cost = np.zeros(len(lower))
        cost[target.cell] = -side
        self.program.price(cost)
        self.program.bound(lower, upper)
        answer = self.program.solve()
        if answer.x is None or not answer.optimal:
            return np.zeros(len(lower)), np.zeros(len(lower))
        duals = np.round(answer.duals * GRID) / GRID
        rows = self.system.rows
        reduced: Floats = np.bincount(rows.columns, rows.factors * duals[self.system.row_of_term], len(lower)).astype(np.float64)
        reduced[target.cell] += side
        return answer.x, reduced

    def met_whole(self, target: Target, chosen: Floats) -> bool:
        """Whether the target keeps its room when people come whole: an integer program for each side."""
        lower, upper = self._bounds(target, chosen)
        far = 0.0
        for side in _sides(target):
            cost = np.zeros(len(lower))
            cost[target.cell] = -side
            low, high = lower.copy(), upper.copy()
            low[target.cell], high[target.cell] = max(low[target.cell], -target.amount), min(high[target.cell], target.amount)
            answer = Program(cost, low, high, self.system.rows, np.ones(len(lower), dtype=bool)).solve()
            far += 0.0 if answer.x is None else side * round(float(answer.x[target.cell]))
        return far >= target.amount


def _sides(target: Target) -> tuple[int, ...]:
    return (target.side,) if target.side else (1, -1)


def _finite(values: Floats, used: Mask) -> Floats:
    """Without end only where it counts: no room times no end is no room."""
    return np.where(used, values, np.where(values < INFINITY, values, 0.0))
