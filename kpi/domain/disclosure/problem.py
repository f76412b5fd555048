"""Tables to protect or to attack, as plain facts: cells, the equations between them, what the rules ask, who attacks and how to protect.

This is the JSON format of `./samenzicht bescherm` and `./samenzicht toets` (docs/bescherm.md) and nothing else: no model, no solver. Values are exact
(Fraction). `checks.checked` must have passed a problem before anything is computed from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

Contributions = Mapping[str, Fraction]


class Method(StrEnum):
    """How the tables are protected: cells are left out, or every cell is rounded to a multiple of the base."""

    SUPPRESS = "suppress"
    ROUND = "round"


class Cost(StrEnum):
    """What leaving out a cell costs: its value, its value plus one, or one for each cell."""

    VALUE = "value"
    VALUE_PLUS_ONE = "value+1"
    ONE = "one"


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure. `contributions` holds what each aanbieder brings in; None when that is not known."""

    id: str
    value: Fraction
    contributions: Contributions | None = None


@dataclass(frozen=True, slots=True)
class Equation:
    """The total is the sum of its parts."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frequency:
    """Counts of 1 to `least` - 1 are small."""

    least: int


@dataclass(frozen=True, slots=True)
class Contributors:
    """With fewer than `least` contributors nobody may know a figure exactly."""

    least: int


@dataclass(frozen=True, slots=True)
class Percent:
    """No contribution may be estimated from above within `percent` by another contributor (the p % rule)."""

    percent: Fraction


@dataclass(frozen=True, slots=True)
class Dominance:
    """The `largest` largest contributions may be no more than `percent` of the whole (the (n, k) rule)."""

    largest: int
    percent: Fraction


Rule = Frequency | Contributors | Percent | Dominance


@dataclass(frozen=True, slots=True)
class Wanted:
    """A cell to protect besides the rules, with the width that is wanted below and above its value."""

    id: str
    lower: Fraction
    upper: Fraction


@dataclass(frozen=True, slots=True)
class Prior:
    """What every attacker knows beforehand: no figure lies below `lower_all`, and some lie between bounds of their own."""

    lower_all: Fraction = Fraction(0)
    lower: Mapping[str, Fraction] = field(default_factory=dict)
    upper: Mapping[str, Fraction] = field(default_factory=dict)

    def least(self, cell: str) -> Fraction:
        """The lowest value that is possible beforehand."""
        return self.lower.get(cell, self.lower_all)

    def most(self, cell: str) -> Fraction | None:
        """The highest value that is possible beforehand; None is without end."""
        return self.upper.get(cell)


@dataclass(frozen=True, slots=True)
class Problem:
    """Tables that belong together, and what is asked of them.

    `unpublished` cells stand in equations but nobody publishes them. `zeros`: a zero may be left out. `insiders`: None is every contributor.
    `before`: what an earlier edition showed of figures that did not change; they are shown again, and just so.
    `suppressed` and `rounded` are what was published, and `steps` how many extra steps of the base a rounding took (0: only the
    nearest two multiples); they are for `toets` alone. `time_limit` is in seconds; None leaves it to the engine.
    """

    cells: tuple[Cell, ...]
    equations: tuple[Equation, ...] = ()
    integer: bool = True
    unpublished: frozenset[str] = frozenset()
    prior: Prior = field(default_factory=Prior)
    rules: tuple[Rule, ...] = ()
    protect: tuple[Wanted, ...] = ()
    insiders: tuple[str, ...] | None = None
    zeros: bool = True
    weights: Cost | Mapping[str, Fraction] = Cost.VALUE
    method: Method = Method.SUPPRESS
    base: int = 5
    time_limit: float | None = None
    before: Mapping[str, Fraction] = field(default_factory=dict)
    suppressed: frozenset[str] = frozenset()
    rounded: Mapping[str, Fraction] = field(default_factory=dict)
    steps: int = 0

    @property
    def attackers(self) -> tuple[str, ...]:
        """The insiders by name: those that were named, or else everybody who contributes anything."""
        if self.insiders is not None:
            return self.insiders
        names = {name for cell in self.cells for name, part in (cell.contributions or {}).items() if part > 0}
        return tuple(sorted(names))
