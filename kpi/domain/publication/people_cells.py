"""People in care on the last day as three two-way tables with one set of totals: gemeente by form of care, gemeente by age, form of care by age."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from kpi.domain.publication.coarsening import Axis
from kpi.domain.publication.layout import TOGETHER, TOTAL, TablePlace
from kpi.domain.publication.ledger import Ledger, brought
from kpi.domain.summary_input import PeopleInput

Axes3 = tuple[Axis, Axis, Axis]
"""Gemeente, form of care and age."""
Placed = tuple[tuple[str, ...], int, int]
"""The categories of some people, one of each axis; their aanbieder; how many they are."""


def people_tables(ledger: Ledger, people: Sequence[PeopleInput], axes: Axes3, *, period: str) -> tuple[TablePlace, ...]:
    """Write every cell down once, and say where it stands. A category in which nobody is, stays: also a zero is a figure."""
    write_cells(ledger, people, axes, period=period)
    return tuple(_table(axes[one], axes[other], period) for one, other in combinations(range(len(axes)), 2))


def write_cells(ledger: Ledger, people: Sequence[PeopleInput], axes: Axes3, *, period: str, published: bool = True) -> None:
    """Every cell of the three tables with its totals, and what adds up to what. Raises ValueError for people in a category the region lacks."""
    placed = [(_categories(one, axes), one.provider, one.people) for one in people]
    for place, axis in enumerate(axes):
        margins = []
        for category in axis.categories:
            parts = brought((provider, number) for where, provider, number in placed if where[place] == category.code)
            margins.append(ledger.tell(margin(period, axis, category.code), parts, published=published))
        ledger.adds_up(f"{period}|{TOTAL}", margins)
    for one, other in combinations(range(len(axes)), 2):
        _write_table(ledger, placed, axes, one, other, period, published=published)


def margin(period: str, axis: Axis, category: str) -> str:
    """The id of the total of one category."""
    return f"{period}|{axis.key}|{category}"


def inner(period: str, row_axis: Axis, column_axis: Axis, row: str, column: str) -> str:
    """The id of one cell of a two-way table."""
    return f"{period}|{row_axis.key}{column_axis.key}|{row}|{column}"


def _categories(one: PeopleInput, axes: Axes3) -> tuple[str, ...]:
    codes = (one.municipality, one.form, one.age)
    for axis, code in zip(axes, codes, strict=True):
        if code not in axis.category_of:
            raise ValueError(f"unknown {axis.name}: {code!r}")
    return tuple(axis.category_of[code] for axis, code in zip(axes, codes, strict=True))


def _write_table(ledger: Ledger, placed: Sequence[Placed], axes: Axes3, one: int, other: int, period: str, *, published: bool) -> None:
    rows, columns = axes[one], axes[other]
    lines = []
    for row in rows.categories:
        line = []
        for column in columns.categories:
            parts = brought((provider, number) for where, provider, number in placed if (where[one], where[other]) == (row.code, column.code))
            line.append(ledger.tell(inner(period, rows, columns, row.code, column.code), parts, published=published))
        ledger.adds_up(margin(period, rows, row.code), line)
        lines.append(line)
    for place, column in enumerate(columns.categories):
        ledger.adds_up(margin(period, columns, column.code), [line[place] for line in lines])


def _table(rows: Axis, columns: Axis, period: str) -> TablePlace:
    totals = tuple(margin(period, columns, column.code) for column in columns.categories)
    lines = (
        (*(inner(period, rows, columns, row.code, column.code) for column in columns.categories), margin(period, rows, row.code))
        for row in rows.categories
    )
    return TablePlace(
        key=f"{rows.name}-{columns.name}",
        title=f"Mensen per {rows.name} en {columns.name}",
        row_axis=rows.name,
        column_axis=columns.name,
        rows=(*(category.name for category in rows.categories), TOGETHER),
        columns=(*(category.name for category in columns.categories), TOGETHER),
        cells=(*lines, (*totals, f"{period}|{TOTAL}")),
    )
