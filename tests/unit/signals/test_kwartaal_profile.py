"""Profile `kwartaal`: what it says with how many points, and that it looks at earlier points only."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.domain.signals.exact import compare_counts
from kpi.domain.signals.factors import MEASURED, factor_for
from kpi.domain.signals.intervals import newcombe
from kpi.domain.signals.judge import judge
from kpi.domain.signals.kwartaal import newest
from kpi.domain.signals.profile import KWARTAAL
from kpi.domain.signals.series import Direction, Kind
from tests.unit.signals.making import points, series

STEADY = [20, 22, 19, 21, 20, 18, 21, 20, 22, 19, 20, 21]
VALUES = st.lists(st.integers(-50, 50), min_size=1, max_size=26)


def test_the_factor_is_that_of_the_paper_and_falls_with_every_point() -> None:
    assert {earlier: str(factor_for(earlier)) for earlier in (3,)} == {3: "None"}
    assert all(factor_for(earlier) == Fraction(factor) for earlier, factor in MEASURED.items())
    factors = [float(factor_for(earlier) or 0) for earlier in range(4, 200)]
    assert all(later < earlier for earlier, later in pairwise(factors))
    assert 2.2828 < factors[-1] < 2.33
    assert factors[9 - 4] == pytest.approx((3.56 * (1 / 9 - 1 / 10) + 3.23 * (1 / 8 - 1 / 9)) / (1 / 8 - 1 / 10))


def test_below_five_earlier_points_there_is_only_the_picture() -> None:
    judged = judge(series([20, 21, 19, 20, 900]))
    assert [one.limits.upper for one in judged.points] == [None] * 5
    assert {one.type for one in judged.points} == {"common_cause"}
    assert judged.trial
    assert "Te weinig om te oordelen" in judged.findings[-1].sentence


def test_from_five_a_point_outside_trial_limits_is_told() -> None:
    judged = judge(series([20, 21, 19, 20, 21, 2]))
    assert judged.points[-1].pattern == "outside"
    assert judged.trial
    found = next(one for one in judged.findings if one.rule == "history")
    assert (found.severity, found.period) == ("attention", "2021-K2")
    assert "voorlopig" in found.sentence


def test_limits_are_mean_and_factor_times_moving_range_of_the_earlier_points() -> None:
    limits = judge(series([*STEADY[:8], 25])).limits
    mean, moving = sum(STEADY[:8]) / 8, sum(abs(b - a) for a, b in pairwise(STEADY[:8])) / 7
    found = [float(one or 0) for one in (limits.centre, limits.lower, limits.upper)]
    assert found == pytest.approx([mean, mean - 3.56 * moving, mean + 3.56 * moving])


@settings(max_examples=40)
@given(VALUES, st.integers(0, 25))
def test_limits_never_look_ahead(figures: list[int], cut: int) -> None:
    whole, part = judge(series(figures)).points, judge(series(figures[: cut + 1])).points
    assert [one.limits for one in part] == [one.limits for one in whole[: cut + 1]]


@settings(max_examples=40)
@given(VALUES)
def test_the_newest_point_alone_has_the_limits_of_the_whole_chart(figures: list[int]) -> None:
    for profile in (KWARTAAL, replace(KWARTAAL, fix_after=None), replace(KWARTAAL, rebase_at=(1,))):
        alone, last = newest(points(figures), Kind.VALUE, profile), judge(series(figures), profile).points[-1]
        assert alone.limits == last.limits
        assert (alone.pattern == "outside") == (last.pattern == "outside")


@settings(max_examples=40)
@given(VALUES)
def test_runs_are_only_told_of_points_with_twelve_before_them(figures: list[int]) -> None:
    for place, one in enumerate(judge(series(figures)).points):
        assert one.pattern in ({None} if place < 5 else {None, "outside"} if place < 12 else {None, "outside", "trend", "shift", "two_of_three"})


def test_limits_stay_those_of_the_first_twelve() -> None:
    judged = judge(series([*STEADY, 21, 19, 23, 20]))
    assert len({one.limits for one in judged.points[12:]}) == 1
    assert not judged.trial
    free = judge(series([*STEADY, 21, 19, 23, 20]), replace(KWARTAAL, fix_after=None))
    assert len({one.limits for one in free.points[12:]}) == 4


@pytest.mark.parametrize(
    ("more", "pattern", "marked"),
    [
        ([19.5, 19.9, 20.1, 20.5, 21, 21.5], "trend", 6),
        ([19, *[20.5] * 6], None, 0),
        ([19, *[20.5] * 7], "shift", 7),
        ([24.5, 20.5, 24.4], "two_of_three", 2),
        ([24.2, 20.5, 24.2], "two_of_three", 2),
        ([24.1, 20.5, 24.1], None, 0),  # two thirds of the way to the limit is 24.13
        ([24.5, 19.5, 24.4], None, 0),
        ([30], "outside", 1),
    ],
)
def test_from_twelve_there_are_four_rules(more: list[float], pattern: str | None, marked: int) -> None:
    judged = judge(series([*STEADY, *more])).points
    assert judged[-1].pattern == pattern
    assert sum(one.pattern == pattern for one in judged[12:]) == (marked or len(more))


def test_a_run_is_told_once_twelve_came_before_it() -> None:
    rising = [*STEADY[:6], 19.5, 19.9, 20.1, 20.5, 21, 21.5]
    assert {one.pattern for one in judge(series(rising)).points} == {None}
    assert [one.pattern for one in judge(series([*rising, 22])).points] == [None] * 12 + ["trend"]


def test_a_rebase_and_a_new_definition_start_anew() -> None:
    figures = [*STEADY, 40, 41, 39, 40, 41, 40]
    assert judge(series(figures)).points[-1].pattern == "outside"
    assert judge(series(figures), replace(KWARTAAL, rebase_at=(13,))).limits.centre == Fraction(201, 5)
    of = series(figures)
    redefined = replace(of, points=tuple(replace(point, definition="2" if place >= 12 else "1") for place, point in enumerate(of.points)))
    assert judge(redefined).limits == judge(of, replace(KWARTAAL, rebase_at=(13,))).limits


def test_a_missing_quarter_breaks_moving_ranges_and_counts_as_one_point_less() -> None:
    figures = [*STEADY[:4], None, *STEADY[4:8], 25]
    limits = judge(series(figures)).limits
    ranges = [abs(b - a) for part in (STEADY[:4], STEADY[4:8]) for a, b in pairwise(part)]
    assert limits.moving_range == Fraction(sum(ranges), len(ranges))
    assert limits.upper == Fraction(sum(STEADY[:8]), 8) + Fraction("3.82") * Fraction(sum(ranges), len(ranges))  # the factor of seven


def test_a_missing_quarter_and_a_gap_break_runs() -> None:
    assert judge(series([*STEADY, *[20.5] * 3, None, *[20.5] * 4])).points[-1].pattern is None
    whole = series([*STEADY, *[20.5] * 8])
    assert judge(whole).points[-1].pattern == "shift"
    assert judge(replace(whole, points=whole.points[:14] + whole.points[15:])).points[-1].pattern is None


def test_shares_have_limits_on_the_scale_of_their_own_denominator() -> None:
    shares = [(24, 30), (30, 40), (17, 20), (41, 50), (20, 26), (28, 33), (19, 24)]
    limits = judge(series([*shares, (4, 10)], Kind.PROPORTION)).limits
    level = sum(x for x, _ in shares) / sum(n for _, n in shares)
    z = [(x / n - level) / sqrt(level * (1 - level) / n) for x, n in shares]
    half = 3.82 * sum(abs(b - a) for a, b in pairwise(z)) / 6 * sqrt(level * (1 - level) / 10)
    assert [float(one or 0) for one in (limits.centre, limits.lower, limits.upper)] == pytest.approx([level, level - half, level + half])


@settings(max_examples=40)
@given(st.lists(st.integers(0, 40), min_size=6, max_size=18))
def test_with_equal_denominators_shares_are_the_plain_chart(events: list[int]) -> None:
    of_people = judge(series([(one, 40) for one in events], Kind.PROPORTION)).points
    plain = judge(series([str(one / 40) for one in events])).points
    for one, other in zip(of_people, plain, strict=True):
        assert (one.limits.upper is None) == (other.limits.upper is None)
        if one.limits.upper is not None and other.limits.upper is not None:
            assert float(one.limits.upper) == pytest.approx(float(other.limits.upper), abs=1e-9)


@pytest.mark.parametrize("kind", [Kind.VALUE, Kind.COUNT])
def test_a_constant_series_has_limits_and_a_change_is_told_as_what_it_is(kind: Kind) -> None:
    judged = judge(series([7] * 13, kind))
    assert (judged.limits.lower, judged.limits.upper) == (7, 7)
    assert {one.type for one in judged.points} == {"common_cause"}
    changed = judge(series([*[7] * 13, 9], kind))
    assert changed.points[-1].pattern == "outside"
    found = next(one for one in changed.findings if one.rule == "history" and one.period == changed.points[-1].point.period)
    assert "steeds 7" in found.sentence


def test_constant_shares_have_limits_too() -> None:
    for share in ((0, 30), (30, 30), (9, 12)):
        judged = judge(series([share] * 8, Kind.PROPORTION))
        assert judged.limits.lower == judged.limits.upper == Fraction(*share)
        assert {one.type for one in judged.points} == {"common_cause"}


@settings(max_examples=40)
@given(VALUES, st.sampled_from([Direction.HIGHER, Direction.LOWER]))
def test_turning_the_series_over_turns_the_judgement_over(figures: list[int], direction: Direction) -> None:
    other = Direction.LOWER if direction is Direction.HIGHER else Direction.HIGHER
    one = judge(series(figures, direction=direction)).points
    turned = judge(series([-figure for figure in figures], direction=other)).points
    assert [(p.type, p.pattern) for p in one] == [(p.type, p.pattern) for p in turned]


def test_with_few_points_the_smallest_detectable_change_is_found_by_trying_all() -> None:
    shares = judge(series([(24, 30)] * 3 + [(20, 30)], Kind.PROPORTION)).smallest_detectable
    intervals = {events: newcombe((events, 30), (72, 90)) for events in range(31)}
    assert shares == pytest.approx(min(abs(events / 30 - 0.8) for events, known in intervals.items() if known.lower > 0 or known.upper < 0))
    counts = judge(series([12, 14, 10, 12], Kind.COUNT)).smallest_detectable
    assert counts == min(abs(number - 12) for number in range(100) if compare_counts(number, 36, 0.25) <= 0.05)
    assert judge(series([(2, 3), (2, 3)], Kind.PROPORTION)).smallest_detectable is None


@settings(max_examples=40)
@given(VALUES)
def test_the_smallest_detectable_change_is_where_the_limit_lies(figures: list[int]) -> None:
    judged = judge(series(figures))
    centre, least = judged.limits.centre, judged.smallest_detectable
    if least is not None and centre is not None:
        for step, is_seen in ((Fraction(least) * Fraction("0.99"), False), (Fraction(least) * Fraction("1.01") + Fraction(1, 1000), True)):
            moved = judge(series([*figures[:-1], str(float(centre + step))])).points[-1]
            assert (moved.pattern == "outside") == is_seen or (not is_seen and least == 0)
