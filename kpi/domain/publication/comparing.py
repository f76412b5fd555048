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


def change_of(now: Decimal | int, before: Decimal | int, base: int | None) -> Change:
    """The direction. With a base (rounded counts) only a difference of two steps is sure: one step may come of rounding alone."""
    if base is None:
        return Change.UP if now > before else Change.DOWN if now < before else Change.SAME
    if abs(Fraction(now) - Fraction(before)) < 2 * base:
        return Change.ABOUT_SAME
    return Change.UP if now > before else Change.DOWN


def known_count(value: Decimal | int, base: int) -> Known:
    """What a rounded count says: a whole number, not below zero, less than the base away."""
    return Known(max(Fraction(value) - base + 1, Fraction(0)), Fraction(value) + base - 1)


def known_share(value: Decimal, decimals: int, numerator: Decimal | None, denominator: Decimal | None, *, scale: int) -> Known:
    """What a published ratio says: exactly numerator over denominator where both are published, else what was cut off."""
    if numerator is not None and denominator:
        exact = scale * Fraction(numerator) / Fraction(denominator)
        return Known(exact, exact)
    cut = Fraction(1, 2 * 10**decimals)
    return Known(Fraction(value) - cut, Fraction(value) + cut)


def keeps(known: Known, low: Decimal | None, high: Decimal | None) -> bool | None:
    """Whether the true figure lies within these bounds (both ends count); None when the published figure does not tell."""
    least, most = (None if bound is None else Fraction(bound) for bound in (low, high))
    if (least is not None and known.high < least) or (most is not None and known.low > most):
        return False
    return True if (least is None or known.low >= least) and (most is None or known.high <= most) else None
