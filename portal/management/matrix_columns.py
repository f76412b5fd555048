"""The columns of figures of the begroting, in one place: what the files tell is what the page tells, in the same order.

A new column is one line here and one in the page's table; a test compares the two with each other, cell by cell.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from contracts.domain.budget import Matrix, MatrixRow, Totals
from portal.web.spreadsheets.table import Value

NOT_APPLICABLE = "n.v.t."


class FigureColumn(NamedTuple):
    """One of them: its name, its value in a line and at the foot (of the lines, of what has no line, of all that was promised)."""

    name: str
    of_row: Callable[[MatrixRow], Value]
    of_lines: Callable[[Totals], Value]
    of_rest: Callable[[Totals], Value]
    of_promised: Callable[[Totals], Value]
    is_money: bool = True


def money(cents: int | None) -> Decimal | None:
    """Cents as euros with two decimals; nothing stays nothing."""
    return None if cents is None else Decimal(cents).scaleb(-2)


def _nothing(_totals: Totals) -> Value:
    return None


def _budgeted(row: MatrixRow) -> Value:
    return NOT_APPLICABLE if row.line.budgeted_cents is None else money(row.line.budgeted_cents)


EXPECTED = FigureColumn(
    "Verwacht",
    lambda row: money(row.expected_cents),
    lambda t: money(t.expected_cents - t.expected_without_line_cents),
    lambda t: money(t.expected_without_line_cents),
    lambda t: money(t.expected_cents),
)
FIGURE_COLUMNS = (
    FigureColumn("Begroot", _budgeted, lambda t: money(t.budgeted_cents), _nothing, _nothing),
    FigureColumn(
        "Vastgelegd",
        lambda row: money(row.allocated_cents),
        lambda t: money(t.allocated_cents),
        lambda t: money(t.unallocated_cents),
        lambda t: money(t.committed_cents),
    ),
    FigureColumn(
        "Gerealiseerd",
        lambda row: money(row.realised_cents),
        lambda t: money(t.realised_cents - t.realised_without_line_cents),
        lambda t: money(t.realised_without_line_cents),
        lambda t: money(t.realised_cents),
    ),
    EXPECTED,
    FigureColumn("Ruimte", lambda row: money(row.room_cents), lambda t: money(t.room_cents), _nothing, _nothing),
    FigureColumn("Dekking in %", lambda row: row.cover_percent, lambda t: t.cover_percent, _nothing, _nothing, is_money=False),
)
WITHOUT_EXPECTED = tuple(one for one in FIGURE_COLUMNS if one is not EXPECTED)  # for years of which no expectation was asked


def commitment_cells(matrix: Matrix) -> tuple[tuple[Value, ...], ...]:
    """The foot of the columns of arrangementen and subsidies: on lines, on none, and promised."""
    return (
        tuple(money(column.allocated_cents) for column in matrix.columns),
        tuple(money(column.unallocated_cents) if column.unallocated_cents else None for column in matrix.columns),
        tuple(money(column.commitment.committed_cents) for column in matrix.columns),
    )
