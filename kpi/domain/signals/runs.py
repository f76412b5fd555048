"""Runs: a trend, a shift to one side of the centre, two of three points close to a limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from kpi.domain.signals.xmr import Limits

TWO_OF_THREE = 3


class Pattern(StrEnum):
    """Why a point is not common variation, in the order of precedence."""

    OUTSIDE = "outside"
    TREND = "trend"
    TWO_OF_THREE = "two_of_three"
    SHIFT = "shift"


PATTERNS = tuple(Pattern)


@dataclass(frozen=True, slots=True)
class RunLengths:
    """How many points in a row make a trend, and how many a shift."""

    trend: int
    shift: int


def ends_trend(values: Sequence[Fraction], end: int, length: int) -> int:
    """1 when `length` points ending here each lie above the one before, -1 when each lies below; else 0."""
    if end + 1 < length:
        return 0
    window = values[end + 1 - length : end + 1]
    pairs = list(pairwise(window))
    if all(later > earlier for earlier, later in pairs):
        return 1
    return -1 if all(later < earlier for earlier, later in pairs) else 0


def ends_shift(sides: Sequence[int], end: int, length: int) -> int:
    """The side on which `length` points ending here all lie; 0 when they do not."""
    if end + 1 < length:
        return 0
    window = sides[end + 1 - length : end + 1]
    return sides[end] if len(set(window)) == 1 else 0


def ends_two_of_three(sides: Sequence[int], near: Sequence[bool], end: int) -> int:
    """The side on which three points ending here all lie with two or more of them close to the limit; else 0."""
    if end + 1 < TWO_OF_THREE or sum(near[end - 2 : end + 1]) < TWO_OF_THREE - 1:
        return 0
    return ends_shift(sides, end, TWO_OF_THREE)


def zones(values: Sequence[Fraction], limits: Sequence[Limits]) -> tuple[list[int], list[bool]]:
    """For each value its side of the centre, and whether it is close to a limit."""
    pairs = list(zip(values, limits, strict=True))
    return [limit.side(value) for value, limit in pairs], [limit.is_near(value) for value, limit in pairs]
