"""From protected tables to what may be read: a figure, or None where it was left out. Nothing that the protection did not tell comes through."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from kpi.domain.disclosure.problem import Method
from kpi.domain.publication.bundle import Bundle
from kpi.domain.publication.content import Movement, PeopleTable, Places
from kpi.domain.publication.layout import IndicatorPlace, Scheme, TablePlace
from kpi.domain.publication.reasons import TOO_FEW
from kpi.domain.publication.shown import Shown, ShownIndicator

LEAST_BASES = 10
"""A ratio of rounded parts is told from so many times the base on: below that, rounding alone could move it by more than ten points."""


@dataclass(frozen=True, slots=True)
class _Figures:
    """What was told, by cell."""

    told: dict[str, Fraction]

    def whole(self, cell: str) -> int | None:
        value = self.told.get(cell)
        return None if value is None else int(value)


def shown(made: Scheme, outcome: Bundle) -> Shown:
    """`outcome` is the bundle of the scheme as it came out of the joint protection."""
    figures, base = _Figures(told_figures(outcome)), _base(outcome)
    return Shown(
        base=base,
        tables=tuple(_table(figures, table) for table in made.tables),
        tables_missing=made.tables_missing,
        movement=Movement(*(figures.whole(getattr(made.movement, name)) for name in ("begin", "joined", "left", "end"))),
        places=Places(*(figures.whole(getattr(made.places, name)) for name in ("places", "occupied", "unoccupied", "waiting"))),
        indicators=tuple(_indicator(figures, place, base) for place in made.indicators),
    )


def _base(outcome: Bundle) -> int:
    """What the counts were rounded to. The rules may ask for another base by now: a quarter keeps that of the figures that were told before."""
    return next(part.problem.base for part in outcome.parts if part.problem.method is Method.ROUND)


def told_figures(outcome: Bundle) -> dict[str, Fraction]:
    """Every figure that the outcome tells: rounded, or as it is where nothing is rounded. What one part leaves out, no other part tells."""
    told: dict[str, Fraction] = {}
    for part in outcome.parts:
        problem = part.problem
        if problem.method is Method.ROUND:
            told |= {cell: value for cell, value in problem.rounded.items() if cell in part.told}
        else:
            told |= {cell.id: cell.value for cell in problem.cells if cell.id in part.told}
    return {cell: value for cell, value in told.items() if cell not in outcome.left_out}


def _table(figures: _Figures, place: TablePlace) -> PeopleTable:
    return PeopleTable(
        key=place.key,
        title=place.title,
        row_axis=place.row_axis,
        column_axis=place.column_axis,
        rows=place.rows,
        columns=place.columns,
        cells=tuple(tuple(figures.whole(cell) for cell in row) for row in place.cells),
    )


def _indicator(figures: _Figures, place: IndicatorPlace, base: int) -> ShownIndicator:
    """A count as it was told; a ratio or a mean only when both of its parts were, and when rounding leaves it near the truth."""
    if place.hidden:
        return _hidden(place, place.hidden)
    if place.value:
        value = figures.told.get(place.value)
        return _hidden(place, TOO_FEW) if value is None else _told(place, value, None, None)
    numerator, denominator = figures.told.get(place.numerator), figures.told.get(place.denominator)
    if numerator is None or denominator is None:
        return _hidden(place, TOO_FEW)
    if denominator < (LEAST_BASES * base if place.is_rounded else 1):
        return _hidden(place, TOO_FEW)
    return _told(place, place.scale * numerator / denominator, None if place.is_mean else numerator, denominator)


def _hidden(place: IndicatorPlace, reason: str) -> ShownIndicator:
    return ShownIndicator(place.code, place.version, place.is_rounded, None, None, None, reason)


def _told(place: IndicatorPlace, value: Fraction, numerator: Fraction | None, denominator: Fraction | None) -> ShownIndicator:
    value_of = _decimal(value, place.decimals)
    return ShownIndicator(place.code, place.version, place.is_rounded, value_of, _plain(numerator), _plain(denominator), "")


def _decimal(value: Fraction, decimals: int) -> Decimal:
    """Rounded half up, as people do, from the exact fraction."""
    exact = value * 10**decimals
    return Decimal(int(exact + Fraction(1, 2)) if exact >= 0 else -int(-exact + Fraction(1, 2))).scaleb(-decimals)


def _plain(value: Fraction | None) -> Decimal | None:
    """A part as it was told: at most three decimals, as reports have them."""
    return None if value is None else (Decimal(value.numerator) / value.denominator).quantize(_step(value), rounding=ROUND_HALF_UP)


def _step(value: Fraction) -> Decimal:
    return Decimal(1) if value.denominator == 1 else Decimal("0.001")
