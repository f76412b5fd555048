"""Bars keep inside their picture, whatever the values; and their table says the same."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from portal.web.charts import STEP, WIDTH, BarValue, SparkValue, bar_chart, sparkline

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


MOMENTS = st.lists(st.tuples(st.one_of(st.none(), VALUES), st.booleans()), max_size=12)


@given(MOMENTS, st.lists(VALUES, max_size=2))
def test_a_small_line_stays_inside_breaks_where_it_must_and_says_every_value(
    moments: list[tuple[Decimal | None, bool]], norms: list[Decimal]
) -> None:
    values = [SparkValue(f"K{place}", value, str(value), is_break) for place, (value, is_break) in enumerate(moments)]
    line = sparkline("Proef", values, norm_values=norms)
    known = [value for value, _ in moments if value is not None]
    if len(known) < 2:
        assert line is None
        return
    assert line is not None
    assert len(line.dots) == len(known) and len(line.norms) == len(norms)
    assert all(0 <= x <= WIDTH and 0 <= y <= line.height for x, y in line.dots)
    assert all(0 <= y <= line.height for y in line.norms)
    drawn = [tuple(map(float, point.split(","))) for piece in line.lines for point in piece.split(" ")]
    assert set(drawn) <= set(line.dots) and len(drawn) == len(set(drawn))
    highest, lowest = known.index(max(known)), known.index(min(known))
    assert line.dots[highest][1] <= line.dots[lowest][1]
    assert all(f"{one.label} {one.text}" in line.title for one in values)


def test_a_new_definition_and_a_missing_quarter_break_the_line() -> None:
    numbers = [Decimal(1), Decimal(2), None, Decimal(3), Decimal(4), Decimal(5)]
    line = sparkline("Proef", [SparkValue("K", number, str(number), place == 4) for place, number in enumerate(numbers)])
    assert line is not None
    assert [piece.count(",") for piece in line.lines] == [2, 2]  # 1-2, then 3 alone is only a dot, then 4-5
