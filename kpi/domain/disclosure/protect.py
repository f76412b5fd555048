"""Protect tables by leaving out or by rounding: one question, one answer, as in the JSON format of docs/bescherm.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil

import numpy as np

from kpi.domain.disclosure.primary import Need, needs
from kpi.domain.disclosure.problem import Method, Problem
from kpi.domain.disclosure.round import Rounding, round_tables
from kpi.domain.disclosure.rounding_needs import rounding_needs
from kpi.domain.disclosure.solver import Mask
from kpi.domain.disclosure.suppress import Pattern, suppress
from kpi.domain.disclosure.system import System, Target, system_of, targets_of, weight

# Without a time limit of its own a problem gets this many seconds.
SECONDS = 25.0


@dataclass(frozen=True, slots=True)
class Lost:
    """A figure that cannot be protected against this attacker (None: the outsider)."""

    cell: str
    attacker: str | None


@dataclass(frozen=True, slots=True)
class Protection:
    """What may be published. Not `safe`: nothing may, and `lost` says because of which figures (none: there was no time to find out).

    `weight` is the cost of the secondary cells, or for rounding the total change; no safe answer costs less than `bound`. `steps` as in Problem.
    Beside rounded figures, `suppressed` are the few that no rounding protects.
    """

    safe: bool
    primary: tuple[str, ...]
    suppressed: tuple[str, ...] = ()
    secondary: tuple[str, ...] = ()
    rounded: dict[str, Fraction] = field(default_factory=dict)
    weight: float = 0.0
    optimal: bool = False
    bound: float = 0.0
    steps: int = 0
    seconds: float = 0.0
    lost: tuple[Lost, ...] = ()


def protect(problem: Problem, *, elapsed: Callable[[], float]) -> Protection:
    """Protect a checked problem. `elapsed` tells the seconds since it was asked: the domain has no clock of its own."""
    limit = SECONDS if problem.time_limit is None else problem.time_limit
    if problem.method is Method.ROUND:
        return _rounded(problem, elapsed, limit)
    needed = needs(problem)
    system = system_of(problem, needed)
    pattern = suppress(system, targets_of(system, needed), elapsed=elapsed, limit=limit)
    if pattern.hidden is None:
        return Protection(safe=False, primary=_primary(problem, needed), seconds=elapsed(), lost=_lost(system, pattern.lost))
    return _suppressed(problem, needed, system, pattern, pattern.hidden, elapsed())


def _suppressed(problem: Problem, needed: tuple[Need, ...], system: System, pattern: Pattern, hidden: Mask, seconds: float) -> Protection:
    primary = _primary(problem, needed)
    secondary = tuple(system.ids[place] for place in np.flatnonzero(hidden & system.free))
    left_out = {*primary, *secondary}
    cost = sum((weight(problem, cell) for cell in problem.cells if cell.id in secondary), Fraction(0))
    bound = _true_bound(system, pattern, float(cost))
    return Protection(
        safe=True,
        primary=primary,
        suppressed=tuple(one for one in system.ids if one in left_out),
        secondary=secondary,
        weight=float(cost),
        optimal=bound >= float(cost),
        bound=bound,
        seconds=seconds,
    )


def _true_bound(system: System, pattern: Pattern, cost: float) -> float:
    """The bound without what was added to decide between equals; whole steps of the grain when weights are."""
    if pattern.optimal:
        return cost
    least = max(0.0, pattern.bound - 1.5 * system.tie)
    return min(cost, float(ceil(least - 1e-6) if system.tie > 0.01 else least) * system.grain)


def _rounded(problem: Problem, elapsed: Callable[[], float], limit: float) -> Protection:
    """Round; leave out what no rounding protects, and round the rest anew. What is left out is told by no rounded figure, so it needs no company."""
    needed = rounding_needs(problem)
    left_out: frozenset[str] = frozenset()
    while True:
        asked = replace(problem, unpublished=problem.unpublished | left_out)
        system = system_of(asked, needed)
        made = round_tables(asked, system, targets_of(system, needed), elapsed=elapsed, limit=limit)
        lost = _lost(system, made.lost)
        more = frozenset(one.cell for one in lost) - asked.unpublished
        if made.rounded is None or not more or elapsed() >= limit:
            return _told(problem, needed, system, made, left_out, elapsed())
        left_out |= more


def _told(problem: Problem, needed: tuple[Need, ...], system: System, made: Rounding, left_out: frozenset[str], seconds: float) -> Protection:
    lost = _lost(system, made.lost)
    safe = made.rounded is not None and not lost
    rounded: dict[str, Fraction] = {}
    if made.rounded is not None and safe:
        rounded = {one: Fraction(int(value)) for one, value in zip(system.ids, made.rounded, strict=True) if not np.isnan(value)}
    return Protection(
        safe=safe,
        primary=_primary(problem, needed),
        suppressed=tuple(one for one in system.ids if one in left_out) if safe else (),
        rounded=rounded,
        weight=made.change,
        optimal=made.optimal and safe and not left_out,
        bound=made.bound if safe and not left_out else 0.0,
        steps=made.steps,
        seconds=seconds,
        lost=lost,
    )


def _primary(problem: Problem, needed: Iterable[Need]) -> tuple[str, ...]:
    """The cells that the rules forbid to publish as they are, of those that anybody would publish."""
    found = {one.cell for one in needed} - problem.unpublished
    return tuple(cell.id for cell in problem.cells if cell.id in found)


def _lost(system: System, targets: tuple[Target, ...]) -> tuple[Lost, ...]:
    found = {(one.cell, one.view) for one in targets}
    return tuple(Lost(system.ids[cell], system.views[view].attacker) for cell, view in sorted(found))
