"""Bars keep inside their picture, whatever the values; and their table says the same."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from portal.web.charts import STEP, WIDTH, BarValue, bar_chart

VALUES = st.decimals(min_value=0, max_value=10**7, places=1)


@given(st.lists(VALUES, min_size=1, max_size=6), st.lists(VALUES, max_size=2), st.one_of(st.none(), VALUES))
def test_every_bar_and_mark_stays_inside_and_keeps_its_proportion(sizes: list[Decimal], norms: list[Decimal], whole: Decimal | None) -> None:
    values = [BarValue(f"Balk {number}", size, str(size), number == 0) for number, size in enumerate(sizes)]
    chart = bar_chart("Proef", values, norm="norm: proef", norm_values=norms, whole=whole)
    assert [bar.text for bar in chart.bars] == [value.text for value in chart.values]
    assert all(0 <= bar.width <= WIDTH for bar in chart.bars)
    assert all(0 <= mark <= WIDTH for mark in chart.marks)
    assert all(0 < bar.words_y < bar.y < bar.y + 14 <= chart.height for bar in chart.bars)
    assert len(chart.marks) == len(norms)
    longest = max([*sizes, *norms, whole or Decimal(0)])
    for bar, size in zip(chart.bars, sizes, strict=True):
        assert abs(bar.width - (float(size / longest) * WIDTH if longest else 0)) < 0.1
    assert chart.height >= STEP * len(sizes) - 3


def test_nothing_to_draw_is_no_picture_of_something() -> None:
    chart = bar_chart("Leeg", [BarValue("Nul", Decimal(0), "0")])
    assert chart.bars[0].width == 0
    assert chart.marks == ()
