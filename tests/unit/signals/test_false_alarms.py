"""How often the newest figure is told when nothing changed, and how often when it jumped, beside what other products do on the same series.

Steady series are normal noise with fixed seeds. PROVE_SIZE=full tries 100,000 of each.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from fractions import Fraction

import pytest

from contracts.foundation.period import Quarter
from kpi.domain.signals import kwartaal
from kpi.domain.signals.factors import FALSE_ALARMS_OF_RUNS
from kpi.domain.signals.judge import judge
from kpi.domain.signals.profile import KWARTAAL
from kpi.domain.signals.runs import Pattern
from kpi.domain.signals.series import Bounds, Direction, Kind, Point, Series
from tests.support.figures import FULL, measured, size
from tests.support.steady_series import OTHERS, Noise, dhis2, ours, ours_all_rules, ours_not_fixed, per_ten_thousand, share_told

EARLIER = range(5, 21)
GROUPS = [[earlier] for earlier in EARLIER] if FULL else [list(EARLIER[:4]), list(EARLIER[4:8]), list(EARLIER[8:])]
TRIED = size(quick=2_000, full=100_000)


def test_one_in_a_hundred_steady_quarters_is_told_whatever_the_number_before_it() -> None:
    fixed, free = Counter[int](), Counter[int]()
    for earlier in EARLIER:  # series of their own for each, so that they are independent
        for points in Noise(100 + earlier).series(TRIED, earlier + 1):
            fixed[earlier] += ours(points)
            free[earlier] += ours_not_fixed(points) if earlier > 12 else 0  # up to twelve the two are the same
    rates = [per_ten_thousand(sum(fixed[earlier] for earlier in group), TRIED * len(group)) for group in GROUPS]
    rates += [per_ten_thousand(sum(free[earlier] for earlier in group), TRIED * len(group)) for group in GROUPS if group[0] > 12]
    measured("steady series judged by the newest-point rule", TRIED * len(EARLIER))
    measured("false alarms per 10,000, at the number of earlier points with fewest", min(rates))
    measured("false alarms per 10,000, at the number of earlier points with most", max(rates))
    assert 70 <= min(rates) <= max(rates) <= 130


def test_a_jump_of_three_deviations_is_found_at_once() -> None:
    found = share_told(ours, Noise(6).series(TRIED, 13, jump=3.0))
    measured("jumps of 3 deviations found at 12 earlier points, per 10,000", found)
    assert found >= 3500


def test_dhis2_cannot_find_any_jump_among_nine() -> None:
    found = share_told(dhis2, Noise(7).series(TRIED, 9, jump=30.0))
    measured("DHIS2's z-score: jumps of 30 deviations found among 9 values, per 10,000", found)
    assert found == 0
    assert share_told(ours, Noise(7).series(200, 9, jump=30.0)) == 10_000


@pytest.mark.parametrize("name", OTHERS)
def test_other_products_on_the_same_series(name: str) -> None:
    """For comparison: nothing is promised of them."""
    count = size(quick=1_500, full=100_000)
    steady, jumped = share_told(OTHERS[name], Noise(8).series(count, 13)), share_told(OTHERS[name], Noise(9).series(count, 13, jump=3.0))
    measured(f"{name} at 12 earlier points: false alarms per 10,000", steady)
    measured(f"{name} at 12 earlier points: jumps of 3 deviations found per 10,000", jumped)
    mine = share_told(ours, Noise(9).series(count, 13, jump=3.0))
    assert steady > 130 or jumped < mine  # each of them either cries wolf or finds less


def test_the_runs_bring_what_is_told_of_them() -> None:
    count = size(quick=1_000, full=100_000)
    extra = share_told(ours_all_rules, Noise(10).series(count, 17)) - share_told(ours, Noise(10).series(count, 17))
    measured("all four rules at 16 earlier points: false alarms per 10,000 besides the newest-point rule", extra)
    assert extra / 10_000 == pytest.approx(FALSE_ALARMS_OF_RUNS, abs=0.012)


def test_shares_of_people_cry_wolf_no_more_often() -> None:
    dice, count = random.Random(11), size(quick=1_500, full=100_000)
    told = 0
    for _ in range(count):
        points = [_share(dice, place, dice.randint(20, 60)) for place in range(13)]
        told += kwartaal.newest(points, Kind.PROPORTION, KWARTAAL).pattern is Pattern.OUTSIDE
    rate = per_ten_thousand(told, count)
    measured("shares of 20 to 60 people, 12 earlier points: false alarms per 10,000", rate)
    assert rate <= 200


def _share(dice: random.Random, place: int, people: int) -> Point:
    happy = sum(dice.random() < 0.75 for _ in range(people))
    return Point(Quarter(2020, 1).shift(place).code, Fraction(happy), Fraction(people))


def test_a_whole_region_is_judged_within_a_second() -> None:
    dice = random.Random(12)
    kinds = [Kind.PROPORTION] * 10 + [Kind.COUNT] * 4 + [Kind.RATE] * 3 + [Kind.VALUE] * 3
    region = [[_series_of(dice, kind) for _ in range(4)] for kind in kinds]
    start = time.process_time()
    for four in region:
        for own in four:
            judge(own, peers={str(number): other.points for number, other in enumerate(four) if other is not own})
    spent = round(1000 * (time.process_time() - start))
    measured("4 aanbieders x 20 KPIs x 16 quarters, all rules, in ms", spent)
    assert spent < 1000


def _series_of(dice: random.Random, kind: Kind) -> Series:
    points = tuple(_figure(dice, kind, place) for place in range(16))
    norm = Bounds(low=Fraction(3, 4)) if kind is Kind.PROPORTION else Bounds(high=Fraction(25))
    return Series(kind, points, Direction.HIGHER, norm)


def _figure(dice: random.Random, kind: Kind, place: int) -> Point:
    if kind is Kind.PROPORTION:
        return _share(dice, place, dice.randint(20, 60))
    code, number = Quarter(2022, 1).shift(place).code, Fraction(dice.randint(5, 30))
    return Point(code, number, Fraction(dice.randint(900, 1100))) if kind is Kind.RATE else Point(code, number)
