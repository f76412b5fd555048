"""People in care on the last day as three two-way tables with one set of totals: gemeente by form of care, gemeente by age, form of care by age."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from kpi.domain.publication.coarsening import Axis
from kpi.domain.publication.layout import TOGETHER, TOTAL, TablePlace
from kpi.domain.publication.ledger import Ledger, brought
from kpi.domain.summary_input import PeopleInput


def people_tables(ledger: Ledger, people: Sequence[PeopleInput], axes: tuple[Axis, Axis, Axis], *, period: str) -> tuple[TablePlace, ...]:
    """Write every cell down once, and say where it stands. A category in which nobody is, stays: also a zero is a figure."""
    sorted_people = [(_categories(one, axes), one.provider, one.people) for one in people]
    total = f"{period}|{TOTAL}"
    for place, axis in enumerate(axes):
        margins = []
        for category in axis.categories:
            parts = brought((provider, number) for where, provider, number in sorted_people if where[place] == category.code)
            margins.append(ledger.tell(f"{period}|{axis.key}|{category.code}", parts))
        ledger.adds_up(total, margins)
    return tuple(_table(ledger, sorted_people, axes, one, other, period) for one, other in combinations(range(len(axes)), 2))


Sorted = tuple[tuple[str, ...], int, int]
"""The categories of some people, one of each axis; their aanbieder; how many they are."""


def _categories(one: PeopleInput, axes: tuple[Axis, Axis, Axis]) -> tuple[str, ...]:
    """Raises ValueError for people in a category that the region does not have."""
    codes = (one.municipality, one.form, one.age)
    for axis, code in zip(axes, codes, strict=True):
        if code not in axis.category_of:
            raise ValueError(f"unknown {axis.name}: {code!r}")
    return tuple(axis.category_of[code] for axis, code in zip(axes, codes, strict=True))


def _table(ledger: Ledger, people: Sequence[Sorted], axes: Sequence[Axis], one: int, other: int, period: str) -> TablePlace:
    rows, columns = axes[one], axes[other]
    cells = []
    for row in rows.categories:
        line = []
        for column in columns.categories:
            parts = brought((provider, number) for where, provider, number in people if (where[one], where[other]) == (row.code, column.code))
            line.append(ledger.tell(f"{period}|{rows.key}{columns.key}|{row.code}|{column.code}", parts))
        ledger.adds_up(f"{period}|{rows.key}|{row.code}", line)
        cells.append((*line, f"{period}|{rows.key}|{row.code}"))
    for place, column in enumerate(columns.categories):
        ledger.adds_up(f"{period}|{columns.key}|{column.code}", [line[place] for line in cells])
    totals = tuple(f"{period}|{columns.key}|{column.code}" for column in columns.categories)
    return TablePlace(
        key=f"{rows.name}-{columns.name}",
        title=f"Mensen per {rows.name} en {columns.name}",
        row_axis=rows.name,
        column_axis=columns.name,
        rows=(*(category.name for category in rows.categories), TOGETHER),
        columns=(*(category.name for category in columns.categories), TOGETHER),
        cells=(*cells, (*totals, f"{period}|{TOTAL}")),
    )
