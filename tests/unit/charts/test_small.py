"""A small line and a bullet: inside their picture, at the right place, and true."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.web.charts import PERCENT, Bullet, Measure, Norm, Sparkline, SparkPoint
from portal.web.charts.values import Number
from tests.unit.charts.drawing import DAYS, MAYBE, MEASURES, NORMS, NUMBERS, is_inside, shown

FEW = settings(max_examples=80, deadline=None)
LINES = st.builds(
    Sparkline, st.just("Proef"), MEASURES, st.lists(st.builds(SparkPoint, st.just("2026-K3"), MAYBE, st.booleans()), max_size=11).map(tuple), NORMS
)


@FEW
@given(LINES)
def test_a_small_line_keeps_its_gaps_and_marks_its_last_figure(line: Sparkline) -> None:
    picture = line.picture()
    assert is_inside(picture)
    values = [shown(one.value, line.measure) for one in line.points[-8:]]
    known = [value for value in values if value is not None]
    assert [row[1].value is None for row in line.table.rows] == [value is None for value in values]
    drawn = [place for one in picture.lines if one.look == "c-context" for place in one.places]
    alone = [(mark.x, mark.y) for mark in picture.marks if mark.look == "c-bar"]
    last = [(mark.x, mark.y) for mark in picture.marks if mark.look == "c-dot"]
    assert len(last) == (1 if known else 0)
    places = sorted({*drawn, *alone, *last})
    assert len(places) == len(known)
    assert places[-1:] == last
    low_to_high = [y for _, y in sorted(zip(known, (y for _, y in places), strict=True))]
    assert low_to_high == sorted(low_to_high, reverse=True)
    breaks = sum(
        before is not None and now is not None and not point.is_break
        for before, now, point in zip(values, values[1:], line.points[-8:][1:], strict=False)
    )
    assert sum(len(one.places) - 1 for one in picture.lines if one.look == "c-context") == breaks


def test_a_small_line_says_from_where_to_where() -> None:
    points = (SparkPoint("2024-K1", None), SparkPoint("2024-K2", 61.25), SparkPoint("2024-K3", None), SparkPoint("2024-K4", 70))
    line = Sparkline("Bezetting", PERCENT, points, Norm(80, 90))
    assert line.summary == "Van 61,3 % in K2 2024 naar 70,0 % in K4 2024. De norm is 80 % tot en met 90 %."
    assert [cell.text for row in line.table.rows for cell in row] == ["K1 2024", "–", "K2 2024", "61,3", "K3 2024", "–", "K4 2024", "70,0"]
    assert Sparkline("Leeg", PERCENT, points[:1]).summary == "Er is nog geen cijfer."


@FEW
@given(MEASURES, MAYBE, NORMS, st.one_of(st.none(), st.tuples(NUMBERS, NUMBERS)), MAYBE)
def test_a_bullet_stands_in_proportion(
    measure: Measure, value: Number | None, norm: Norm, tolerance: tuple[Number, Number] | None, previous: Number | None
) -> None:
    chart = Bullet("Proef", measure, value, norm, tolerance, previous)
    picture, exact, before = chart.picture(), shown(value, measure), shown(previous, measure)
    assert is_inside(picture, slack=1)
    bars = [area for area in picture.areas if area.look == "c-value"]
    assert len(bars) == (exact is not None) and len(picture.marks) == (before is not None)
    zero, end = 6.0, 154.0
    if chart.axis.low == 0:
        scale = (end - zero) / float(chart.axis.high)
        assert exact is None or abs(max(x for x, _ in bars[0].places) - zero - float(exact) * scale) < 0.02
        assert before is None or abs(picture.marks[0].x - zero - float(before) * scale) < 0.02
    low, high = shown(norm.low, measure), shown(norm.high, measure)
    assert sum(line.look == "c-tick" for line in picture.lines) == (low is not None) + (high is not None)
    if exact is not None and (low is not None or high is not None):
        meets = (low is None or exact >= low) and (high is None or exact <= high)
        assert ("haalt de norm (" in chart.summary) == meets == ("haalt de norm niet" not in chart.summary)
    told = {row[0].text: row[1].value for row in chart.table.rows}
    assert told["Waarde"] == measure.rounded(exact)
    assert told.get("Vorige waarde") == measure.rounded(before)


def test_a_bullet_speaks_of_its_margin_only_when_the_norm_is_not_met() -> None:
    assert Bullet("b", DAYS, 45, Norm(None, 42), (42, 50), 36).summary == (
        "45 dagen. Dat haalt de norm niet (hoogstens 42 dagen). Het ligt nog binnen de marge van 42 dagen tot en met 50 dagen. "
        "Het vorige cijfer was 36 dagen."
    )
    usual = Bullet("b", DAYS, 45, Norm(None, 50), (30, 40), is_usual=True)
    assert usual.summary == "45 dagen. Dat haalt de norm (hoogstens 50 dagen). Gewoon is 30 dagen tot en met 40 dagen: dit cijfer ligt daarbuiten."
    assert [row[0].text for row in usual.table.rows][-2:] == ["Gewoon, van", "Gewoon, tot en met"]
    assert "marge" not in Bullet("b", DAYS, 33, Norm(None, 42), (42, 50)).summary
    assert Bullet("b", DAYS, None, Norm(None, 42)).summary == "Er is geen cijfer. De norm is hoogstens 42 dagen."
    assert Bullet("b", PERCENT, Decimal(30)).axis.high == 100


def test_a_percentage_that_was_cut_off_shows_no_decimal_that_nobody_knows() -> None:
    assert Measure("%", 0, is_cut=True).short(Decimal(85)) == "85 %"
    assert Measure("%", 0).short(Decimal(85)) == "85,0 %"
