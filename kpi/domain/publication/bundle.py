"""All tables of one edition, as true figures: its parts, what holds between them, and what must be left out together.

The same class goes into the joint protection (nothing shown yet) and comes out of it (`suppressed`, `rounded`, `steps` of each part filled in). The
parameters of the rules are not in it: they are secret, and `PublicationRules` gives them when they are needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kpi.domain.disclosure.problem import Cell, Equation, Problem
from kpi.domain.disclosure_audit.published import Flow


@dataclass(frozen=True, slots=True)
class Part:
    """Tables that are protected in one way: people by rounding, ratios by leaving out. `rules` and `base` of the problem are filled in later."""

    name: str
    problem: Problem

    @property
    def told(self) -> frozenset[str]:
        """The cells that a reader sees, rounded or as they are."""
        return frozenset(cell.id for cell in self.problem.cells) - self.problem.unpublished - self.problem.suppressed


@dataclass(frozen=True, slots=True)
class Bundle:
    """One edition of one quarter, such as "2026-K3 (2)".

    A cell that several parts hold has one id and one value. `equations` hold between parts, `flows` between this quarter and others (by the ids that
    were used there). `together`: if one of these is left out, all are (the two parts of a ratio). `groups`: totals of which no part may be known to
    hold nearly everybody.
    """

    name: str
    parts: tuple[Part, ...]
    equations: tuple[Equation, ...] = ()
    flows: tuple[Flow, ...] = ()
    together: tuple[frozenset[str], ...] = ()
    groups: tuple[str, ...] = ()

    @property
    def cells(self) -> Mapping[str, Cell]:
        """Every cell by its id."""
        return {cell.id: cell for part in self.parts for cell in part.problem.cells}

    @property
    def told(self) -> frozenset[str]:
        """The cells that a reader sees somewhere."""
        return frozenset().union(*(part.told for part in self.parts))

    @property
    def left_out(self) -> frozenset[str]:
        """The cells that were openly left out."""
        return frozenset().union(*(part.problem.suppressed for part in self.parts))

    def relations(self) -> Iterator[tuple[str, ...]]:
        """Every equation and flow, as the ids that stand in it."""
        for one in (*self.equations, *(one for part in self.parts for one in part.problem.equations)):
            yield one.total, *one.parts
        for flow in self.flows:
            yield ids_of(flow)


def ids_of(flow: Flow) -> tuple[str, ...]:
    """All cells of a flow; the end first."""
    return flow.end, flow.begin, *flow.came, *flow.left
