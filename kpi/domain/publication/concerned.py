"""Which cells of a part have anything to do with what is published of it. The others are for the auditor, who knows the quarters beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from kpi.domain.disclosure.problem import Problem


def concerned(problem: Problem) -> Problem:
    """The problem without the cells that no row of equations ties to a published one: of those this part by itself tells nothing."""
    told = {cell.id for cell in problem.cells} - problem.unpublished
    equations = list(problem.equations)
    while reached := [one for one in equations if not told.isdisjoint((one.total, *one.parts))]:
        told |= {name for one in reached for name in (one.total, *one.parts)}
        equations = [one for one in equations if one not in reached]
    if len(told) == len(problem.cells) or not told:
        return problem
    prior = replace(problem.prior, lower=_of(problem.prior.lower, told), upper=_of(problem.prior.upper, told))
    return replace(
        problem,
        cells=tuple(cell for cell in problem.cells if cell.id in told),
        equations=tuple(one for one in problem.equations if one.total in told),
        unpublished=problem.unpublished & told,
        prior=prior,
        before=_of(problem.before, told),
        protect=tuple(one for one in problem.protect if one.id in told),
        insiders=problem.attackers,
    )


def _of(numbers: Mapping[str, Fraction], told: set[str]) -> dict[str, Fraction]:
    return {name: number for name, number in numbers.items() if name in told}
