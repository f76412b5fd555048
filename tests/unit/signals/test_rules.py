"""Rules 0, 1, 2 and 4 to 7, one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.domain.signals.finding import RULES, Finding, Rule
from kpi.domain.signals.judge import Judgement, judge
from kpi.domain.signals.multiplicity import expected_false_findings, holm
from kpi.domain.signals.plausibility import robust_score
from kpi.domain.signals.profile import KWARTAAL, NHS
from kpi.domain.signals.series import Bounds, Direction, Kind, Series
from tests.unit.signals.making import Figure, at_least, at_most, points, series


def of(rule: Rule, judgement: Judgement) -> list[Finding]:
    return [one for one in judgement.findings if one.rule is rule]


def shares(*figures: tuple[int, int] | None, norm: Bounds | None = None) -> Series:
    return series(figures, Kind.PROPORTION, norm=norm)


# rule 0


def test_what_is_missing_late_or_changed_is_told_first() -> None:
    given = series([5, None, 7, 6])
    late = replace(given.points[2], late_on=date(2020, 12, 3))
    changed = replace(given.points[3], was=Fraction(9))
    judged = judge(replace(given, points=(*given.points[:2], late, changed)))
    told = [one.sentence for one in of(Rule.COMPLETENESS, judged)]
    assert told == [
        "2020-K2: Er is geen cijfer. Reden: niet aangeleverd.",
        "2020-K3: Dit cijfer kwam na de uiterste datum, op 3 december 2020.",
        "2020-K4: Dit cijfer is later veranderd. Eerst was het 9, nu 6.",
    ]
    assert judged.findings[0].rule is Rule.COMPLETENESS


def test_a_quarter_that_is_not_listed_is_a_gap() -> None:
    given = series([5, 6, 7])
    found = of(Rule.COMPLETENESS, judge(replace(given, points=(given.points[0], given.points[2]))))
    assert [one.numbers["after"] for one in found] == ["2020-K1"]


def test_not_applicable_is_no_omission_and_no_denominator_no_figure() -> None:
    given = series([5, None])
    aside = replace(given, points=(given.points[0], replace(given.points[1], missing="Niet van toepassing.")))
    assert [one.severity for one in of(Rule.COMPLETENESS, judge(aside))] == ["information"]
    assert [one.numbers for one in of(Rule.COMPLETENESS, judge(shares((5, 9), (0, 0))))] == [{"denominator": 0}]


# rule 1


def test_the_robust_score_is_that_of_the_median() -> None:
    earlier = [Fraction(one) for one in (10, 11, 12, 13, 14, 15)]  # median 12.5, median distance 1.5
    assert robust_score(Fraction(25), earlier) == pytest.approx(0.6745 * 12.5 / 1.5)
    mostly = [Fraction(one) for one in (5, 5, 5, 5, 8, 5)]  # no median distance; mean distance 0.5
    assert robust_score(Fraction(8), mostly) == pytest.approx(3 / (1.253314 * 0.5))
    assert robust_score(Fraction(6), [Fraction(5)] * 6) == float("inf")
    assert robust_score(Fraction(5), [Fraction(5)] * 6) == 0


@pytest.mark.parametrize(
    ("figures", "test"),
    [
        ([10, 11, 12, 13, 14, 15, 25], "median"),
        ([10, 11, 12, 13, 14, 25], None),
        ([10, 11, 12, 118], "unit"),
        ([100, 110, 120, "0.11"], "unit"),
        ([4, 5, 5, 5, 5], "same"),
        ([4, 4, 5, 5, 5], None),
        ([5], None),
        ([5, None], None),
    ],
)
def test_questions_go_to_the_aanbieder_and_never_to_the_manager(figures: list[Figure], test: str | None) -> None:
    judged = judge(series(figures))
    assert [one.numbers["test"] for one in judged.questions] == ([] if test is None else [test])
    assert {one.severity for one in judged.questions} <= {"question"}
    assert of(Rule.PLAUSIBILITY, judged) == []


# rule 2


@pytest.mark.parametrize(
    ("share", "verdict"),
    [
        ((17, 30), "missed"),  # Wilson upper 0.7263
        ((20, 30), "unclear"),  # 0.8077
        ((30, 30), None),  # lower 0.8865: clearly within
        ((27, 30), "unclear"),  # lower 0.7438: within, but it may be chance
        ((4, 9), "missed"),  # exact: P(X <= 4 | 9, 0.8) = 0.0196
        ((5, 9), "unclear"),  # 0.0856
        ((0, 4), "too_few"),
        ((1, 5), "missed"),  # 0.0067
    ],
)
def test_a_share_is_only_below_the_norm_when_chance_cannot_explain_it(share: tuple[int, int], verdict: str | None) -> None:
    found = of(Rule.NORM, judge(shares(share, norm=at_least("0.8"))))
    assert [one.numbers["verdict"] for one in found] == ([] if verdict is None else [verdict])
    assert {one.nature for one in found} <= {"contractual"}


@given(st.integers(5, 9).flatmap(lambda people: st.tuples(st.integers(0, people), st.just(people))), st.integers(1, 19))
def test_few_people_are_judged_by_the_exact_tail(share: tuple[int, int], twentieth: int) -> None:
    level, (events, people) = Fraction(twentieth, 20), share
    chance = sum(comb(people, k) * level**k * (1 - level) ** (people - k) for k in range(events + 1))
    judged = judge(shares(share, norm=Bounds(low=level)))
    assert any(one.numbers["verdict"] == "missed" for one in of(Rule.NORM, judged)) == (chance <= Fraction(1, 40))
    mirror = judge(shares((people - events, people), norm=Bounds(high=1 - level)))
    assert any(one.numbers["verdict"] == "missed" for one in of(Rule.NORM, mirror)) == (chance <= Fraction(1, 40))


def test_counts_and_rates_are_held_to_the_norm_with_their_poisson_margin() -> None:
    above = [at_most("10"), at_most("12")]
    found = [[one.numbers["verdict"] for one in of(Rule.NORM, judge(series([20], Kind.COUNT, norm=norm)))] for norm in above]
    assert found == [["missed"], ["missed"]]  # Byar 12.21 .. 30.89
    assert of(Rule.NORM, judge(series([20], Kind.COUNT, norm=at_most("13"))))[0].numbers["verdict"] == "unclear"
    rate = of(Rule.NORM, judge(series([(3, 1000)], Kind.RATE, norm=at_least("0.01"))))[0]
    assert (rate.numbers["test"], rate.numbers["verdict"]) == ("poisson", "missed")  # 0.62 .. 8.77 per 1,000


def test_two_quarters_below_the_norm_are_told_by_the_figure_itself() -> None:
    told = of(Rule.NORM, judge(shares((23, 30), (22, 30), norm=at_least("0.8"))))
    assert [(one.severity, one.numbers["test"]) for one in told] == [("information", "wilson"), ("attention", "two_quarters")]
    assert "Twee kwartalen achter elkaar onder de norm (minstens 80 %)" in told[1].sentence
    for figures in ([(23, 30), None, (22, 30)], [(23, 30), (29, 30), (22, 30)], [(3, 4), (22, 30)]):
        assert not [one for one in of(Rule.NORM, judge(shares(*figures, norm=at_least("0.8")))) if one.numbers["test"] == "two_quarters"]


def test_a_plain_value_is_held_to_the_norm_without_a_margin() -> None:
    within = Bounds(Fraction(100), Fraction(150))
    assert of(Rule.NORM, judge(series([100, 150], norm=within))) == []
    told = of(Rule.NORM, judge(series([99, 151], norm=within)))
    assert [one.sentence for one in told] == [
        "2020-K1: 99. De norm is 100 tot en met 150. Dat ligt onder de norm.",
        "2020-K2: 151. De norm is 100 tot en met 150. Dat ligt boven de norm.",
    ]


# rule 4


def test_a_share_is_compared_with_the_same_quarter_last_year() -> None:
    judged = judge(shares((56, 70), (50, 60), (50, 60), (50, 60), (48, 80)))  # Newcombe's own first example
    found = of(Rule.SEASON, judged)
    assert len(found) == 1
    assert found[0].numbers["lower"] == pytest.approx(-0.3339, abs=5e-5)
    assert found[0].numbers["upper"] == pytest.approx(-0.0524, abs=5e-5)
    assert of(Rule.SEASON, judge(shares((56, 70), (50, 60), (50, 60), (50, 60), (52, 70)))) == []


def test_counts_are_compared_given_their_sum() -> None:
    found = of(Rule.SEASON, judge(series([4, 9, 9, 9, 16], Kind.COUNT)))
    assert found[0].numbers["chance"] == pytest.approx(2 * sum(comb(20, k) for k in range(5)) / 2**20)
    assert of(Rule.SEASON, judge(series([5, 9, 9, 9, 14], Kind.COUNT))) == []  # 0.064
    assert of(Rule.SEASON, judge(series([(4, 100), (9, 100), (9, 100), (9, 100), (16, 400)], Kind.RATE))) == []  # four times the exposure


def test_a_seasonal_series_is_silent_in_its_history_and_heard_against_last_year() -> None:
    seasons = [10, 14, 22, 16] * 3
    quiet = judge(series(seasons, direction=Direction.NONE))
    assert {one.type for one in quiet.points} == {"common_cause"}
    noisy = [10, 14, 22, 16, 11, 14, 21, 16, 10, 15, 22, 22]
    found = of(Rule.SEASON, judge(series(noisy, direction=Direction.NONE)))
    assert [one.period for one in found] == ["2022-K4"]


def test_labels_that_are_no_quarters_have_no_season() -> None:
    given = series([4, 9, 9, 9, 16], Kind.COUNT)
    assert of(Rule.SEASON, judge(replace(given, points=tuple(replace(one, period=f"meting {one.period}") for one in given.points)))) == []


# rule 5


def test_an_aanbieder_is_held_against_the_others_together() -> None:
    peers = {name: points([share]) for name, share in {"B": (80, 100), "C": (75, 100), "D": (85, 100)}.items()}
    found = of(Rule.PEERS, judge(shares((15, 30)), peers=peers))
    chance = 2 * sum(Fraction(comb(30, k) * 4**k, 5**30) for k in range(16))
    assert found[0].numbers["centre"] == pytest.approx(0.8)
    assert found[0].numbers["chance"] == pytest.approx(float(chance))
    assert found[0].numbers["chance_holm"] == pytest.approx(float(chance) * 4)
    assert found[0].severity == "signal"
    assert "Vergelijking met drie anderen; populaties verschillen." in found[0].sentence
    assert [one.severity for one in of(Rule.PEERS, judge(shares((17, 30)), peers=peers))] == ["attention"]  # 0.025 after Holm
    assert of(Rule.PEERS, judge(shares((18, 30)), peers=peers)) == []  # 0.019, but 0.076 after Holm


def test_nobody_with_events_elsewhere_makes_one_event_no_signal() -> None:
    nobody = {name: points([(0, 30)]) for name in "BCD"}
    assert of(Rule.PEERS, judge(shares((1, 30)), peers=nobody)) == []
    assert of(Rule.PEERS, judge(shares((9, 30)), peers=nobody))[0].severity == "signal"


def test_rates_are_held_against_the_others_and_counts_and_values_are_not() -> None:
    peers = {name: points([(10, 1000)]) for name in "BCD"}
    assert of(Rule.PEERS, judge(series([(30, 1000)], Kind.RATE), peers=peers))[0].severity == "signal"
    assert of(Rule.PEERS, judge(series([(14, 1000)], Kind.RATE), peers=peers)) == []
    assert of(Rule.PEERS, judge(series([30], Kind.COUNT), peers={"B": points([3])})) == []


def test_a_peer_without_a_figure_takes_no_part() -> None:
    peers = {"B": points([None, (80, 100)]), "C": points([(80, 100)]), "D": points([(0, 0)])}
    assert of(Rule.PEERS, judge(shares((5, 30)), peers=peers))[0].numbers["others"] == 1


# rules 6 and 7, and the order


@pytest.mark.parametrize(
    ("norm", "expected"),
    [
        (at_least("30"), "consistent_fail"),
        (at_least("10"), "consistent_pass"),
        (at_least("20"), "inconsistent"),
        (at_most("30"), "consistent_pass"),
        (at_most("10"), "consistent_fail"),
        (Bounds(Fraction(10), Fraction(30)), "consistent_pass"),
        (Bounds(Fraction(10), Fraction(20)), "inconsistent"),
        (Bounds(Fraction(30), Fraction(40)), "consistent_fail"),
    ],
)
def test_the_norm_is_within_reach_or_not(norm: Bounds, expected: str) -> None:
    given = series([20, 21, 19, 20, 21, 19, 20, 21], direction=Direction.NONE, norm=norm)
    assert judge(given).assurance == expected
    assert len(of(Rule.CAPABILITY, judge(given))) == 1
    if norm.low is not None and norm.high is not None:
        assert judge(given, NHS).assurance == expected


def test_a_norm_on_the_limit_is_not_yet_passed() -> None:
    assert judge(series([20] * 8, norm=at_least("20"))).assurance == "inconsistent"  # as in the NHS package
    assert judge(series([20] * 8, norm=at_most("20"))).assurance == "inconsistent"


def test_holm_is_what_p_adjust_of_r_gives() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []


def test_the_expected_number_of_false_findings_stands_beside_what_was_found() -> None:
    assert expected_false_findings([0.01] * 4 * 12) == pytest.approx(0.48)
    judged = judge(series([20, 21, 19, 20, 21, 2]))
    assert judged.expected_false_findings == pytest.approx(0.01 + 0.01)  # its history and last year
    assert "1 op de 50 reeksen" in of(Rule.MULTIPLICITY, judged)[0].sentence
    assert of(Rule.MULTIPLICITY, judge(series([20, 21, 19, 20, 21, 20]))) == []


def test_findings_stand_in_the_order_of_the_rules_and_each_says_what_it_stands_on() -> None:
    figures = [(26, 30), (27, 31), None, (25, 30), (28, 33), (29, 33), (24, 29), (12, 30)]
    peers = {"B": points([(40, 50)] * 8), "C": points([(33, 40)] * 8)}
    judged = judge(shares(*figures, norm=at_least("0.8")), KWARTAAL, peers)
    order = [RULES.index(one.rule) for one in judged.findings]
    assert order == sorted(order)
    assert {one.rule for one in judged.findings} == set(Rule) - {Rule.PLAUSIBILITY}
    for one in judged.findings:
        assert one.sentence.endswith(".")
        assert one.numbers
        if one.rule in {Rule.NORM, Rule.HISTORY, Rule.SEASON, Rule.PEERS}:
            assert one.numbers["denominator"] == 30
