"""Series for the tests, in few words."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from contracts.foundation.period import Quarter
from kpi.domain.signals.series import Bounds, Direction, Kind, Point, Series

FIRST = Quarter(2020, 1)
Figure = int | float | str | None | tuple[int, int]


def points(figures: Sequence[Figure]) -> tuple[Point, ...]:
    """One point a quarter: a value, (numerator, denominator), or None for a missing one."""
    return tuple(_point(FIRST.shift(place).code, figure) for place, figure in enumerate(figures))


def _point(period: str, figure: Figure) -> Point:
    if figure is None:
        return Point(period, missing="niet aangeleverd")
    if isinstance(figure, tuple):
        return Point(period, Fraction(figure[0]), Fraction(figure[1]))
    return Point(period, Fraction(str(figure)))


def series(figures: Sequence[Figure], kind: Kind = Kind.VALUE, *, direction: Direction = Direction.HIGHER, norm: Bounds | None = None) -> Series:
    """A series of these figures."""
    return Series(kind, points(figures), direction, norm)


def at_least(norm: str) -> Bounds:
    """A norm with a lower bound."""
    return Bounds(low=Fraction(norm))


def at_most(norm: str) -> Bounds:
    """A norm with an upper bound."""
    return Bounds(high=Fraction(norm))
