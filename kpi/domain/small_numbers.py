"""What may be shown outside the contract, at first depth: enough aanbieders, enough people, and no sum that gives a hidden figure away.

This protects figures for the region as a whole. It does not yet protect against somebody who knows one aanbieder's own
figures, nor against what two editions show together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

LEAST_PROVIDERS = 3
LEAST_COUNT = 5

FEW_PROVIDERS = "te weinig aanbieders"
FEW_PEOPLE = "te kleine aantallen"
DERIVABLE = "anders is een verborgen cijfer te berekenen"


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum over aanbieders, and which of them stand behind it (those that add something to it)."""

    value: Decimal
    providers: frozenset[int]

    def __add__(self, other: Figure) -> Figure:
        """The sum of both, with everybody who stands behind either."""
        return Figure(self.value + other.value, self.providers | other.providers)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table. The columns of all rows add up to the table's total."""

    key: str
    cells: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Protection:
    """Which rows stay hidden and why (key -> reason), and why the total stays hidden ("" when it is shown)."""

    hidden: dict[str, str]
    total_hidden: str


def why_hide_count(figure: Figure) -> str:
    """Why this count stays hidden; "" when it may be shown. A count of 0 is hidden too: it tells something about everybody."""
    if len(figure.providers) < LEAST_PROVIDERS:
        return FEW_PROVIDERS
    return FEW_PEOPLE if figure.value < LEAST_COUNT else ""


def why_hide_ratio(numerator: Decimal, denominator: Decimal, providers: frozenset[int]) -> str:
    """Why this ratio stays hidden: both those in the numerator and those not in it must be enough."""
    if len(providers) < LEAST_PROVIDERS:
        return FEW_PROVIDERS
    return FEW_PEOPLE if min(numerator, denominator - numerator, denominator) < LEAST_COUNT else ""


def protect_rows(rows: Sequence[Row]) -> Protection:
    """Hide what is unsafe, and then as many of the smallest other rows as needed, so that the total gives nothing away.

    A row is shown whole or not at all. What can be computed as total minus shown rows must itself be safe to show, and
    must be the sum of at least two rows.
    """
    hidden = {row.key: reason for row in rows if (reason := _why_hide_all(row.cells))}
    total_hidden = _why_hide_all(_sum(rows)) if rows else FEW_PROVIDERS
    if total_hidden:
        return Protection(hidden, total_hidden)
    shown = sorted((row for row in rows if row.key not in hidden), key=lambda row: (sum(cell.value for cell in row.cells), row.key))
    while hidden and shown and not _rest_is_safe([row for row in rows if row.key in hidden]):
        hidden[shown.pop(0).key] = DERIVABLE
    return Protection(hidden, "")


def _rest_is_safe(rest: Sequence[Row]) -> bool:
    return len(rest) > 1 and not _why_hide_all(_sum(rest))


def _why_hide_all(cells: tuple[Figure, ...]) -> str:
    return next((reason for cell in cells if (reason := why_hide_count(cell))), "")


def _sum(rows: Sequence[Row]) -> tuple[Figure, ...]:
    nothing = Figure(Decimal(0), frozenset())
    return tuple(sum(column, start=nothing) for column in zip(*(row.cells for row in rows), strict=True))
