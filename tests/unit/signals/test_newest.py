"""The newest quarter judged alone says exactly what the judgement of the whole series says of it, and quickly."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.foundation.errors import Refused
from contracts.foundation.period import Quarter
from kpi.domain.signals.finding import Rule
from kpi.domain.signals.judge import judge
from kpi.domain.signals.newest import judge_newest, judge_peers_newest
from kpi.domain.signals.peers import judge_everyone, judge_quarter
from kpi.domain.signals.profile import KWARTAAL, NHS, Profile
from kpi.domain.signals.series import Bounds, Direction, Kind, Point, Series
from tests.support.figures import measured
from tests.unit.signals.making import points, series

LONGEST = 40
Peers = dict[str, tuple[Point, ...]]


@dataclass(frozen=True, slots=True)
class Life:
    """How the figures of a series go: a level with noise, that may climb or jump, with quarters that are missing or left out."""

    dice: random.Random
    kind: Kind

    def points(self, length: int) -> tuple[Point, ...]:
        dice = self.dice
        noise, drift, jump = dice.choice([0, 1, 4, 9]), dice.choice([0, 0, 0, 2, -2]), dice.choice([0, 0, 8, -8])
        season, missing, left_out = dice.choice([0, 0, 6]), dice.choice([0, 0, 0.15]), dice.choice([0, 0, 0.1])
        since, redefined = dice.randrange(length), dice.randrange(length) if dice.random() < 0.2 else length
        quarter, made = Quarter(2010, dice.randint(1, 4)), list[Point]()
        for place in range(length):
            quarter = quarter.shift(2 if dice.random() < left_out else 1)
            level = 25 + drift * max(0, place - since) + jump * (place >= since) + season * (quarter.number == 2) + dice.randint(-noise, noise)
            point = self.point(quarter.code if left_out != 0.1 or dice.random() < 0.95 else f"meting {place}", level)
            point = replace(point, definition="2" if place >= redefined else "1")
            made.append(Point(point.period, missing=dice.choice(["te laat", "n.v.t."])) if dice.random() < missing else self.marked(point))
        return tuple(made)

    def point(self, period: str, level: int) -> Point:
        if self.kind is Kind.VALUE:
            return Point(period, Fraction(level, 4))
        events = max(0, level)
        if self.kind is Kind.COUNT:
            return Point(period, Fraction(events))
        people = self.dice.choice([0, 3, 7, 30, 50, 50, 50])
        return Point(period, Fraction(min(events, people) if self.kind is Kind.PROPORTION else events), Fraction(people))

    def marked(self, point: Point) -> Point:
        late_on = date(2026, 1, 31) if self.dice.random() < 0.05 else None
        return replace(point, late_on=late_on, was=Fraction(7) if self.dice.random() < 0.05 else None)


def profile_for(dice: random.Random, length: int) -> Profile:
    profile = dice.choice([KWARTAAL, KWARTAAL, NHS])
    rebases = tuple(sorted(dice.sample(range(1, length + 1), k=min(length, dice.choice([0, 0, 1, 2])))))
    return replace(profile, fix_after=dice.choice([profile.fix_after, profile.fix_after, None, 7]), screen=dice.random() < 0.3, rebase_at=rebases)


def case(seed: int, length: int, kind: Kind) -> tuple[Series, Profile, Peers]:
    """A series with its settings and its peers, out of one number."""
    dice = random.Random(seed)
    life = Life(dice, kind)
    low, high = sorted((Fraction(dice.randint(0, 40), 40), Fraction(dice.randint(0, 40), 40)))
    if kind is not Kind.PROPORTION:
        low, high = 40 * low, 40 * high
    norm = dice.choice([None, Bounds(low), Bounds(high=high), Bounds(low, high)])
    own = Series(kind, life.points(length), dice.choice(list(Direction)), norm, dice.choice([0.95, 0.95, 0.99]))
    return own, profile_for(dice, length), {str(number): life.points(length) for number in range(dice.choice([0, 1, 3, 9]))}


def agree(own: Series, profile: Profile, peers: Peers) -> list[Rule]:
    """Hold the two beside each other; the rules that spoke."""
    whole, newest = judge(own, profile, peers), judge_newest(own, profile, peers)
    assert newest.judged == whole.points[-1]
    assert newest.findings == tuple(found for found in whole.findings if found.period == own.points[-1].period)
    assert (newest.trial, newest.assurance) == (whole.trial, whole.assurance)
    assert (newest.smallest_detectable, newest.expected_false_findings) == (whole.smallest_detectable, whole.expected_false_findings)
    only_now = {name: tuple(point for point in points if point.period == own.points[-1].period) for name, points in peers.items()}
    assert judge_newest(own, profile, only_now) == newest
    return [found.rule for found in newest.findings]


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, LONGEST), st.sampled_from(Kind))
def test_the_newest_quarter_alone_is_judged_as_in_the_whole_series(seed: int, length: int, kind: Kind) -> None:
    agree(*case(seed, length, kind))


def test_every_rule_and_every_pattern_was_among_them() -> None:
    rules, patterns = Counter[Rule](), Counter[str | None]()
    for seed in range(600):
        own, profile, peers = case(seed, 1 + seed % LONGEST, list(Kind)[seed % len(Kind)])
        rules.update(agree(own, profile, peers))
        patterns[judge_newest(own, profile, peers).judged.pattern] += 1
    assert set(rules) == set(Rule) - {Rule.PLAUSIBILITY}  # questions are asked before anything comes in
    assert set(patterns) == {None, "outside", "trend", "two_of_three", "shift"}


@pytest.mark.parametrize("profile", [KWARTAAL, NHS], ids=["kwartaal", "nhs"])
@pytest.mark.parametrize("figures", [[None], [None] * 20, [5], [5, None], [0] * 20, [*range(20)], [5] * 19 + [6]])
def test_missing_constant_and_single_figures_too(profile: Profile, figures: list[int | None]) -> None:
    agree(series(figures, Kind.COUNT, norm=Bounds(Fraction(4))), profile, {})


@pytest.mark.parametrize("profile", [KWARTAAL, NHS], ids=["kwartaal", "nhs"])
def test_what_judge_refuses_is_refused(profile: Profile) -> None:
    with pytest.raises(Refused, match="teller is groter"):
        judge_newest(series([(3, 4), (5, 4), (3, 4)], Kind.PROPORTION), profile)
    with pytest.raises(Refused, match="teller is groter"):
        judge_newest(series([(3, 4)], Kind.PROPORTION), profile, {"B": points([(5, 4)])})
    with pytest.raises(Refused, match="puntnummer"):
        judge_newest(series([3]), replace(profile, rebase_at=(2,)))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([Kind.PROPORTION, Kind.RATE]), st.integers(1, 10))
def test_all_aanbieders_of_a_quarter_at_once_are_judged_as_each_by_itself(seed: int, kind: Kind, many: int) -> None:
    life = Life(random.Random(seed), kind)
    quarter = {f"aanbieder {number}": replace(life.points(3)[-1], period="2026-K3") for number in range(many)}
    alone = {name: judge_quarter(kind, own, [one for other, one in quarter.items() if other != name]) for name, own in quarter.items()}
    assert judge_everyone(kind, quarter) == {name: found for name, found in alone.items() if found is not None}
    for name, own in quarter.items():
        told = judge_peers_newest(kind, own, [one for other, one in quarter.items() if other != name])
        assert told == (() if alone[name] is None else (alone[name],))


def test_the_newest_of_forty_quarters_beside_nine_others_takes_a_millisecond_or_so() -> None:
    dice = random.Random(5)
    spent = 0.0
    tried = 200
    for number in range(tried):
        kind = list(Kind)[number % len(Kind)]
        life = Life(dice, kind)
        own = Series(kind, life.points(LONGEST), Direction.HIGHER, Bounds(Fraction(3, 4)))
        peers = {str(one): life.points(LONGEST) for one in range(9)}
        start = time.process_time()
        judge_newest(own, KWARTAAL, peers)
        spent += time.process_time() - start
    measured("newest of 40 quarters beside 9 aanbieders, all rules, in microseconds", round(1_000_000 * spent / tried))
    assert spent / tried <= 0.0015
