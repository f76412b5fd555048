"""Whatever comes in: a judgement, or a refusal with a sentence."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.foundation.errors import Refused
from kpi.domain.signals.judge import judge
from kpi.domain.signals.profile import KWARTAAL, NHS, Profile
from kpi.domain.signals.series import Bounds, Direction, Kind, Point, Series
from tests.unit.signals.making import Figure, at_least, points, series

PROFILES = pytest.mark.parametrize("profile", [KWARTAAL, NHS], ids=["kwartaal", "nhs"])


@PROFILES
@pytest.mark.parametrize("figures", [[None], [None] * 20, [5], [5, None], [None, 5], [5, None] * 10, [0] * 20])
def test_missing_one_and_constant_are_judged(profile: Profile, figures: list[int | None]) -> None:
    judged = judge(series(figures, norm=at_least("3")), profile)
    assert len(judged.points) == len(figures)
    assert {one.type for one in judged.points} == {"common_cause"}


@PROFILES
def test_a_denominator_of_nought_is_no_figure(profile: Profile) -> None:
    for kind in (Kind.PROPORTION, Kind.RATE, Kind.VALUE):
        judged = judge(series([(0, 0), (5, 0), (5, 9)], kind), profile)
        assert [one.point.value for one in judged.points] == [None, None, Fraction(5, 9)]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (series([]), "geen enkel kwartaal"),
        (series([(5, 4)], Kind.PROPORTION), "teller is groter"),
        (series([0.5], Kind.PROPORTION), "teller en de noemer"),
        (series([3], Kind.RATE), "teller en de noemer"),
        (series([(5, 4)], Kind.COUNT), "geen noemer"),
        (series([(5, -4)], Kind.RATE), "noemer is kleiner"),
        (series([-5], Kind.COUNT), "kleiner dan nul"),
        (series([0.5], Kind.COUNT), "heel getal"),
        (series([10**7 + 1], Kind.COUNT), "te groot"),
        (series([10**16]), "te groot"),
        (Series(Kind.RATE, (Point("a", Fraction(1), Fraction(1, 10**9)),)), "te klein"),
        (Series(Kind.VALUE, (Point("a", Fraction(10**14), Fraction(1, 100)),)), "te groot"),
        (series([5], norm=Bounds()), "geen ondergrens"),
        (series([5], norm=Bounds(Fraction(3), Fraction(2))), "Draai ze om"),
        (series([(5, 9)], Kind.PROPORTION, norm=at_least("80")), "0,8 voor 80"),
        (replace(series([5]), confidence=float("nan")), "betrouwbaarheid"),
        (replace(series([5]), confidence=1.0), "betrouwbaarheid"),
        (Series(Kind.VALUE, (Point("2024-K1", Fraction(1)), Point("2024-K1", Fraction(2)))), "twee keer"),
        (Series(Kind.VALUE, (Point("2024-K2", Fraction(1)), Point("2024-K1", Fraction(2)))), "volgorde"),
    ],
)
@PROFILES
def test_what_cannot_be_judged_is_refused_with_a_sentence(profile: Profile, asked: Series, said: str) -> None:
    with pytest.raises(Refused, match=said):
        judge(asked, profile)


@pytest.mark.parametrize("first", ["1900-K1", "2999-K1", "1899-K1", "3000-K1", "0000-K0"])
def test_the_ends_of_the_calendar_are_judged(first: str) -> None:
    judge(Series(Kind.COUNT, tuple(Point(f"{first[:-1]}{number}", Fraction(number)) for number in range(1, 5))))


def test_the_others_are_checked_too() -> None:
    with pytest.raises(Refused, match="teller is groter"):
        judge(series([(3, 4)], Kind.PROPORTION), peers={"B": points([(5, 4)])})


@pytest.mark.parametrize(
    "profile", [replace(KWARTAAL, fix_after=4), replace(NHS, fix_after=1), replace(KWARTAAL, rebase_at=(0,)), replace(NHS, rebase_at=(3,))]
)
def test_a_baseline_that_cannot_be_is_refused(profile: Profile) -> None:
    with pytest.raises(Refused):
        judge(series([1, 2]), profile)


@PROFILES
@pytest.mark.parametrize("kind", [Kind.RATE, Kind.VALUE])
def test_the_largest_and_smallest_figures_are_judged(profile: Profile, kind: Kind) -> None:
    most = 10**7 if kind is Kind.RATE else 10**12
    extremes = [(0, Fraction(1, 1000)), (most, Fraction(1, 1000)), (most, Fraction(10**15)), (1, Fraction(10**15))]
    for numbers in (extremes, extremes[:1] * 2, extremes[1:2] * 7 + extremes[3:], extremes * 5):
        own = tuple(Point(f"meting {place}", Fraction(top), bottom) for place, (top, bottom) in enumerate(numbers))
        others = tuple(replace(one, period=two.period) for one, two in zip(reversed(own), own, strict=True))
        judged = judge(Series(kind, own, Direction.LOWER, at_least("3")), profile, {"B": others})
        assert len(judged.points) == len(own)


def pairs(most: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.integers(0, most).flatmap(lambda people: st.tuples(st.integers(0, people), st.just(people)))


FIGURES = {
    Kind.PROPORTION: st.lists(st.none() | pairs(40), min_size=1, max_size=20),
    Kind.RATE: st.lists(st.none() | st.tuples(st.integers(0, 99), st.integers(0, 999)), min_size=1, max_size=20),
    Kind.COUNT: st.lists(st.none() | st.integers(0, 99), min_size=1, max_size=20),
    Kind.VALUE: st.lists(st.none() | st.integers(-99, 99), min_size=1, max_size=20),
}
Drawn = tuple[Kind, list[Figure], list[Figure]]
SERIES = st.sampled_from(list(Kind)).flatmap(lambda kind: st.tuples(st.just(kind), FIGURES[kind], FIGURES[kind]))


@given(SERIES, st.sampled_from(Direction), st.sampled_from([KWARTAAL, NHS]), st.sampled_from(["0", "0.8", "1"]))
def test_every_series_of_fair_figures_is_judged(
    given: tuple[Kind, list[object], list[object]], direction: Direction, profile: Profile, norm: str
) -> None:
    kind, figures, others = given
    judged = judge(series(figures, kind, direction=direction, norm=at_least(norm)), profile, {"B": points(others)})
    for one in judged.points:
        limits = one.limits
        if limits.lower is not None and limits.upper is not None and limits.centre is not None:
            assert isfinite(limits.upper)
            assert limits.lower <= limits.centre <= limits.upper
        if one.interval is not None and one.point.value is not None:
            assert one.interval.lower <= float(one.point.value) + 1e-12
            assert one.interval.upper >= float(one.point.value) - 1e-12
    assert all(isfinite(number) for found in judged.findings + judged.questions for number in found.numbers.values() if isinstance(number, float))
    assert judged.smallest_detectable is None or judged.smallest_detectable >= 0
