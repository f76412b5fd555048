"""The figures of one edition while it is made: each figure once, with what every aanbieder brings in; a figure's value is the sum of that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from kpi.domain.disclosure.problem import Cell, Equation, Method, Problem
from kpi.domain.publication.bundle import Part

ZERO = Fraction(0)

Brought = Mapping[str, Fraction]
"""What each aanbieder brings in, by its number. Who brings in nothing is not in it."""


def brought(pairs: Iterable[tuple[int, Decimal | int | Fraction]]) -> Brought:
    """Added up per aanbieder."""
    sums: dict[str, Fraction] = {}
    for provider, amount in pairs:
        sums[str(provider)] = sums.get(str(provider), ZERO) + Fraction(amount)
    return {name: part for name, part in sorted(sums.items()) if part}


def less(whole: Brought, part: Brought) -> Brought | None:
    """What is left of the whole without the part; None when some aanbieder tells more of the part than of the whole."""
    left = {name: whole.get(name, ZERO) - part.get(name, ZERO) for name in sorted({*whole, *part})}
    return None if any(amount < 0 for amount in left.values()) else {name: amount for name, amount in left.items() if amount}


class Ledger:
    """One part of an edition: its figures, the equations that hold between them, and which of them nobody publishes."""

    def __init__(self, name: str, method: Method, *, whole: bool = True) -> None:
        self.name, self.method, self.whole = name, method, whole
        self.figures: dict[str, Brought] = {}
        self.of_nobody: dict[str, Fraction] = {}
        self.equations: list[Equation] = []
        self.unpublished: set[str] = set()

    def tell(self, cell: str, parts: Brought, *, published: bool = True) -> str:
        """Write a figure down; the same figure always comes with the same parts. What was published once in this edition, is."""
        if not published and cell not in self.figures:
            self.unpublished.add(cell)
        if self.figures.setdefault(cell, parts) != parts:
            raise ValueError(f"two figures for {cell}")
        return cell

    def tell_of_nobody(self, cell: str, value: Fraction) -> None:
        """Write down a figure of the region of which nobody can say who brings in what. It is never published."""
        self.of_nobody[cell] = value

    def adds_up(self, total: str, parts: Iterable[str]) -> None:
        """The total is the sum of these figures."""
        equation = Equation(total, tuple(parts))
        if equation not in self.equations:
            self.equations.append(equation)

    def part(self) -> Part:
        """What was written down, to be protected."""
        cells = tuple(Cell(cell, sum(parts.values(), ZERO), parts) for cell, parts in self.figures.items())
        of_nobody = tuple(Cell(cell, value) for cell, value in self.of_nobody.items())
        unpublished = frozenset((*self.unpublished, *self.of_nobody))
        problem = Problem((*cells, *of_nobody), tuple(self.equations), integer=self.whole, unpublished=unpublished, method=self.method)
        return Part(self.name, problem)
