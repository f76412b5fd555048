"""Axes hold what they must, with few ticks at round numbers, each written once."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.web.charts import PERCENT, Measure
from portal.web.charts.axis import axis_of
from portal.web.charts.labels import apart
from tests.unit.charts.drawing import MEASURES

FEW = settings(max_examples=60, deadline=None)
VALUES = st.decimals(-(10**17), 10**17, places=4)


@FEW
@given(st.lists(VALUES, max_size=6), MEASURES, st.booleans())
def test_an_axis_holds_every_value_in_order_and_is_written_in_round_numbers(values: list[Decimal], measure: Measure, from_zero: bool) -> None:
    axis = axis_of(values, measure, from_zero=from_zero)
    assert axis.low < axis.high
    assert all(axis.low <= value <= axis.high for value in values)
    places = [axis.share(value) for value in sorted(values)]
    assert places == sorted(places)
    assert 2 <= len(axis.ticks) <= 8
    steps = {after.value - before.value for before, after in pairwise(axis.ticks)}
    assert len(steps) == 1
    assert steps.pop().normalize().as_tuple().digits in {(1,), (2,), (5,)}
    assert len({tick.text for tick in axis.ticks}) == len(axis.ticks)


def test_an_axis_does_not_go_beyond_what_can_be_unless_a_value_does() -> None:
    assert [tick.text for tick in axis_of([Decimal(83), Decimal(98)], PERCENT).ticks] == ["80 %", "85 %", "90 %", "95 %", "100 %"]
    assert axis_of([Decimal(100), Decimal(100)], PERCENT).high == 100
    assert axis_of([Decimal(0)], PERCENT).low == 0
    assert axis_of([Decimal(60), Decimal(120)], PERCENT).high == 120


def test_one_step_of_rounding_is_no_cliff() -> None:
    """Of counts that were rounded to 5, 245 beside 250 says nothing: no ticks between, and a line that hardly moves."""
    rounded = Measure("", 0, least=0, grain=5)
    axis = axis_of([Decimal(245), Decimal(250)], rounded)
    assert axis.share(Decimal(250)) - axis.share(Decimal(245)) <= 0.25
    assert all(tick.value % 5 == 0 for tick in axis.ticks)
    assert [tick.text for tick in axis_of([Decimal(5), Decimal(10)], rounded).ticks] == ["0", "5", "10", "15", "20"]


def test_large_numbers_are_written_in_words() -> None:
    assert [tick.text for tick in axis_of([Decimal(0), Decimal(20_123_961)], Measure("euro", 2)).ticks] == ["0", "10 mln", "20 mln", "30 mln"]


@given(st.lists(st.tuples(st.floats(0, 200), st.sampled_from([15.0, 30.0])), max_size=7))
def test_words_at_line_ends_are_pushed_apart_in_their_order(wishes: list[tuple[float, float]]) -> None:
    wanted, heights = [wish for wish, _ in wishes], [height for _, height in wishes]
    found = apart(wanted, heights, 0, 240)
    spans = sorted((middle - height / 2, middle + height / 2) for middle, height in zip(found, heights, strict=True))
    assert all(before[1] <= after[0] + 1e-6 for before, after in pairwise(spans))
    assert all(start >= -1e-6 and end <= max(240, sum(heights)) + 1e-6 for start, end in spans)
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    assert [found[place] for place in order] == sorted(found)
