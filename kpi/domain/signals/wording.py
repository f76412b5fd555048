"""Figures in plain Dutch: "75 % (9 van 12)", "3,4", "14 (op 2.100)"."""

from __future__ import annotations

from fractions import Fraction

from kpi.domain.numbers import dutch
from kpi.domain.signals.series import Bounds, Kind, Point

TENTH = 1


def as_number(value: Fraction | float, kind: Kind) -> str:
    """A value in its own unit: a share as a percentage. Small values keep two figures that say something."""
    exact = Fraction(value)
    if kind is Kind.PROPORTION:
        return f"{dutch(exact * 100, TENTH)} %"
    decimals = TENTH
    while decimals < 6 and exact and abs(exact) * 10**decimals < 10:
        decimals += 1
    return dutch(exact, decimals)


def as_distance(value: Fraction | float, kind: Kind) -> str:
    """A difference, without its sign: between two shares it is a number of percentage points."""
    exact = abs(Fraction(value))
    return f"{dutch(exact * 100, TENTH)} procentpunt" if kind is Kind.PROPORTION else as_number(exact, kind)


def as_range(lower: Fraction | float, upper: Fraction | float, kind: Kind) -> str:
    """Limits as part of a sentence, "tussen 40 % en 100 %": never beyond what such a figure can be."""
    least = lower if kind is Kind.VALUE else max(lower, Fraction(0))
    most = min(upper, Fraction(1)) if kind is Kind.PROPORTION else upper
    return f"tussen {as_number(least, kind)} en {as_number(most, kind)}"


def as_figure(point: Point, kind: Kind) -> str:
    """The figure of a quarter, with the counts that stand behind it."""
    if point.value is None or point.numerator is None:
        return "geen cijfer"
    text = f"{as_number(point.value, kind)} {point.unit}".rstrip()
    if point.denominator is None or kind is Kind.VALUE:
        return text
    link = "van" if kind is Kind.PROPORTION else "op"
    return f"{text} ({dutch(point.numerator)} {link} {dutch(point.denominator, TENTH)})"


def as_norm(norm: Bounds, kind: Kind) -> str:
    """The norm as part of a sentence: "minstens 80 %"."""
    low = "" if norm.low is None else as_number(norm.low, kind)
    high = "" if norm.high is None else as_number(norm.high, kind)
    if low and high:
        return f"{low} tot en met {high}"
    return f"minstens {low}" if low else f"hoogstens {high}"


def how_many(number: int, one: str, more: str) -> str:
    """ "1 kwartaal", "3 kwartalen"."""
    return f"{number} {one if number == 1 else more}"
