"""Intervals against published tables, and against the definitions solved in another way."""

from __future__ import annotations

from math import exp, factorial, log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.domain.signals.intervals import byar, events_interval, exact_poisson, newcombe, wilson, z_of
from kpi.domain.signals.peers import funnel_of_events, funnel_of_shares


def close(one: float, other: float) -> bool:
    return one == pytest.approx(other, abs=1e-6)


# Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 1998; 17: 857-872, table I, method 3.
@pytest.mark.parametrize(
    ("events", "people", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_intervals(events: int, people: int, lower: float, upper: float) -> None:
    found = wilson(events, people)
    assert (round(found.lower, 4), round(found.upper, 4)) == (lower, upper)


def test_wilson_and_byar_give_the_figures_of_a_public_health_package() -> None:
    found = wilson(100, 10000)  # the package's own tests tell it per hundred
    assert close(found.lower * 100, 0.8229336148148417)
    assert close(found.upper * 100, 1.2146982255114647)
    assert close(byar(100).lower, 81.36210549052788)


def test_byar_is_the_formula_of_the_public_health_package_and_close_to_exact() -> None:
    z = 1.959963984540054
    for events in (10, 65, 1045):  # R/utils.R of PHEindicatormethods: x (1 - 1/9x - z/3 sqrt x)^3, and x + 1 with + z above
        assert close(byar(events).lower, (events ** (1 / 3) - events ** (-2 / 3) / 9 - z * events ** (-1 / 6) / 3) ** 3)
        more = events + 1
        assert close(byar(events).upper, (more ** (1 / 3) - more ** (-2 / 3) / 9 + z * more ** (-1 / 6) / 3) ** 3)
        assert byar(events).lower == pytest.approx(exact_poisson(events).lower, rel=5e-3)
        assert byar(events).upper == pytest.approx(exact_poisson(events).upper, rel=1e-3)


# Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 1998; 17: 873-890, table II, method 10.
@pytest.mark.parametrize(
    ("first", "second", "lower", "upper"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_gives_the_published_differences(first: tuple[int, int], second: tuple[int, int], lower: float, upper: float) -> None:
    found = newcombe(first, second)
    assert (round(found.lower, 4), round(found.upper, 4)) == (lower, upper)


# Garwood, Fiducial limits for the Poisson distribution, Biometrika 1936; 28: 437-442.
@pytest.mark.parametrize(
    ("events", "lower", "upper"),
    [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (2, 0.2422, 7.2247), (5, 1.6235, 11.6683), (9, 4.1154, 17.0848), (10, 4.7954, 18.3904)],
)
def test_exact_poisson_gives_the_published_intervals(events: int, lower: float, upper: float) -> None:
    found = exact_poisson(events)
    assert (round(found.lower, 4), round(found.upper, 4)) == (lower, upper)


@given(st.integers(0, 30), st.sampled_from([0.9, 0.95, 0.998]))
def test_the_ends_of_the_exact_poisson_interval_leave_their_tails(events: int, confidence: float) -> None:
    found, tail = exact_poisson(events, confidence), (1 - confidence) / 2
    assert sum(exp(-found.upper) * found.upper**k / factorial(k) for k in range(events + 1)) == pytest.approx(tail, rel=1e-9)
    if events:
        assert 1 - sum(exp(-found.lower) * found.lower**k / factorial(k) for k in range(events)) == pytest.approx(tail, rel=1e-9)


@given(st.integers(1, 400).flatmap(lambda people: st.tuples(st.integers(0, people), st.just(people))))
def test_the_ends_of_wilson_lie_where_the_score_test_turns(share: tuple[int, int]) -> None:
    events, people = share
    for end in (wilson(events, people).lower, wilson(events, people).upper):
        assert 0 <= end <= 1
        if 0 < end < 1:
            assert abs(events / people - end) / sqrt(end * (1 - end) / people) == pytest.approx(z_of(0.95), rel=1e-7)


def test_the_exact_method_gives_way_to_byar_at_ten_events() -> None:
    assert events_interval(9, 1.0).method == "poisson"
    assert events_interval(10, 1.0).method == "byar"
    assert close(events_interval(10, 4.0).upper, byar(10).upper / 4)
    assert close(exact_poisson(0).upper, -log(0.025))


# tests/testthat/testdata_funnel_prop_outputs.csv of PHEindicatormethods (percentages; its average is 80.642448).
@pytest.mark.parametrize(
    ("people", "limits"),
    [
        (5, (46.011039, 100, 26.039864, 100)),
        (18, (62.390093, 98.894803, 51.864359, 100)),
        (41, (68.548635, 92.73626, 61.574398, 99.710497)),
        (102, (72.974925, 88.309971, 68.553233, 92.731663)),
        (1008, (78.203374, 83.081521, 76.796814, 84.488082)),
        (110000, (80.408963, 80.875933, 80.274317, 81.010578)),
    ],
)
def test_the_funnel_of_shares_is_that_of_the_public_health_package(people: int, limits: tuple[float, ...]) -> None:
    inner, outer = funnel_of_shares(0.80642448, people, 0.025), funnel_of_shares(0.80642448, people, 0.001)
    assert [100 * limit for limit in (*inner, *outer)] == pytest.approx(limits, abs=2e-6)


def test_the_funnel_of_events_is_that_of_the_public_health_package() -> None:
    # its own tests; it halves until 1e-7 of the odds, so only six figures of it are sure
    assert funnel_of_events(200, 0.025)[0] == pytest.approx(173.24086241121654, rel=1e-5)
    assert funnel_of_events(500, 0.001)[1] == pytest.approx(573.0274767209943, rel=1e-5)


def test_the_funnel_is_wilson_read_the_other_way() -> None:
    level, people = 0.3, 40
    low, high = funnel_of_shares(level, people, 0.025)
    for events in range(people + 1):
        interval = wilson(events, people)
        assert (interval.lower <= level <= interval.upper) == (low <= events / people <= high)
