"""The norm of a contract: what may be typed, which verdict it gives, and what is advised about the number of KPIs."""

from __future__ import annotations

from decimal import Decimal

import pytest

from contracts.foundation.errors import Refused
from kpi.domain.agreed_norm import advice, held_to, norm_of, read_norm, seen_as
from kpi.domain.cell import Figures
from kpi.domain.indicator import RATIO, Definition, Norm
from kpi.domain.judged import Quarterly, judge_figure
from kpi.domain.signals.series import Kind

SHARE = Definition("MZ-05", RATIO, "%", 0, "hoger", Norm(), "uitgestroomd", "mensen")


def read(low: str, high: str, *, unit: str = "%", direction: str = "hoger") -> Norm | None:
    return read_norm(low, high, unit=unit, direction=direction)


def test_what_was_typed_makes_the_kind_of_norm() -> None:
    assert read("", " ") is None
    assert read("62,5", "") == Norm("min", Decimal("62.5"))
    assert read("", "42", unit="dagen", direction="lager") == Norm("max", None, Decimal(42))
    assert read("85", "98", direction="geen") == Norm("bereik", Decimal(85), Decimal(98)) == norm_of(Decimal(85), Decimal(98))
    assert read("85", "85") == Norm("bereik", Decimal(85), Decimal(85))
    assert read("", "95", direction="geen") == Norm("max", None, Decimal(95))
    assert read("1.000.000", "", unit="personen") == Norm("min", Decimal(1_000_000))


@pytest.mark.parametrize(
    ("low", "high", "unit", "direction", "field", "words"),
    [
        ("veel", "", "%", "hoger", "norm_low", ""),
        ("1,234", "", "%", "hoger", "norm_low", ""),
        ("101", "", "%", "hoger", "norm_low", "tussen 0 en 100"),
        ("", "-1", "dagen", "lager", "norm_high", "nul of hoger"),
        ("90", "80", "%", "geen", "norm_high", "lager dan de ondergrens"),
        ("", "80", "%", "hoger", "norm_high", "hoger beter"),
        ("10", "", "dagen", "lager", "norm_low", "lager beter"),
    ],
)
def test_what_is_no_norm_is_refused_at_its_field(low: str, high: str, unit: str, direction: str, field: str, words: str) -> None:
    with pytest.raises(Refused) as wrong:
        read(low, high, unit=unit, direction=direction)
    assert wrong.value.field == field and words in wrong.value.reason


@pytest.mark.parametrize(("top", "verdict", "side"), [("50", "missed", -1), ("97", "within", 0), ("79", "unclear", -1), ("82", "unclear", 0)])
def test_a_figure_is_held_to_the_norm_with_the_margin_of_chance(top: str, verdict: str, side: int) -> None:
    norm, figures = Norm("min", Decimal(80)), Figures(Decimal(top), Decimal(100))
    assert held_to(norm, SHARE, Kind.PROPORTION, "2026-K3", figures) == (verdict, side)


@pytest.mark.parametrize("top", range(0, 41, 4))
def test_the_verdict_is_the_one_that_the_register_would_give_by_that_norm(top: int) -> None:
    norm, figures = Norm("bereik", Decimal(40), Decimal(70)), Figures(Decimal(top), Decimal(40))
    catalogue = Definition("MZ-05", RATIO, "%", 0, "hoger", norm, "uitgestroomd", "mensen")
    judged = judge_figure(catalogue, (), Quarterly("2026-K3", figures))
    assert held_to(norm, SHARE, Kind(judged.kind), "2026-K3", figures) == (judged.norm_verdict, judged.norm_side)


def test_without_a_figure_or_a_norm_there_is_no_verdict() -> None:
    assert held_to(Norm("min", Decimal(80)), SHARE, Kind.PROPORTION, "2026-K3", Figures(missing_reason="nog niet bekend")) == ("", 0)
    assert held_to(Norm(), SHARE, Kind.PROPORTION, "2026-K3", Figures(Decimal(1), Decimal(10))) == ("", 0)


@pytest.mark.parametrize(
    ("steering", "others", "words"),
    [
        (0, 0, "geen KPI"),
        (0, 3, "Alle KPI's zijn context"),
        (1, 0, "Er is 1 stuur-KPI. Het advies is 4 tot 7"),
        (3, 9, "Er zijn 3 stuur-KPI's. Het advies is 4 tot 7"),
        (8, 0, "Er zijn 8 stuur-KPI's. Kies er hoogstens 7: wie op alles stuurt"),
    ],
)
def test_too_few_and_too_many_are_told_with_why(steering: int, others: int, words: str) -> None:
    assert words in advice(steering=steering, others=others)


@pytest.mark.parametrize("steering", range(4, 8))
def test_four_to_seven_is_as_advised(steering: int) -> None:
    assert advice(steering=steering, others=20) == ""


def test_what_was_seen_differs_when_anything_differs_and_not_by_how_a_number_is_kept() -> None:
    def seen(low: str | None = None, high: str | None = None, *, is_steering: bool = True, note: str = "") -> int:
        return seen_as(is_steering=is_steering, low=low and Decimal(low), high=high and Decimal(high), note=note)

    assert len({seen(), seen("1"), seen(None, "1"), seen("1", "2"), seen(is_steering=False), seen(note="a")}) == 6
    assert seen("80") == seen("80.000") and all(0 < each < 2**31 for each in (seen(), seen("1")))
