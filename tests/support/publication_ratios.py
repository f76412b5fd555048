"""Invented KPIs: a numerator, the rest and the denominator, of four aanbieders, to be published or left out whole."""

from __future__ import annotations

import random
from fractions import Fraction

from kpi.domain.disclosure.problem import Cell, Equation, Problem
from kpi.domain.publication.bundle import Bundle, Part

WHO = "ABCD"
Counts = dict[str, tuple[int, int]]


def counts(dice: random.Random, largest: int = 120) -> Counts:
    """Per aanbieder the numerator and the rest."""
    made = {}
    for who in WHO[: dice.choice((2, 3, 4, 4, 4))]:
        people = dice.randint(5, largest)
        reached = dice.randint(0, people)
        made[who] = reached, people - reached
    return made


def ratio_cells(name: str, found: Counts) -> tuple[Cell, Cell, Cell]:
    """The numerator, the rest and the denominator."""
    columns = [{who: Fraction(numbers[place]) for who, numbers in found.items()} for place in (0, 1)]
    columns.append({who: Fraction(sum(numbers)) for who, numbers in found.items()})
    first, second, third = (
        Cell(f"{name}|{part}", sum(parts.values(), Fraction(0)), parts) for part, parts in zip(("teller", "rest", "noemer"), columns, strict=True)
    )
    return first, second, third


def ratios(quarter: str, found: dict[str, Counts], *, integer: bool = True) -> tuple[Part, tuple[frozenset[str], ...]]:
    """A part with a KPI for each, and which cells hang together."""
    cells = [ratio_cells(f"{quarter}|{name}", one) for name, one in found.items()]
    equations = tuple(Equation(three[2].id, (three[0].id, three[1].id)) for three in cells)
    problem = Problem(cells=tuple(cell for three in cells for cell in three), equations=equations, integer=integer)
    return Part("verhoudingen" if integer else "bedragen", problem), tuple(frozenset(cell.id for cell in three) for three in cells)


def ratio_bundle(name: str, quarter: str, found: dict[str, Counts], *, integer: bool = True) -> Bundle:
    """One edition with nothing else."""
    part, together = ratios(quarter, found, integer=integer)
    return Bundle(name, (part,), together=together)
