"""Comparing published figures honestly: a rounded count may be less than the base away from the true one, a share is cut off at its decimals.

What cannot be known from the published figures is not said: then the answer is None, "not sure".
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Change(StrEnum):
    """How a figure stands to the one of the quarter before."""

    UP = "gestegen"
    DOWN = "gedaald"
    SAME = "gelijk gebleven"
    ABOUT_SAME = "ongeveer gelijk gebleven"


@dataclass(frozen=True, slots=True)
class Known:
    """What a reader knows of a figure: it lies between `low` and `high`, both ends included."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Figure:
    """What was published of a KPI: a count, a mean, or a ratio of which both parts may be told. `scale`: 100 for per cents."""

    value: Decimal
    numerator: Decimal | None
    denominator: Decimal | None
    is_rounded: bool
    decimals: int
    scale: int


def change_of(now: int, before: int, base: int) -> Change:
    """The direction of a rounded count. Only a difference of two steps is sure: one step may come of rounding alone."""
    return _change(known_count(now, base), known_count(before, base))


def change_of_figure(now: Figure, before: Figure, base: int) -> Change:
    """The direction of a KPI. What is not rounded is compared as it is written, so that the words fit the numbers beside them."""
    if now.is_rounded:
        return _change(known_figure(now, base), known_figure(before, base))
    return Change.UP if now.value > before.value else Change.DOWN if now.value < before.value else Change.SAME


def _change(now: Known, before: Known) -> Change:
    return Change.UP if now.low > before.high else Change.DOWN if now.high < before.low else Change.ABOUT_SAME


def known_count(value: Decimal | int, base: int) -> Known:
    """What a rounded count says: a whole number, not below zero, less than the base away."""
    return Known(max(Fraction(value) - base + 1, Fraction(0)), Fraction(value) + base - 1)


def known_figure(figure: Figure, base: int) -> Known:
    """What a published KPI says of the true one.

    A ratio of two parts that are told is exactly their quotient; of two rounded parts it lies between the quotients that they leave open. Of a
    ratio or a mean without parts only the decimals were cut off.
    """
    numerator, denominator = figure.numerator, figure.denominator
    if numerator is None or denominator is None:
        cut = Fraction(1, 2 * 10**figure.decimals)
        return known_count(figure.value, base) if figure.is_rounded else Known(Fraction(figure.value) - cut, Fraction(figure.value) + cut)
    if not figure.is_rounded:
        exact = figure.scale * Fraction(numerator) / Fraction(denominator)
        return Known(exact, exact)
    part, whole = known_count(numerator, base), known_count(denominator, base)
    least, most = part.low / max(whole.high, Fraction(1)), part.high / max(whole.low, Fraction(1))
    if numerator <= denominator:  # a part of the whole: never more than all of it
        least, most = min(least, Fraction(1)), min(most, Fraction(1))
    return Known(figure.scale * least, figure.scale * most)


def keeps(known: Known, low: Decimal | None, high: Decimal | None) -> bool | None:
    """Whether the true figure lies within these bounds (both ends count); None when the published figure does not tell."""
    least, most = (None if bound is None else Fraction(bound) for bound in (low, high))
    if (least is not None and known.high < least) or (most is not None and known.low > most):
        return False
    return True if (least is None or known.low >= least) and (most is None or known.high <= most) else None
