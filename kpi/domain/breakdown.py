"""The parts of a figure: by gemeente of origin, by age group, or by voorziening (domain paper A15: the standard disaggregation).

A cell stays the total. The first dimension that is filled in makes that total; a further one must add up to the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kpi.domain.cell import Figures
from kpi.domain.indicator import COUNT, RATIO
from kpi.domain.numbers import dutch

BY_MUNICIPALITY, BY_AGE, BY_FORM = "gemeente", "leeftijd", "voorziening"
DIMENSIONS = (BY_MUNICIPALITY, BY_AGE, BY_FORM)
SUMMABLE = (COUNT, RATIO)
"""Only counts, and the two counts of a ratio, can be added up; a median or a mean has no parts."""
ELSEWHERE = "overig"
NAMES = {BY_MUNICIPALITY: "Gemeente van herkomst", BY_AGE: "Leeftijd", BY_FORM: "Voorziening"}
SAID = {BY_MUNICIPALITY: "Per gemeente", BY_AGE: "Per leeftijd", BY_FORM: "Per voorziening"}


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of one category of a dimension."""

    category: str
    numerator: Decimal | None
    denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A dimension whose parts do not add up to the cell, with the sum in a sentence."""

    dimension: str
    sentence: str


def dimensions_of(breakdown: str) -> tuple[str, ...]:
    """The dimensions that a definition asks for, in its order ("gemeente leeftijd")."""
    return tuple(breakdown.split())


def leading(breakdown: str, stored: Collection[str]) -> str | None:
    """The dimension that makes the total: the first one asked that is filled in. None: nothing is filled in."""
    return next((dimension for dimension in dimensions_of(breakdown) if dimension in stored), None)


def total_of(parts: Sequence[Part]) -> Figures:
    """What the parts add up to. A number that no part has, the total does not have either: empty is not zero."""
    return Figures(_sum([part.numerator for part in parts]), _sum([part.denominator for part in parts]))


def mismatches(figures: Figures, parts: Mapping[str, Sequence[Part]]) -> tuple[Mismatch, ...]:
    """The dimensions that do not add up to the figures of the cell. Empty: all is well, or nothing was split."""
    found = []
    for dimension, own in parts.items():
        total = total_of(own)
        if own and total != Figures(figures.numerator, figures.denominator):
            found.append(Mismatch(dimension, _told(dimension, figures, own, total)))
    return tuple(found)


def _sum(numbers: Sequence[Decimal | None]) -> Decimal | None:
    known = [number for number in numbers if number is not None]
    return sum(known, Decimal(0)) if known else None


def _told(dimension: str, figures: Figures, parts: Sequence[Part], total: Figures) -> str:
    """The number that differs, with its sum: "Per leeftijd: 3 + 5 = 8. Het totaal is 9. Dat is 1 te weinig."."""
    first = total.numerator != figures.numerator
    numbers = [part.numerator if first else part.denominator for part in parts]
    made, wanted = (total.numerator, figures.numerator) if first else (total.denominator, figures.denominator)
    which = "" if first else " (noemer)"
    added = " + ".join(dutch(number or 0, 3) for number in numbers)
    said = f"{SAID[dimension]}{which}: {added} = {dutch(made or 0, 3)}."
    if wanted is None:
        return f"{said} Er is nog geen totaal."
    gap = (made or Decimal(0)) - wanted
    return f"{said} Het totaal is {dutch(wanted, 3)}. Dat is {dutch(abs(gap), 3)} te {'veel' if gap > 0 else 'weinig'}."
