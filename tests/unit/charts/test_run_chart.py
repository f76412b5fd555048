"""A run chart says, draws and tabulates the same figures, whatever they are (screens.md §5, row 11)."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.foundation.period import Quarter
from kpi.domain.signals.judge import Judgement, judge
from kpi.domain.signals.profile import KWARTAAL
from kpi.domain.signals.series import Bounds, Direction, Kind, Point, Series
from portal.web.charts import PERCENT, SHARE, Measure, Norm, RunChart, RunPoint, SmallMultiples, Special, Start
from portal.web.charts.picture import NARROW, WIDE
from portal.web.charts.run_points import SPECIALS
from portal.web.charts.values import Number
from tests.unit.charts.drawing import MAYBE, MEASURES, NORMS, NUMBERS, figures_of, ground, is_inside, precision, read_off, shown, touching

FEW = settings(max_examples=40, deadline=None)
FIRST = Quarter.parse("2016-K2")


STARTS = st.sampled_from([Start.NONE, Start.NONE, Start.NONE, *Start])


def _nan_last(value: Number) -> tuple[bool, float]:
    return math.isnan(value), float(value)


@st.composite
def points(draw: st.DrawFn) -> RunPoint:
    low, middle, high = sorted((draw(NUMBERS) for _ in range(3)), key=_nan_last)
    plain = RunPoint("", draw(MAYBE), is_trial=draw(st.booleans()), special=draw(st.sampled_from(Special)), starts=draw(STARTS))
    plain = replace(plain, missing=draw(st.sampled_from(["", "storing"])))
    return replace(plain, centre=middle, lower=low, upper=high) if draw(st.booleans()) else plain


@st.composite
def run_points(draw: st.DrawFn) -> tuple[RunPoint, ...]:
    """None to forty-five quarters, some of them left out; a few different ones, again and again."""
    kinds = draw(st.lists(points(), max_size=4))
    steps = draw(st.lists(st.sampled_from([1, 1, 1, 3]), min_size=1, max_size=5))
    found, place = [], 0
    for number in range(draw(st.integers(0, 45)) if kinds else 0):
        place += steps[number % len(steps)]
        found.append(replace(kinds[number * number % 7 % len(kinds)], period=FIRST.shift(place).code))
    return tuple(found)


CHARTS = st.builds(RunChart, st.just("Proef"), MEASURES, run_points(), NORMS)


@FEW
@given(CHARTS, st.sampled_from([NARROW, WIDE]))
def test_all_is_drawn_inside_and_the_marks_stand_where_the_table_says(chart: RunChart, width: int) -> None:
    picture, points = chart.picture(width), chart.points[-40:]
    assert is_inside(picture)
    marks = figures_of(picture)
    assert len(marks) == len(points) == len(chart.table.rows)
    assert [mark.x for mark in marks] == sorted({mark.x for mark in marks})
    for mark, point, row in zip(marks, points, chart.table.rows, strict=True):
        value = shown(point.value, chart.measure)
        told = dict(zip([one.name.partition(" (")[0] for one in chart.table.headings], row, strict=True)).get("Waarde")
        assert (value is None) == (mark.shape == "cross") == (told is None or told.value is None)
        if value is not None and told is not None:
            assert abs(read_off(picture, chart.axis, mark.y) - float(value)) <= precision(chart.axis, chart.measure)
            assert abs(Decimal(told.value or 0) - value) <= Decimal("0.5001").scaleb(-chart.measure.places)


@FEW
@given(CHARTS, st.sampled_from([NARROW, WIDE]))
def test_higher_figures_stand_higher_and_words_do_not_touch(chart: RunChart, width: int) -> None:
    picture = chart.picture(width)
    known = [(one.value, mark.y) for one, mark in zip(chart.drawn, figures_of(picture), strict=True) if one.value is not None]
    heights = [y for _, y in sorted(known)]
    assert heights == sorted(heights, reverse=True)
    named = [one for one in picture.words if one.y > ground(picture) or one.look != "c-quiet" or one.anchor != "end"]
    assert touching(named) == []


@FEW
@given(CHARTS)
def test_lines_join_only_neighbours_by_one_definition(chart: RunChart) -> None:
    picture = chart.picture()
    where = [(mark.x, mark.y) for mark in figures_of(picture)]
    joined = {pair for line in picture.lines if line.look == "c-context" for pair in zip(line.places, line.places[1:], strict=False)}
    expected = set()
    for place, (before, now) in enumerate(zip(chart.drawn, chart.drawn[1:], strict=False)):
        adjoins = Quarter.parse(before.point.period).shift(1).code == now.point.period
        if adjoins and before.value is not None and now.value is not None and now.point.starts is not Start.DEFINITION:
            expected.add((where[place], where[place + 1]))
    assert joined == expected
    rules = [line for line in picture.lines if line.look == "c-norm" and line.places[0][0] == line.places[1][0]]
    starts = [one.point.starts for one in chart.drawn if one.point.starts is not Start.NONE]
    assert len(rules) == len(starts)
    assert sorted(one.text for one in picture.words if one.text in set(Start)) == sorted(starts)


@FEW
@given(CHARTS)
def test_the_sentences_are_true(chart: RunChart) -> None:
    measure = chart.measure
    known = [one for one in chart.points[-40:] if shown(one.value, measure) is not None]
    told = chart.summary
    if not known:
        assert told == "Er is nog geen cijfer."
        return
    newest, value = known[-1], shown(known[-1].value, measure)
    assert value is not None
    low, high = shown(chart.norm.low, measure), shown(chart.norm.high, measure)
    has_norm = low is not None or high is not None
    meets = (low is None or value >= low) and (high is None or value <= high)
    assert ("Dat haalt de norm (" in told) == (has_norm and meets)
    assert ("Dat haalt de norm niet (" in told) == (has_norm and not meets)
    assert (f"In {newest.period[5:]} {newest.period[:4]} was het " in told) is True
    assert told.startswith("Van ") == (newest is not chart.points[-1])
    earlier = sum(one.special is not Special.NONE for one in known[:-1])
    assert (match := re.search(r"Eerder viele?n? (\d+) kwarta", told)) is None or int(match[1]) == earlier
    assert (match is None) == (earlier == 0)
    gone = len(chart.points[-40:]) - len(known)
    found = re.search(r"(\d+) kwarta(?:al heeft|len hebben) geen cijfer", told)
    assert (int(found[1]) if found else 0) == gone
    for special, sentence in (("verbetering", "Dit is een verbetering."), ("verslechtering", "Dit is een verslechtering."), ("valt op", "valt op.")):
        assert (sentence in told) == (newest.special == special)
    _limits_are_true(chart, newest, value, told)


def _limits_are_true(chart: RunChart, newest: RunPoint, value: Decimal, told: str) -> None:
    """What is said of the newest limits; a limit beyond what can be stands at its end."""
    measure = chart.measure
    low, high = shown(newest.lower, measure), shown(newest.upper, measure)
    if low is None or high is None:
        assert "grens" not in told and "grenzen" not in told
        return
    if measure.least is not None:
        low, high = max(low, Decimal(measure.least)), max(high, Decimal(measure.least))
    if measure.most is not None:
        low, high = min(low, Decimal(measure.most)), min(high, Decimal(measure.most))
    assert ("ondergrens" in told) == (value < low)
    assert ("bovengrens" in told) == (value > high >= value or (value > high and not value < low))
    assert ("voorlopige" in told) == newest.is_trial


def points_of(judgement: Judgement, *, rebase_at: Collection[int]) -> tuple[RunPoint, ...]:
    """The points of a judged series; `rebase_at` are the numbers, from 1, of the points at which a manager let the limits begin anew."""
    before = None
    found: list[RunPoint] = []
    for number, one in enumerate(judgement.points, start=1):
        point, limits = one.point, one.limits
        is_changed = before is not None and point.definition != before.definition
        starts = Start.DEFINITION if is_changed else Start.REBASE if number in rebase_at and number > 1 else Start.NONE
        value = None if point.value is None else point.value
        counts = (point.numerator, point.denominator) if point.denominator is not None and value is not None else (None, None)
        found.append(
            RunPoint(
                point.period, value, limits.centre, limits.lower, limits.upper, judgement.trial, SPECIALS[one.type], starts, point.missing, *counts
            )
        )
        before = point
    return tuple(found)


def test_a_judged_series_becomes_a_chart() -> None:
    figures = [Point(FIRST.shift(n).code, Fraction(30 + n % 3), Fraction(40), definition="1") for n in range(14)]
    figures += [
        Point(FIRST.shift(14).code, missing="storing", definition="1"),
        Point(FIRST.shift(15).code, Fraction(9), Fraction(40), definition="2"),
    ]
    figures[13] = replace(figures[13], numerator=Fraction(5))
    judged = judge(Series(Kind.PROPORTION, tuple(figures), Direction.HIGHER, Bounds(Fraction(1, 2))), replace(KWARTAAL, rebase_at=(2,)))
    chart = RunChart("Proef", SHARE, points_of(judged, rebase_at=(2,)), Norm(Fraction(1, 2)))
    assert [one.starts for one in chart.points if one.starts is not Start.NONE] == [Start.REBASE, Start.DEFINITION]
    assert chart.points[13].special is Special.WORSE
    shapes = [mark.shape for mark in figures_of(chart.picture())]
    assert (shapes[13], shapes[14], shapes[15]) == ("down", "cross", "dot")
    row = [cell.text for cell in chart.table.rows[13]]
    assert row[:4] == ["K3 2019", "12,5", "5", "40"] and "verslechtering" in row[-1]
    assert chart.table.rows[14][-1].text.startswith("geen cijfer: storing")
    assert "verslechtering" in [one.text for one in chart.picture().words]


def test_trial_limits_are_dashed_and_named() -> None:
    points = tuple(RunPoint(FIRST.shift(n).code, 50 + n % 4, 51, 40, 60, is_trial=True) for n in range(9))
    chart = RunChart("Proef", PERCENT, points)
    picture = chart.picture()
    assert {line.dash for line in picture.lines if line.look == "c-limit"} == {"5 4"}
    assert "voorlopig" in [one.text for one in picture.words]
    firm = RunChart("Proef", PERCENT, tuple(replace(one, is_trial=False) for one in points)).picture()
    assert {line.dash for line in firm.lines if line.look == "c-limit"} == {""}
    assert "voorlopig" not in [one.text for one in firm.words]


@pytest.mark.parametrize("codes", [["2024-J", "2025-J"], ["2026-V1"], ["een", "twee", "drie"]])
def test_other_periods_than_quarters_stand_side_by_side(codes: list[str]) -> None:
    chart = RunChart("Proef", PERCENT, tuple(RunPoint(code, 50 + n) for n, code in enumerate(codes)))
    assert is_inside(chart.picture(NARROW))
    assert len(figures_of(chart.picture())) == len(codes)


SERIES = st.lists(
    st.tuples(st.sampled_from(["De Brug", "Het Kompas", "Een heel lange naam van een stichting"]), run_points()), min_size=1, max_size=10
)


@settings(max_examples=15, deadline=None)
@given(SERIES, MEASURES, NORMS)
def test_small_multiples_share_one_scale(series: list[tuple[str, tuple[RunPoint, ...]]], measure: Measure, norm: Norm) -> None:
    named = tuple((f"{name} {number}", points) for number, (name, points) in enumerate(series))
    chart = SmallMultiples("Proef", measure, named, norm)
    panels = chart.panels()
    assert [panel.name for panel in panels] == [name for name, _ in named]
    assert all(is_inside(panel.picture) and touching([one for one in panel.picture.words if one.anchor == "start"]) == [] for panel in panels)
    grids = {tuple(line.places for line in panel.picture.lines if line.look == "c-grid") for panel in panels}
    assert len(grids) == 1
    where: dict[str, float] = {}
    for panel, one in zip(panels, chart.charts, strict=True):
        marks = figures_of(panel.picture)
        assert len(marks) == len(one.points)
        for mark, drawn in zip(marks, one.drawn, strict=True):
            assert where.setdefault(drawn.point.period, mark.x) == mark.x
            if drawn.value is not None:
                assert abs(read_off(panel.picture, chart.axis, mark.y) - float(drawn.value)) <= precision(chart.axis, measure)
    assert [row[0].text for row in chart.table.rows] == [f"{code[5:]} {code[:4]}" for code in chart.periods]


def test_the_newest_figure_of_a_small_picture_is_whole() -> None:
    """It stands in bold, which is wider than the numbers of the axis."""
    (panel,) = SmallMultiples("Proef", Measure("dagen", decimals=0, least=0), (("De Brug", (RunPoint("2026-K3", 3.0),)),)).panels()
    assert [one.text for one in panel.picture.words if one.look == "c-strong"] == ["3"] and is_inside(panel.picture)


def test_the_sentence_of_small_multiples_counts_who_meets_the_norm() -> None:
    points = {name: (RunPoint("2026-K2", 50), RunPoint("2026-K3", value)) for name, value in (("A", 81), ("B", 79.9), ("C", None), ("D", 95))}
    chart = SmallMultiples("Proef", PERCENT, tuple(points.items()), Norm(80))
    assert chart.summary == (
        "In K3 2026: van 79,9 % (B) tot 95,0 % (D). De norm (minstens 80 %) is gehaald door 2 van 3. Van 1 aanbieder is er geen cijfer."
    )


@pytest.mark.parametrize("newest", [7.0, 7.3, 8.5, 25, 100])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_words_that_have_just_their_room_are_not_cut(newest: float, width: int) -> None:
    points = tuple(RunPoint(str(2023 + place), value) for place, value in enumerate((7.0, 7.4, newest)))
    picture = RunChart("Proef", Measure("cijfer", 1), points).picture(width)
    assert not any("…" in one.text for one in picture.words)
