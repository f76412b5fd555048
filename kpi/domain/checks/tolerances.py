"""How far figures may lie apart before somebody is asked: every bound of the rules in one place, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from kpi.domain.deviation import SMALLEST_CHANGE


@dataclass(frozen=True, slots=True)
class Margin:
    """A difference that is let through: this share of the larger number, and never less than `least`."""

    share: Fraction = Fraction(0)
    least: int = 0

    def holds(self, first: Decimal | Fraction | int, second: Decimal | Fraction | int) -> bool:
        """Whether two numbers lie close enough together; exactly on the bound is close enough."""
        one, other = Fraction(first), Fraction(second)
        return abs(one - other) <= max(self.share * max(abs(one), abs(other)), Fraction(self.least))


@dataclass(frozen=True, slots=True)
class Tolerances:
    """The bounds. A default counts for every aanbieder alike; the sentence behind each says why it is what it is."""

    outlier_points: int = 6  # with fewer earlier quarters a median says nothing about what is usual
    outlier_score: Fraction = Fraction(7, 2)  # the usual bound of the modified z-score (Iglewicz and Hoaglin)
    smallest_change: Mapping[str, Fraction] = field(default_factory=lambda: MappingProxyType(SMALLEST_CHANGE))  # less is no news in any rule
    repeat_quarters: int = 4  # a whole year without any change is rare for something that people count
    repeat_least: int = 20  # small counts do stay the same for a year
    repeat_free: frozenset[str] = frozenset({"BZ-06"})  # it counts places, and those stay the same for years
    jump_share: Fraction = Fraction(1, 4)  # a zero too many is seldom exactly ten times: the real figure moves as well
    jump_least: int = 20  # from 1 to 10 people happens
    jump_window: int = 4  # what is usual now: the last four figures
    stays: Margin = Margin()  # BZ-01 and BZ-03 count the same stays
    ended: Margin = Margin(Fraction(1, 10), 2)  # a stay that ends on the last night may be counted in either quarter
    shelter_places: Margin = Margin()  # the places are agreed with the gemeente
    nights_short: Fraction = Fraction(2, 5)  # closed for repair is possible, but seldom for more than this part of all nights
    left: Margin = Margin()  # MZ-05 and NZ-02 count the same people
    deaths: Margin = Margin(Fraction(1, 4), 5)  # who died is in the outflow and not in the KPI
    clients: Margin = Margin(Fraction(1, 10), 2)  # somebody may have two forms of care at once
    residents: Margin = Margin(Fraction(1, 5), 5)  # a family may share one place


DEFAULT = Tolerances()
