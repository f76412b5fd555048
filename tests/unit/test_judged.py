"""How a KPI's figures reach the rules, and what makes a deviation of them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpi.domain.cell import Figures
from kpi.domain.indicator import RATIO, Definition, Norm
from kpi.domain.judged import Judged, Quarterly, judge_figure

MINIMUM = Definition("BZ-06", RATIO, "%", 1, "hoger", Norm("min", low=Decimal(100)))
PERIODS = [f"{year}-K{number}" for year in (2024, 2025) for number in (1, 2, 3, 4)]


def judged(newest: tuple[int, int]) -> Judged:
    """Eight steady quarters far below the norm, and then this one."""
    told = [Quarterly(period, Figures(Decimal(30 + place % 2), Decimal(50))) for place, period in enumerate(PERIODS)]
    return judge_figure(MINIMUM, told, Quarterly("2026-K1", Figures(Decimal(newest[0]), Decimal(newest[1]))))


@pytest.mark.parametrize(("newest", "weight"), [((31, 50), 2), ((50, 50), 0)])
def test_a_norm_that_is_hardly_ever_met_makes_a_deviation_only_of_a_figure_that_misses_it(newest: tuple[int, int], weight: int) -> None:
    (reach,) = [one for one in judged(newest).findings if one.rule == "capability"]
    assert "structureel niet" in reach.sentence
    assert reach.weight == weight


def test_a_figure_that_cannot_be_judged_says_so_and_raises_nothing() -> None:
    twice = [Quarterly("2025-K4", Figures(Decimal(1), Decimal(2)))] * 2
    found = judge_figure(MINIMUM, twice, Quarterly("2026-K1", Figures(Decimal(1), Decimal(2))))
    assert "niet te beoordelen" in found.findings[0].sentence
    assert found.findings[0].weight == 0
