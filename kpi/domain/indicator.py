"""What a KPI asks for: its kind of value, its precision, its norm and the direction that is better (domain paper A15)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

RATIO = "verhouding"
COUNT = "aantal"
MEDIAN = "mediaan"
MEAN = "gemiddelde"

QUARTERLY = "kwartaal"
YEARLY = "jaar"
YEARLY_QUARTER = 4  # yearly KPIs are asked with the fourth quarter

FAMILIES = ("voorzorg", "basiszorg", "maatzorg", "nazorg", "outcome", "contract")  # the groups of the grid, in their order


def _is_below(value: Fraction, bound: Decimal) -> bool:
    """Compared in whole numbers: exact, and cheap enough for every cell of a grid."""
    whole, parts = bound.as_integer_ratio()
    return value.numerator * parts < whole * value.denominator


def _is_above(value: Fraction, bound: Decimal) -> bool:
    whole, parts = bound.as_integer_ratio()
    return value.numerator * parts > whole * value.denominator


@dataclass(frozen=True, slots=True)
class Norm:
    """A bound on the value, inclusive. `kind`: min, max, bereik (both bounds) or geen. In the unit of the value."""

    kind: str = "geen"
    low: Decimal | None = None
    high: Decimal | None = None

    def is_met(self, value: Fraction) -> bool | None:
        """Is this value inside the norm? None when there is no norm to hold it to."""
        low = self.low if self.kind in ("min", "bereik") else None
        high = self.high if self.kind in ("max", "bereik") else None
        if low is None and high is None:
            return None
        return (low is None or not _is_below(value, low)) and (high is None or not _is_above(value, high))


@dataclass(frozen=True, slots=True)
class Definition:
    """The part of an indicator's version that rules need. `decimals` is how precise its numbers may be."""

    code: str
    value_kind: str
    unit: str = ""
    decimals: int = 0
    direction: str = "geen"
    norm: Norm = Norm()
    numerator_label: str = "teller"
    denominator_label: str = ""

    @property
    def has_second_number(self) -> bool:
        """Whether a cell holds a second number: a noemer, or the number of people a middle value is based on."""
        return self.value_kind == RATIO or (self.value_kind in (MEDIAN, MEAN) and self.denominator_label != "")
