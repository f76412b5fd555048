"""To what each figure may be rounded, and what each choice tells an attacker."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np

from kpi.domain.disclosure.problem import Problem
from kpi.domain.disclosure.solver import Floats, Integers
from kpi.domain.disclosure.system import System, View


@dataclass(frozen=True, slots=True, eq=False)
class Options:
    """All choices in one row: of which cell, how many times the base, and how far that is from the true value. `reach` is the doubt around it."""

    cell: Integers
    times: Floats
    change: Floats
    reach: float
    base: float
    unpublished: Integers

    def room(self, view: View) -> tuple[Floats, Floats]:
        """For each choice how far below and above the truth its cell could be, for one attacker."""
        below = np.minimum(view.below[self.cell], np.maximum(self.reach - self.change, 0.0))
        above = np.minimum(view.above[self.cell], np.maximum(self.reach + self.change, 0.0))
        return below, above


def least_steps(problem: Problem) -> int:
    """The fewest steps with which what was published before lies within what a reader reckons with."""
    values = {one.id: one.value for one in problem.cells}
    far = max((abs(told - values[cell]) for cell, told in problem.before.items() if cell not in problem.unpublished), default=0)
    return max(0, ceil((far + 1 if problem.integer else far) / Fraction(problem.base)) - 1)


def options_of(problem: Problem, system: System, *, steps: int) -> Options:
    """Zero-restricted: the two nearest multiples, and a multiple stays. With steps, so many multiples more on both sides; never below zero.

    A figure that was published before has one choice: what it was rounded to then.
    """
    cell: list[int] = []
    times: list[int] = []
    unpublished = [place for place, one in enumerate(problem.cells) if one.id in problem.unpublished]
    for place, one in enumerate(problem.cells):
        if one.id in problem.unpublished:
            continue
        low = int(one.value // problem.base)
        high = low if one.value == low * problem.base else low + 1
        before = problem.before.get(one.id)
        if before is not None:
            low = high = int(before // problem.base)
        for choice in range(max(low - steps, 0), high + steps + 1) if before is None else (low,):
            cell.append(place)
            times.append(choice)
    where, many = np.array(cell, dtype=np.int32), np.array(times, dtype=np.float64)
    return Options(
        cell=where,
        times=many,
        change=many * problem.base - system.values[where],
        reach=float(problem.base * (steps + 1) - (1 if problem.integer else 0)),
        base=float(problem.base),
        unpublished=np.array(unpublished, dtype=np.int32),
    )
