"""Who brings in what. A total may leave it out: it follows from the parts, and a part follows from the total and the other parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from contracts.foundation.errors import Refused
from kpi.domain.disclosure.problem import Cell, Contributions, Equation, Problem

NEARLY = Fraction(1, 10**9)
ZERO = Fraction(0)

Known = dict[str, Contributions | None]


def nearly(one: Fraction, other: Fraction, *, exact: bool) -> bool:
    """The same figure? Amounts may differ by what adding up decimals in a computer loses."""
    scale = max(abs(one), abs(other), Fraction(1))
    return one == other if exact else abs(one - other) <= NEARLY * scale


def completed(problem: Problem) -> Problem:
    """The problem with contributions wherever they follow from the equations. Raises Refused where they contradict each other."""
    if all(cell.contributions is None for cell in problem.cells):
        return problem
    held = {name for one in problem.equations for name in (one.total, *one.parts)}
    known: Known = {
        cell.id: {} if cell.contributions is None and cell.value == 0 and cell.id in held else cell.contributions for cell in problem.cells
    }
    open_equations = list(problem.equations)
    while ready := [one for one in open_equations if sum(known[cell] is None for cell in (one.total, *one.parts)) <= 1]:
        for equation in ready:
            _follow(equation, known, exact=problem.integer)
        open_equations = [one for one in open_equations if one not in ready]
    return replace(problem, cells=tuple(Cell(one.id, one.value, known[one.id]) for one in problem.cells))


def _follow(equation: Equation, known: Known, *, exact: bool) -> None:
    """Fill in the one cell that is not known, or hold the equation to what is."""
    whole = _sum([part for one in equation.parts if (part := known[one]) is not None])
    total = known[equation.total]
    if total is None:
        known[equation.total] = whole
        return
    missing = [one for one in equation.parts if known[one] is None]
    for name in sorted(set(total) | set(whole)):
        of_total, of_parts = total.get(name, ZERO), whole.get(name, ZERO)
        if not nearly(of_total, of_parts, exact=exact) and (not missing or of_total < of_parts):
            raise Refused("contrib", f"Wat '{name}' bijdraagt, telt niet op in '{equation.total}'.")
    for one in missing:
        left = {name: part - whole.get(name, ZERO) for name, part in total.items()}
        known[one] = {name: part for name, part in left.items() if part > 0}


def _sum(parts: Sequence[Contributions]) -> Contributions:
    names = sorted({name for part in parts for name in part})
    return {name: sum((part.get(name, ZERO) for part in parts), ZERO) for name in names}
