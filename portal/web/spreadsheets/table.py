"""A sheet as plain values, before it becomes XLSX or CSV: so that the two can never tell different things."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

Value = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `is_input`: people fill it in; `choices`: the words they may choose from; `is_hidden`: for the machine, not for people.

    `is_money`: euros, shown with two decimals.
    """

    name: str
    width: int = 14
    is_input: bool = False
    is_hidden: bool = False
    wraps: bool = False
    choices: tuple[str, ...] = ()
    is_money: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: sentences above, the names of the columns, and the rows. Numbers are numbers."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    above: tuple[str, ...] = ()
