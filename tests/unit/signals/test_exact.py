"""Exact chances against sums of whole fractions."""

from __future__ import annotations

import time
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.domain.signals.exact import (
    binomial_at_least,
    binomial_at_most,
    compare_counts,
    compare_shares,
    poisson_at_least,
    poisson_at_most,
)

SHARES = st.fractions(Fraction(1, 50), Fraction(49, 50), max_denominator=50)


def whole(events: int, people: int, share: Fraction) -> Fraction:
    """The chance of so many events or fewer, as a fraction."""
    return sum((comb(people, k) * share**k * (1 - share) ** (people - k) for k in range(events + 1)), Fraction(0))


@given(st.integers(1, 60), st.integers(-1, 61), SHARES)
def test_binomial_tails_are_those_of_whole_fractions(people: int, events: int, share: Fraction) -> None:
    expected = whole(min(events, people), people, share) if events >= 0 else Fraction(0)
    assert binomial_at_most(events, people, float(share)) == pytest.approx(float(expected), rel=1e-9, abs=1e-13)
    assert binomial_at_least(events + 1, people, float(share)) == pytest.approx(float(1 - expected), rel=1e-9, abs=1e-13)


@given(st.integers(0, 200), st.floats(0.01, 150))
def test_poisson_tails_add_up_to_one(events: int, mean: float) -> None:
    assert poisson_at_most(events, mean) + poisson_at_least(events + 1, mean) == pytest.approx(1, abs=1e-12)


def test_the_ends_are_certain() -> None:
    assert (binomial_at_most(0, 5, 0.0), binomial_at_least(5, 5, 1.0), binomial_at_least(1, 5, 0.0), binomial_at_most(4, 5, 1.0)) == (1, 1, 0, 0)
    assert (poisson_at_most(-1, 2.0), poisson_at_most(0, 0.0), poisson_at_least(0, 2.0), poisson_at_least(1, 0.0)) == (0, 1, 1, 0)


def test_two_counts_are_compared_given_their_sum() -> None:
    # 3 against 12 in equal time: 2 x P(X <= 3 | 15, 1/2) = 2 x 576 / 32768 (sum of the first four binomial numbers is 576)
    assert compare_counts(3, 12, 0.5) == pytest.approx(1152 / 32768, abs=1e-12)
    assert compare_counts(0, 0, 0.5) == 1


def test_fisher_is_that_of_the_lady_tasting_tea() -> None:
    # Fisher 1935: 3 of 4 cups right has a one-sided chance of 17/70
    assert compare_shares((3, 4), (1, 4)) == pytest.approx(34 / 70, abs=1e-12)
    assert compare_shares((0, 30), (0, 90)) == 1


@given(st.integers(1, 25), st.integers(1, 25), st.data())
def test_fisher_is_the_sum_of_the_tables(first: int, second: int, data: st.DataObject) -> None:
    one, two = data.draw(st.integers(0, first)), data.draw(st.integers(0, second))
    events, people = one + two, first + second
    ways = {k: comb(first, k) * comb(second, events - k) for k in range(max(0, events - second), min(events, first) + 1)}
    is_low = one * people <= events * first
    tail = sum(count for k, count in ways.items() if (k <= one if is_low else k >= one))
    assert compare_shares((one, first), (two, second)) == pytest.approx(min(1, 2 * tail / comb(people, events)), abs=1e-10)


def test_large_counts_stay_quick_and_right() -> None:
    start = time.perf_counter()
    chance = binomial_at_most(4_998_420, 10_000_000, 0.5)  # 1 standard deviation (1,581) below: about the normal chance
    assert chance == pytest.approx(0.15874, abs=2e-4)
    assert compare_shares((0, 10_000_000), (10_000_000, 10_000_000)) == 0
    assert time.perf_counter() - start < 1
