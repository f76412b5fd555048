"""The table of a chart: each cell both in words and as a value, so that screen and spreadsheet cannot disagree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.web.charts.values import Measure
from portal.web.formatting import NOTHING, number
from portal.web.spreadsheets.table import Column, Table, Value


@dataclass(frozen=True, slots=True)
class Cell:
    """What is shown, and the same as a value: a number where it is one, None where there is none."""

    text: str
    value: Value


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a column."""

    name: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class ChartTable:
    """All figures of a chart. The first cell of each row names the row."""

    caption: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def sheet(self, name: str) -> Table:
        """The same rows for a spreadsheet."""
        columns = tuple(Column(one.name, 14 if one.is_number else 26, wraps=not one.is_number) for one in self.headings)
        return Table(name, columns, tuple(tuple(cell.value for cell in row) for row in self.rows))

    def without_empty(self) -> ChartTable:
        """Without the columns in which nothing stands at all; the first two, the name and the figure, stay."""
        kept = [place for place in range(len(self.headings)) if place < 2 or any(row[place].value not in {None, ""} for row in self.rows)]
        return ChartTable(
            self.caption, tuple(self.headings[place] for place in kept), tuple(tuple(row[place] for place in kept) for row in self.rows)
        )


def words(text: str) -> Cell:
    """A text."""
    return Cell(text, text)


def figure_cell(value: Decimal | None, measure: Measure) -> Cell:
    """A figure in the shown unit, rounded once for both; its unit stands in the heading."""
    exact = measure.rounded(value)
    return Cell(NOTHING, None) if exact is None else Cell(number(exact, measure.places), exact)


def count_cell(value: Decimal | None) -> Cell:
    """A numerator or a denominator, with at most three decimals and none that say nothing."""
    if value is None:
        return Cell(NOTHING, None)
    exact = round(value, 3).normalize()
    decimals = max(0, -int(exact.as_tuple().exponent))
    return Cell(number(exact, decimals), exact)


def numeric(*names: str) -> Sequence[Heading]:
    """Headings of columns with numbers."""
    return [Heading(name, is_number=True) for name in names]
