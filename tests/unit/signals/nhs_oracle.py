"""NHSRplotthedots once more, vector by vector in the shape of its R code (f7891af), on exact fractions. Shares nothing with the engine."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

Row = tuple[Fraction, Fraction | None, Fraction | None, str]


def sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)


def one_side(v: list[int]) -> list[bool]:
    padded = [0] * 6 + v
    return [padded[i] != 0 and all(padded[i - back] == padded[i] for back in range(1, 7)) for i in range(6, len(padded))]


def part_of(v: Sequence[int | bool]) -> list[bool]:
    padded = [*v, *[0] * 6]
    return [any(abs(int(padded[i + ahead])) == 1 for ahead in range(7)) for i in range(len(v))]


def trend(y: list[Fraction]) -> list[int]:
    if len(y) < 7:
        return [0] * len(y)
    found = [0] * 6
    for i in range(6, len(y)):
        steps = {sign(y[i - back] - y[i - back - 1]) for back in range(6)}
        found.append(steps.pop() if len(steps) == 1 else 0)
    return found


def two_in_three(close: list[bool], side: list[int]) -> list[bool]:
    c, s = [False, False, *close, False, False], [0, 0, *side, 0, 0]
    hit = [sum(c[i : i + 3]) >= 2 and abs(sum(s[i : i + 3])) == 3 for i in range(len(c) - 2)]
    return [any(hit[i : i + 3]) for i in range(len(close))]


def limits(y: list[Fraction], fix: int | None, *, screen: bool) -> tuple[Fraction, Fraction | None, Fraction | None]:
    base = y[:fix] if fix else y
    middle = sum(base) / Fraction(len(base))
    ranges = [abs(b - a) for a, b in pairwise(base)]
    if not ranges:
        return middle, None, None
    average = sum(ranges) / Fraction(len(ranges))
    if screen and average:
        kept = [one for one in ranges if one < Fraction("3.267") * average]
        average = sum(kept) / Fraction(len(kept))
    return middle, middle - Fraction("2.66") * average, middle + Fraction("2.66") * average


def group(y: list[Fraction], direction: int, fix: int | None, *, screen: bool) -> list[tuple[Row, str | None]]:
    """For each point (centre, lower, upper, point type) and the rule."""
    middle, low, high = limits(y, fix, screen=screen)
    side = [sign(one - middle) for one in y]
    if low is None or high is None:
        outside, close = [False] * len(y), [False] * len(y)
    else:
        near = 2 * (high - middle) / 3
        outside = [one > high or one < low for one in y]
        close = [not out and abs(one - middle) > near for one, out in zip(y, outside, strict=True)]
    in_trend, in_shift = part_of(trend(y)), part_of(one_side(side))
    in_two = [a and b for a, b in zip(two_in_three(close, side), close, strict=True)]
    steps = [sign(b - a) for a, b in pairwise(y)]
    found: list[tuple[Row, str | None]] = []
    for i in range(len(y)):
        both = in_trend[i] and i + 1 < len(y) and in_trend[i + 1]
        slope = steps[i] if both else (0 if i == 0 else steps[i - 1])
        level = 1 if side[i] > 0 else -1
        order = [("outside", outside[i], level), ("trend", in_trend[i], 1 if slope == 1 else -1)]
        order += [("two_of_three", in_two[i], level), ("shift", in_shift[i], level)]
        rule, v = next(((name, way) for name, holds, way in order if holds), (None, 0))
        found.append(((middle, low, high, named(v, direction)), rule))
    return found


def named(v: int, direction: int) -> str:
    if v == 0:
        return "common_cause"
    if direction == 0:
        return "special_cause_neutral"
    return "special_cause_improvement" if v * direction > 0 else "special_cause_concern"
