"""Profile `nhs` against the package's own snapshots and test vectors, and against its R code written out once more."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.domain.signals.finding import Rule
from kpi.domain.signals.judge import judge
from kpi.domain.signals.profile import NHS, Profile
from kpi.domain.signals.runs import ends_trend
from kpi.domain.signals.series import Bounds, Direction
from tests.unit.signals import nhs_oracle
from tests.unit.signals.making import at_least, series

# set.seed(123); rnorm(20), as R prints them: the series of tests/testthat/test-ptd_spc_standard.R
RNORM: list[float | str | tuple[int, int] | None] = [
    *("-0.56047565", "-0.23017749", "1.55870831", "0.07050839", "0.12928774", "1.71506499", "0.46091621", "-1.26506123", "-0.68685285"),
    *("-0.44566197", "1.22408180", "0.35981383", "0.40077145", "0.11068272", "-0.55584113", "1.78691314", "0.49785048", "-1.96661716"),
    *("0.70135590", "-0.47279141"),
]
SNAPSHOTS = [  # tests/testthat/_snaps/ptd_spc_standard.md: mean_col, lpl, upl
    (RNORM, True, (0.1416238, -3.01138, 3.294627)),
    ([*RNORM[:14], "10", *RNORM[15:]], True, (0.6694159, -2.383666, 3.722497)),
    ([*RNORM[:14], "10", *RNORM[15:]], False, (0.6694159, -4.596625, 5.935457)),
]


@pytest.mark.parametrize(("figures", "screen", "expected"), SNAPSHOTS)
def test_limits_are_those_of_the_packages_snapshots(figures: list[str], screen: bool, expected: tuple[float, float, float]) -> None:
    limits = judge(series(figures), replace(NHS, screen=screen)).limits
    found = [float(one) for one in (limits.centre, limits.lower, limits.upper) if one is not None]
    assert found == pytest.approx(expected, abs=1e-6)


def test_a_rebase_starts_limits_anew_as_in_the_packages_snapshot() -> None:
    # tests/testthat/_snaps/ptd_spc.md gives two facets of ten points: 0.0746 (-2.60, 2.75) and 0.209 (-3.28, 3.70)
    judged = judge(series(RNORM), replace(NHS, rebase_at=(11,)))
    shown = [
        tuple(round(float(one or 0), digits) for one, digits in zip((at.centre, at.lower, at.upper), (4, 2, 2), strict=True))
        for at in (judged.points[0].limits, judged.points[19].limits)
    ]
    assert shown == [(0.0746, -2.60, 2.75), (0.2086, -3.28, 3.70)]


def test_two_of_three_must_lie_on_one_side() -> None:
    # tests/testthat/test-ptd_spc_standard.R: 5.5 and -5.5 after fourteen times 1, -1
    judged = judge(series([*[1, -1] * 7, 5.5, -5.5]), NHS)
    assert [one.type for one in judged.points[-2:]] == ["common_cause", "common_cause"]


# the vectors of tests/testthat/test-ptd_calculate_point_type.R
@pytest.mark.parametrize(
    ("figures", "ends"),
    [
        ([1, 2, 3, 4, 5, 6], {}),
        ([1, 2, 3, 3, 4, 5, 6], {}),
        ([1, 2, 3, 4, 5, 6, 7], {6: 1}),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], {7: 1}),
        ([7, 6, 5, 4, 3, 2, 1], {6: -1}),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], {7: -1}),
    ],
)
def test_a_trend_is_seven_points(figures: list[int], ends: dict[int, int]) -> None:
    values = [Fraction(figure) for figure in figures]
    assert {end: way for end in range(len(values)) if (way := ends_trend(values, end, 7))} == ends


def test_a_trend_marks_all_its_points_and_is_good_news_by_its_direction() -> None:
    judged = judge(series([10, 14, 9, 13, 12, 11, 10, 9, 8, 7, 6, 14, 10], direction=Direction.LOWER), NHS).points
    assert [one.pattern for one in judged] == [None, None, None, *["trend"] * 8, None, None]
    assert {one.type for one in judged[3:11]} == {"special_cause_improvement"}


def test_a_constant_series_has_limits() -> None:
    # the package gives NaN here, because it drops every moving range
    limits = judge(series(["0.1"] * 9), NHS).limits
    assert (limits.centre, limits.lower, limits.upper) == (Fraction(1, 10),) * 3
    assert {one.type for one in judge(series(["0.1"] * 9), NHS).points} == {"common_cause"}


@pytest.mark.parametrize(
    ("norm", "direction", "expected"),
    [
        ("9", Direction.HIGHER, "consistent_fail"),
        ("9", Direction.LOWER, "consistent_pass"),
        ("-9", Direction.HIGHER, "consistent_pass"),
        ("-9", Direction.LOWER, "consistent_fail"),
        ("0.5", Direction.HIGHER, "inconsistent"),
        ("9", Direction.NONE, None),
    ],
)
def test_assurance_follows_the_packages_table(norm: str, direction: Direction, expected: str | None) -> None:
    assert judge(series(RNORM, direction=direction, norm=at_least(norm)), NHS).assurance == expected
    assert judge(series(RNORM, direction=direction, norm=Bounds(high=Fraction(norm))), NHS).assurance == expected


def test_a_moving_range_is_dropped_from_3_267_times_the_mean() -> None:
    kept = [0, 300] * 5 + [1600]  # nine ranges of 300 and one of 1,300: 3.25 times their mean of 400
    assert judge(series(kept), NHS).limits.moving_range == 400
    dropped = [0, 6733] * 5 + [6733 + 29403]  # 29,403 is 3.267 times the mean of 9,000
    assert judge(series(dropped), NHS).limits.moving_range == 6733


def test_a_shift_is_seven_points_on_one_side() -> None:
    wide = [5, -5] * 4
    assert [one.pattern for one in judge(series([*wide, 1, 2, 1, 2, 1, 2, 1]), NHS).points] == [None] * 8 + ["shift"] * 7
    assert {one.pattern for one in judge(series([*wide, 1, 2, 1, 2, 1, 2]), NHS).points} == {None}


def test_a_run_is_not_told_across_a_gap_or_a_new_beginning() -> None:
    sent = series([*[5, -5] * 4, *[1, 2] * 3, 1, 1, *[1, 2] * 3, 1])
    whole, broken = judge(sent, NHS), judge(replace(sent, points=(*sent.points[:15], *sent.points[16:])), NHS)  # a quarter that nobody sent
    assert [found.numbers["points"] for found in whole.findings if found.rule is Rule.HISTORY] == [15]
    assert [found.numbers["points"] for found in broken.findings if found.rule is Rule.HISTORY] == [7, 7]
    again = judge(series([*[5, -5] * 4, *[1, 2] * 4, *[6, 5] * 4, *[-5, 4] * 4]), replace(NHS, rebase_at=(17,)))
    assert [found.numbers["points"] for found in again.findings if found.rule is Rule.HISTORY] == [8, 8]


def test_few_points_give_trial_limits() -> None:
    assert judge(series(RNORM[:12]), NHS).trial
    assert not judge(series(RNORM[:13]), NHS).trial
    assert not judge(series(RNORM), replace(NHS, fix_after=12)).trial


WALKS = st.lists(st.integers(-3, 3), min_size=1, max_size=30).map(lambda steps: [sum(steps[: n + 1]) for n in range(len(steps))])
FIGURES = st.one_of(st.lists(st.integers(-9, 9), min_size=1, max_size=30), WALKS, st.lists(st.sampled_from([0, 1, 1, 6]), min_size=1, max_size=30))
SETTINGS = st.builds(
    lambda screen, fix, at: replace(NHS, screen=screen, fix_after=fix, rebase_at=at),
    st.booleans(),
    st.sampled_from([None, 12]),
    st.sampled_from([(), (1,), (9,)]),
)


@given(FIGURES, SETTINGS, st.sampled_from([(Direction.HIGHER, 1), (Direction.LOWER, -1), (Direction.NONE, 0)]))
def test_every_series_is_judged_as_the_r_code_does(figures: list[int], profile: Profile, way: tuple[Direction, int]) -> None:
    starts = [at for at in profile.rebase_at if at <= len(figures)]
    judged = judge(series(figures, direction=way[0]), replace(profile, rebase_at=tuple(starts))).points
    values = [Fraction(figure) for figure in figures]
    cut = starts[0] - 1 if starts else 0
    parts = [part for part in (values[:cut], values[cut:]) if part]
    expected = [row for part in parts for row in nhs_oracle.group(part, way[1], profile.fix_after, screen=profile.screen)]
    assert [((p.limits.centre, p.limits.lower, p.limits.upper, p.type), p.pattern) for p in judged] == expected
