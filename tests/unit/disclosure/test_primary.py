"""The primary rules on figures that were computed by hand, and on the examples of the SDC Handbook (chapter 4.2)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kpi.domain.disclosure.primary import Need, needs
from kpi.domain.disclosure.problem import Cell, Contributors, Dominance, Frequency, Percent, Problem, Rule, Wanted
from kpi.domain.disclosure.rounding_needs import rounding_needs


def asked(rule: Rule, *parts: int | str, insiders: tuple[str, ...] = (), integer: bool = False) -> dict[str | None, Need]:
    """What one rule asks of one cell with these contributions of A, B, C ..., by attacker."""
    contributions = {name: Fraction(part) for name, part in zip("ABCDEFG", parts, strict=False)}
    cell = Cell("x", sum(contributions.values(), Fraction(0)), contributions)
    return {one.attacker: one for one in needs(Problem((cell,), rules=(rule,), insiders=insiders, integer=integer))}


def figures(need: Need) -> tuple[float, float, float]:
    """Below, above and width, as plain numbers."""
    return float(need.below), float(need.above), float(need.width)


@pytest.mark.parametrize(("count", "below", "above"), [(0, None, None), (1, 1, 4), (4, 4, 1), (5, None, None)])
def test_a_small_count_must_be_able_to_be_0_to_5(count: int, below: int | None, above: int | None) -> None:
    found = needs(Problem((Cell("x", Fraction(count)),), rules=(Frequency(5),)))
    assert [figures(one)[:2] for one in found] == ([] if below is None else [(below, above)])


def test_an_insider_subtracts_its_own_part() -> None:
    found = asked(Frequency(5), 9, 2, insiders=("A", "B", "Z"), integer=True)
    assert set(found) == {"A"}
    assert figures(found["A"]) == (2, 3, 0)
    assert asked(Frequency(5), 3, insiders=("A", "B"), integer=True).keys() == {None, "B"}  # A is alone: it knows


def test_handbook_example_1_the_dominance_rule_misses_what_the_p_rule_sees() -> None:
    parts = (50_000, 49_000, 1_000)
    assert asked(Dominance(1, Fraction(90)), *parts) == {}
    assert asked(Percent(Fraction(10)), *parts)[None].above == 4_000  # 10 % of 50,000 less the 1,000 that is left


def test_handbook_example_2_two_k_protects_more_than_p() -> None:
    parts = (52_000, 50_000, 8_000)
    assert asked(Percent(Fraction(10)), *parts) == {}
    assert asked(Dominance(2, Fraction(10_000, 110)), *parts)[None].above == 2_200


def test_handbook_example_4_the_upper_bound_of_330() -> None:
    need = asked(Dominance(1, Fraction(85)), 300, 20, 10)[None]
    assert float(330 + need.above) == pytest.approx(352.94, abs=0.005)
    assert asked(Dominance(1, Fraction(91)), 300, 20, 10) == {}  # 300 is 90.9 % of 330


def test_exactly_the_limit_is_safe() -> None:
    assert asked(Dominance(1, Fraction(80)), 80, 20) == {}
    assert asked(Percent(Fraction(10)), 100, 40, 10) == {}
    assert asked(Percent(Fraction(10)), 100, 40, 9)[None].above == 1


def test_the_p_rule_for_an_insider_looks_at_the_largest_of_the_others() -> None:
    found = asked(Percent(Fraction(10)), 100, 40, 8, insiders=("A", "B", "C"))
    assert {who: need.above for who, need in found.items()} == {None: 2, "B": 2}
    assert asked(Percent(Fraction(10)), 100, insiders=("A",)).keys() == {None}


def test_fewer_than_three_contributors_may_not_be_known_exactly() -> None:
    assert asked(Contributors(3), 5, 5, 5) == {}
    found = asked(Contributors(3), 7, 2, insiders=("A", "B", "C"), integer=True)
    assert {who: need.width for who, need in found.items()} == {None: 1, "A": 1, "B": 1, "C": 1}
    assert asked(Contributors(3), 7, insiders=("A", "B"), integer=True).keys() == {None, "B"}
    assert asked(Contributors(3)) == {}


def test_an_insider_with_one_other_may_not_compute_the_other_under_the_dominance_rule() -> None:
    assert asked(Dominance(1, Fraction(80)), 50, 50, insiders=("A", "B", "C")).keys() == {"A", "B"}


def test_a_wish_is_taken_as_it_is_and_an_insider_cannot_be_wished_below_its_own_part() -> None:
    cell = Cell("x", Fraction(9), {"A": Fraction(8), "B": Fraction(1)})
    found = needs(Problem((cell,), protect=(Wanted("x", Fraction(3), Fraction(4)),), insiders=("A", "C")))
    assert [(one.attacker, *figures(one)) for one in found] == [(None, 3, 4, 0), ("A", 1, 4, 0), ("C", 3, 4, 0)]


def test_rounding_asks_for_doubt_and_an_insider_must_reckon_with_the_threshold() -> None:
    cell = Cell("x", Fraction(3), {"A": Fraction(1), "B": Fraction(2)})
    found = rounding_needs(Problem((cell,), rules=(Frequency(5),), insiders=("A", "C")))
    assert [(one.attacker, *figures(one)) for one in found] == [(None, 0, 0, 4), ("A", 0, 3, 0), ("C", 0, 0, 4)]
