"""All tables as one system: figures as columns, equations as rows, and for each attacker how far each figure may lie from the truth.

Everything is told as a distance from the true value. That makes every equation exact (the distances of the parts add up to that of the total), and
it makes it plain what hiding does: a published figure has no distance.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, gcd, lcm

import numpy as np

from kpi.domain.disclosure.primary import Need, knows, own_part
from kpi.domain.disclosure.problem import Cell, Cost, Problem
from kpi.domain.disclosure.solver import INFINITY, Floats, Integers, Mask, Rows

MOST_GRAINS = 10**7


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What one attacker (None: the outsider) knows beforehand: how far below and above its true value each figure could be."""

    attacker: str | None
    below: Floats
    above: Floats


@dataclass(frozen=True, slots=True)
class Target:
    """Room that must stay: view and cell by number; `side` is 1 (above), -1 (below) or 0 (both sides taken together); `amount` is more than 0."""

    view: int
    cell: int
    side: int
    amount: float


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """The tables as one linear system. `hidden` cells are never published, `free` cells may be either; the rest always is published.

    Weights are multiples of `grain`, and `tie` is how much of a grain may be spent on deciding between patterns of the same weight: the one with the
    fewest cells, and then the one that hides cells that stand later in the file.
    """

    ids: tuple[str, ...]
    values: Floats
    weights: Floats
    grain: float
    tie: float
    rows: Rows
    row_of_term: Integers
    views: tuple[View, ...]
    hidden: Mask
    free: Mask
    integer: bool


def system_of(problem: Problem, needed: tuple[Need, ...]) -> System:
    """The system of a checked problem, given what the rules ask."""
    place = {cell.id: number for number, cell in enumerate(problem.cells)}
    terms = [([place[one.total], *(place[part] for part in one.parts)], [-1.0] + [1.0] * len(one.parts)) for one in problem.equations]
    rows = Rows.of(terms, [0.0] * len(terms), [0.0] * len(terms))
    primary = {one.cell for one in needed}
    suppressible = [problem.zeros or cell.value != 0 for cell in problem.cells]
    unpublished = np.array([cell.id in problem.unpublished for cell in problem.cells])
    shown = np.array([cell.id in problem.before and cell.id not in problem.unpublished for cell in problem.cells])
    must = np.array([cell.id in primary for cell in problem.cells]) & suppressible & ~shown
    weights = [weight(problem, cell) for cell in problem.cells]
    grain, tie = _grain(weights)
    return System(
        ids=tuple(place),
        values=np.array([float(cell.value) for cell in problem.cells]),
        weights=np.array([float(one) for one in weights]),
        grain=grain,
        tie=tie,
        rows=rows,
        row_of_term=np.repeat(np.arange(len(terms), dtype=np.int32), np.diff(rows.start)),
        views=tuple(_view(problem, attacker) for attacker in (None, *problem.attackers)),
        hidden=unpublished | must,
        free=~unpublished & ~must & np.array(suppressible) & ~shown,
        integer=problem.integer,
    )


def weight(problem: Problem, cell: Cell) -> Fraction:
    """What leaving out this cell costs. A weight that is not named is the size of the value."""
    match problem.weights:
        case Cost.ONE:
            return Fraction(1)
        case Cost.VALUE_PLUS_ONE:
            return abs(cell.value) + 1
        case Cost.VALUE:
            return abs(cell.value)
        case named:
            return named.get(cell.id, abs(cell.value))


def _grain(weights: list[Fraction]) -> tuple[float, float]:
    """The largest step that all weights are multiples of. Without a useful one, deciding between equals may cost a billionth of the largest."""
    bottom = lcm(*(one.denominator for one in weights))
    top = gcd(*(int(one * bottom) for one in weights)) or 1
    largest = max(weights, default=Fraction(0))
    if largest * bottom <= MOST_GRAINS * top:
        return float(Fraction(top, bottom)), 0.25
    return float(largest / 10**6), 1e-3


def _view(problem: Problem, attacker: str | None) -> View:
    room = [_room(problem, cell, attacker) for cell in problem.cells]
    return View(attacker, np.array([one for one, _ in room]), np.array([one for _, one in room]))


def _room(problem: Problem, cell: Cell, attacker: str | None) -> tuple[float, float]:
    """How far below and above. Nobody is below its own part; counts move by whole steps; who is alone knows."""
    if knows(cell, attacker):
        return 0.0, 0.0
    own = own_part(cell, attacker)
    least = problem.prior.least(cell.id)
    below = cell.value - (max(least, own) if own else least)
    most = problem.prior.most(cell.id)
    above = INFINITY if most is None else float(floor(most) - cell.value if problem.integer else most - cell.value)
    return float(max(floor(below) if problem.integer else below, 0)), max(above, 0.0)


def targets_of(system: System, needed: tuple[Need, ...]) -> tuple[Target, ...]:
    """The needs as single directions, without those that another one implies."""
    view = {one.attacker: number for number, one in enumerate(system.views)}
    place = {cell: number for number, cell in enumerate(system.ids)}
    most: dict[tuple[int, int, int], float] = {}
    for need in needed:
        for side, amount in ((1, need.above), (-1, need.below), (0, need.width)):
            key = (view[need.attacker], place[need.cell], side)
            whole = float(ceil(amount) if system.integer else amount)
            if amount > 0:
                most[key] = max(most.get(key, 0.0), whole)
    kept = [key for key, amount in most.items() if not _implied(key, amount, most, len(system.views))]
    return tuple(Target(*key, most[key]) for key in sorted(kept))


def _implied(key: tuple[int, int, int], amount: float, most: dict[tuple[int, int, int], float], views: int) -> bool:
    """What an insider may not know, the outsider, who knows less, cannot know either. Room on one side is room on either."""
    view, cell, side = key
    if side == 0 and max(most.get((view, cell, 1), 0.0), most.get((view, cell, -1), 0.0)) >= amount:
        return True
    return view == 0 and any(most.get((other, cell, side), 0.0) >= amount for other in range(1, views))
