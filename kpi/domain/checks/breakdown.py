"""The parts of a cell (gemeente of origin, age group, voorziening) make up its total, and each part can be true by itself."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from kpi.domain.cell import Figures, limit_problem
from kpi.domain.checks.facts import CellFacts, Part
from kpi.domain.checks.finding import Finding, Level, found
from kpi.domain.indicator import COUNT, RATIO
from kpi.domain.numbers import dutch

PARTS = "uitsplitsing"
_LONGEST_SUM = 8  # terms that are written out; with more only their sum is told


def breakdown(cell: CellFacts) -> Iterator[Finding]:
    """One finding for each dimension that cannot be right: a part that is impossible, or parts that do not make the total."""
    ordered = sorted(cell.parts, key=lambda part: (part.dimension, part.category))
    for dimension, group in groupby(ordered, key=lambda part: part.dimension):
        parts = [part for part in group if part.numerator is not None or part.denominator is not None]
        reason = _impossible_part(cell, parts) or _wrong_sum(cell, parts)
        if parts and reason:
            figures = [cell.figures.numerator, cell.figures.denominator]
            about = [fact for part in parts for fact in (part.category, part.numerator, part.denominator)]
            sentence = f"{cell.code}, uitsplitsing naar {dimension}: {reason}"
            yield found(Level.BLOKKADE, PARTS, f"{PARTS}-{cell.code}-{dimension}", sentence, [*figures, *about])


def _impossible_part(cell: CellFacts, parts: list[Part]) -> str:
    for part in parts:
        problem = limit_problem(cell.definition, Figures(part.numerator, part.denominator))
        if problem is not None:
            return f"bij {part.category}: {problem.reason}"
    return ""


def _wrong_sum(cell: CellFacts, parts: list[Part]) -> str:
    """Counts add up; a median or a mean does not, but the people behind it do."""
    columns = [("", "numerator")] if cell.definition.value_kind == COUNT else [("noemers", "denominator")]
    if cell.definition.value_kind == RATIO:
        columns = [("tellers", "numerator"), *columns]
    for word, name in columns:
        terms: list[Decimal] = [number for part in parts if (number := getattr(part, name)) is not None]
        total: Decimal | None = getattr(cell.figures, name)
        if terms and sum(terms) != total:
            shown = " + ".join(dutch(term, 3) for term in terms) + " = " if len(terms) <= _LONGEST_SUM else ""
            what = f"de {word} zijn" if word else "de delen zijn"
            stands = "er staat nog geen totaal" if total is None else f"het totaal is {dutch(total, 3)}"
            return f"{what} samen {shown}{dutch(sum(terms), 3)}, maar {stands}. Maak ze gelijk."
    return ""
