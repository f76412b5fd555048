"""The one way in which an exact amount becomes whole cents: half a cent goes up, away from zero. Once, at the end of a calculation."""

from __future__ import annotations

from fractions import Fraction


def whole_cents(exact: Fraction) -> int:
    """The nearest whole cent; exactly half goes away from zero (0,5 becomes 1, -0,5 becomes -1)."""
    size = abs(exact)
    cents = (2 * size.numerator + size.denominator) // (2 * size.denominator)
    return cents if exact >= 0 else -cents
