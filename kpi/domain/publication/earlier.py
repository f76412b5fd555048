"""What earlier editions showed and left out: a pattern only grows, and a figure that did not change is told as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kpi.domain.disclosure.problem import Cell, Contributions, Method, Problem
from kpi.domain.publication.bundle import Bundle


@dataclass(frozen=True, slots=True)
class Earlier:
    """The last that was told of a cell: its true value then, and what was shown of it (`base`: rounded to it; None: as it is)."""

    cell: Cell
    shown: Fraction
    base: int | None


def hidden_before(history: Sequence[Bundle]) -> frozenset[str]:
    """Every cell that some edition left out, also one that was withdrawn."""
    return frozenset().union(*(bundle.left_out for bundle in history))


def told_before(history: Sequence[Bundle]) -> dict[str, Earlier]:
    """Every cell that some edition showed, as it was shown last."""
    told: dict[str, Earlier] = {}
    for bundle in history:
        for part in bundle.parts:
            rounded = part.problem.rounded
            for cell in part.problem.cells:
                if cell.id in rounded:
                    told[cell.id] = Earlier(cell, rounded[cell.id], part.problem.base)
                elif cell.id in part.told:
                    told[cell.id] = Earlier(cell, cell.value, None)
    return told


def as_before(problem: Problem, told: Mapping[str, Earlier]) -> Problem:
    """The problem with what was shown before and did not change. A quarter keeps the base that it was rounded to first."""
    known = {cell.id: told[cell.id] for cell in problem.cells if cell.id in told}
    if problem.method is Method.SUPPRESS:
        return replace(problem, before={cell.id: cell.value for cell in problem.cells if cell.id in known and _the_same(cell, known[cell.id])})
    base = next((one.base for one in reversed(list(known.values())) if one.base is not None), problem.base)
    values = {cell.id: cell.value for cell in problem.cells}
    kept = {name: one.shown for name, one in known.items() if one.base == base and one.cell.value == values[name]}
    return replace(problem, base=base, before=kept)


def changed(problem: Problem) -> frozenset[str]:
    """The cells that are not told as before, though others are."""
    return frozenset(cell.id for cell in problem.cells if cell.id not in problem.before) if problem.before else frozenset()


def _the_same(cell: Cell, before: Earlier) -> bool:
    return before.base is None and cell.value == before.cell.value and _plain(cell.contributions) == _plain(before.cell.contributions)


def _plain(contributions: Contributions | None) -> dict[str, Fraction] | None:
    return None if contributions is None else {name: part for name, part in contributions.items() if part}
