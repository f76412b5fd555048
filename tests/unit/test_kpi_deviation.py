"""What stands out, how heavily, and the sentence that says so."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpi.domain.cell import Figures
from kpi.domain.deviation import FoundRule, find, norm_sentence
from kpi.domain.indicator import Definition, Norm

ALL_WITHIN_SIX_WEEKS = Definition("BZ-01", "verhouding", "%", 0, "hoger", Norm("min", low=Decimal(100)), "op tijd", "alle")
NOBODY_LONG = Definition("BZ-02", "aantal", "personen", 0, "lager", Norm("max", high=Decimal(0)))
WAITING = Definition("MZ-08", "aantal", "personen", 0, "lager")
DAYS = Definition("BZ-03", "mediaan", "dagen", 1, "lager", Norm("max", high=Decimal(42)), "dagen", "mensen")
BAND = Definition("BZ-07", "verhouding", "%", 0, "binnen", Norm("bereik", Decimal(80), Decimal(95)), "bezet", "alle")


def figures(numerator: str, denominator: str | None = None) -> Figures:
    return Figures(Decimal(numerator), None if denominator is None else Decimal(denominator))


def the_only(found: tuple[FoundRule, ...]) -> FoundRule:
    assert len(found) == 1
    return found[0]


def test_a_missed_norm_says_figures_and_norm() -> None:
    found = the_only(find(ALL_WITHIN_SIX_WEEKS, figures("19", "31"), None))
    assert found == FoundRule("norm", 3, "BZ-01: 61,3 % (19 van 31). De norm is minstens 100 %.")
    found = the_only(find(NOBODY_LONG, figures("2"), None))
    assert found == FoundRule("norm", 2, "BZ-02: 2 personen. De norm is hoogstens 0 personen.")
    found = the_only(find(DAYS, figures("44.5", "31"), None))
    assert found == FoundRule("norm", 2, "BZ-03: 44,5 dagen (op basis van 31). De norm is hoogstens 42 dagen.")
    found = the_only(find(BAND, figures("97", "100"), None))
    assert found.sentence == "BZ-07: 97 % (97 van 100). De norm is 80 tot en met 95 %."


def test_rounding_never_makes_a_missed_norm_look_met() -> None:
    found = the_only(find(ALL_WITHIN_SIX_WEEKS, figures("9999", "10000"), None))
    assert found.sentence.startswith("BZ-01: 99,99 % (9.999 van 10.000).")
    assert found.severity == 2


def test_no_value_is_no_deviation() -> None:
    assert find(ALL_WITHIN_SIX_WEEKS, Figures(missing_reason="nog niet bekend"), figures("5", "5")) == ()
    assert find(ALL_WITHIN_SIX_WEEKS, figures("0", "0"), None) == ()
    assert find(ALL_WITHIN_SIX_WEEKS, figures("31", "31"), None) == ()


@pytest.mark.parametrize(
    ("before", "now", "severity"),
    [
        ("20", "25", None),  # exactly a quarter more
        ("20", "26", 1),
        ("20", "31", 2),  # worse, and more than half
        ("20", "9", 1),  # better is told too, but lightly
        ("1", "4", None),  # +300 %, but three people
        ("0", "4", None),
        ("0", "5", 2),
        ("20", "20", None),
    ],
)
def test_a_large_change_is_large_by_share_and_by_size(before: str, now: str, severity: int | None) -> None:
    found = find(WAITING, figures(now), figures(before))
    assert [rule.severity for rule in found] == ([] if severity is None else [severity])
    assert all(rule.rule == "vorig kwartaal" for rule in found)


def test_the_sentence_of_a_change() -> None:
    assert (
        the_only(find(WAITING, figures("26"), figures("20"))).sentence
        == "MZ-08: 26 personen. Vorig kwartaal was het 20 personen. Dat is 6 personen meer."
    )
    both = find(ALL_WITHIN_SIX_WEEKS, figures("19", "31"), figures("31", "31"))
    assert [rule.rule for rule in both] == ["norm", "vorig kwartaal"]
    assert both[1].sentence == "BZ-01: 61,3 % (19 van 31). Vorig kwartaal was het 100 % (31 van 31). Dat is 38,7 procentpunt minder."
    assert max(rule.severity for rule in both) == 3


def test_without_a_previous_value_nothing_is_compared() -> None:
    assert find(WAITING, figures("26"), None) == ()
    assert find(WAITING, figures("26"), Figures(missing_reason="nog niet bekend")) == ()


def test_norms_in_words() -> None:
    assert norm_sentence(Norm(), "%") == "Er is geen norm."
    assert norm_sentence(Norm("min", low=Decimal("7.5")), "") == "De norm is minstens 7,5."


@given(st.integers(0, 200), st.integers(1, 200))
def test_the_norm_of_a_ratio_is_judged_on_the_counts(numerator: int, denominator: int) -> None:
    assume(numerator <= denominator)
    missed = any(rule.rule == "norm" for rule in find(ALL_WITHIN_SIX_WEEKS, figures(str(numerator), str(denominator)), None))
    assert missed == (numerator < denominator)


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=6, unique=True))
def test_further_from_the_norm_is_never_lighter(values: list[int]) -> None:
    weights = [max((rule.severity for rule in find(NOBODY_LONG, figures(str(value)), None)), default=1) for value in sorted(values)]
    assert all(lighter <= heavier for lighter, heavier in pairwise(weights))
