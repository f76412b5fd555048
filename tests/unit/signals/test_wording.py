"""How limits are told: never beyond what a figure can be, whatever was computed."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kpi.domain.signals.series import Kind, Point
from kpi.domain.signals.wording import as_figure, as_range


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (Kind.PROPORTION, "tussen 0 % en 100 %"),
        (Kind.COUNT, "tussen 0 en 1,3"),
        (Kind.RATE, "tussen 0 en 1,3"),
        (Kind.VALUE, "tussen -0,25 en 1,3"),  # a plain value may be anything
    ],
)
def test_a_limit_is_told_within_what_can_be(kind: Kind, told: str) -> None:
    assert as_range(Fraction(-1, 4), Fraction(13, 10), kind) == told


def test_the_unit_stands_after_the_figure() -> None:
    assert as_figure(Point("2026-K3", Fraction(45), unit="dagen"), Kind.VALUE) == "45 dagen"
    assert as_figure(Point("2026-K3", Fraction(9), Fraction(12)), Kind.PROPORTION) == "75 % (9 van 12)"
