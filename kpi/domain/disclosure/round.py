"""Additive controlled rounding: every published figure becomes a multiple of the base, all tables keep adding up, and no attacker comes too close.

What an attacker can compute from rounded figures depends on the choices in a way that is linear in them, so the demand that nobody comes too
close is a set of cuts, found on the way as in `suppress`: the result is the rounding with the least change among all that are safe, and not one that
happened to be safe. Where no rounding is, as few targets as possible are given up, and those are named: suppress or coarsen them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kpi.domain.disclosure.options import Options, least_steps, options_of
from kpi.domain.disclosure.problem import Problem
from kpi.domain.disclosure.rounding_master import RoundingMaster
from kpi.domain.disclosure.rounding_reach import Probe, RoundingReach
from kpi.domain.disclosure.solver import Floats, Mask
from kpi.domain.disclosure.system import System, Target

MOST_STEPS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Rounding:
    """The rounded figures (None: none was found in time, or none adds up), the total change, and the targets that are not protected."""

    rounded: Floats | None
    change: float
    bound: float
    steps: int
    optimal: bool
    lost: tuple[Target, ...] = ()


def round_tables(problem: Problem, system: System, targets: tuple[Target, ...], *, elapsed: Callable[[], float], limit: float) -> Rounding:
    """Zero-restricted if that adds up with what was published before, else with as few extra steps of the base as possible."""
    first = least_steps(problem)
    for steps in range(first, max(first, MOST_STEPS) + 1):
        search = RoundingSearch(options_of(problem, system, steps=steps), system, targets, lambda: limit - elapsed())
        if search.run() or elapsed() >= limit:
            return Rounding(search.rounded, search.change, search.bound, steps, optimal=search.optimal, lost=search.lost)
    return Rounding(None, 0.0, 0.0, 0, optimal=False)


class RoundingSearch:
    """Choose, let every attacker try, learn, choose again. It keeps what left the fewest targets short, for when time runs out."""

    def __init__(self, options: Options, system: System, targets: tuple[Target, ...], left: Callable[[], float]) -> None:
        self.options = options
        self.system = system
        self.targets = targets
        self.left = left
        self.master = RoundingMaster(system, options, len(targets))
        self.reach = RoundingReach(system, options)
        self.rounded: Floats | None = None
        self.lost: tuple[Target, ...] = ()
        self.change = self.bound = 0.0
        self.optimal = False

    def run(self) -> bool:
        """True when there is a rounding that adds up, safe or not."""
        while self.left() > 0:
            answer = self.master.solve(self.left())
            if answer.x is None:
                break
            chosen, given_up = np.round(answer.x[: self.master.choices]), answer.x[self.master.size - len(self.targets) :] > 0.5
            self.bound = max(self.bound, min(answer.bound, self.master.giving_up))
            short = self._short(chosen, given_up)
            if short is None:
                break
            self._keep(chosen, tuple(target for number, target in enumerate(self.targets) if given_up[number] or number in short))
            if not short:
                self.optimal = answer.optimal
                break
        return self.rounded is not None

    def _short(self, chosen: Floats, given_up: Mask) -> set[int] | None:
        """The targets that are short and not given up; a cut for each. None when time ran out first."""
        short: set[int] = set()
        unsure: list[int] = []
        for number in np.flatnonzero(~given_up):
            if self.left() <= 0:
                return None
            if self.reach.shown_possible(self.targets[number], chosen):
                continue
            probe = self.reach.probe(self.targets[number], chosen)
            if not probe.met:
                short.add(int(number))
                self._learn(int(number), probe, chosen)
            elif self.system.integer and not probe.whole:
                unsure.append(int(number))
        return short or self._short_of_whole(unsure, chosen)

    def _short_of_whole(self, unsure: list[int], chosen: Floats) -> set[int] | None:
        """The same for counts, when the linear programs have nothing more to say."""
        short: set[int] = set()
        for number in unsure:
            if self.left() <= 0:
                return None
            if not self.reach.met_whole(self.targets[number], chosen):
                short.add(number)
                self.master.forbid(number, chosen)
        return short

    def _learn(self, number: int, probe: Probe, chosen: Floats) -> None:
        if probe.shuts_out(chosen):
            self.master.learn(number, probe.room, probe.least)
        else:
            self.master.forbid(number, chosen)

    def _keep(self, chosen: Floats, lost: tuple[Target, ...]) -> None:
        if self.rounded is not None and len(lost) >= len(self.lost):
            return
        picked = chosen > 0
        self.rounded = np.full(len(self.system.values), np.nan)
        self.rounded[self.options.cell[picked]] = self.options.times[picked] * self.options.base
        self.change, self.lost = float(np.abs(self.options.change) @ chosen), lost
