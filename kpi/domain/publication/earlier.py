"""What earlier editions showed and left out: a pattern only grows, and a figure that did not change is told as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kpi.domain.disclosure.problem import Cell, Contributions, Method, Problem
from kpi.domain.publication.bundle import Bundle


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was told of a cell: its true value then, and what was shown of it (`base`: rounded to it; None: as it is)."""

    cell: Cell
    shown: Fraction
    base: int | None


def hidden_before(history: Sequence[Bundle]) -> frozenset[str]:
    """Every cell that some edition left out, also one that was withdrawn."""
    return frozenset().union(*(bundle.left_out for bundle in history))


def told_before(history: Sequence[Bundle]) -> dict[str, list[Earlier]]:
    """Every cell that some edition showed, with all that was ever shown of it; the last comes last."""
    told: dict[str, list[Earlier]] = {}
    for bundle in history:
        for part in bundle.parts:
            rounded = part.problem.rounded
            for cell in part.problem.cells:
                if cell.id in rounded:
                    told.setdefault(cell.id, []).append(Earlier(cell, rounded[cell.id], part.problem.base))
                elif cell.id in part.told:
                    told.setdefault(cell.id, []).append(Earlier(cell, cell.value, None))
    return told


def as_before(problem: Problem, told: Mapping[str, Sequence[Earlier]]) -> Problem:
    """The problem with what was shown before and did not change, or changed and is what it was again.

    A quarter keeps the base that it was rounded to first.
    """
    known = [(cell, one) for cell in problem.cells for one in told.get(cell.id, ())]
    if problem.method is Method.SUPPRESS:
        return replace(problem, before={cell.id: cell.value for cell, one in known if _the_same(cell, one)})
    base = next((one.base for _, one in reversed(known) if one.base is not None), problem.base)
    return replace(problem, base=base, before={cell.id: one.shown for cell, one in known if one.base == base and one.cell.value == cell.value})


def changed(problem: Problem) -> frozenset[str]:
    """The cells that are not told as before, though others are."""
    return frozenset(cell.id for cell in problem.cells if cell.id not in problem.before) if problem.before else frozenset()


def _the_same(cell: Cell, before: Earlier) -> bool:
    return before.base is None and cell.value == before.cell.value and _plain(cell.contributions) == _plain(before.cell.contributions)


def _plain(contributions: Contributions | None) -> dict[str, Fraction] | None:
    return None if contributions is None else {name: part for name, part in contributions.items() if part}
