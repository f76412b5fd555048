"""A quarter of three tables, published and then corrected: what did not change is told as it was, what was left out stays left out."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest

from kpi.domain.disclosure.problem import Cell, Equation, Method, Problem
from kpi.domain.publication.bundle import Bundle, Part
from kpi.domain.publication.history import published
from kpi.domain.publication.joint import Outcome, Why, audit_jointly
from tests.support.disclosure_history import Counted, Region, whole
from tests.support.figures import measured, size
from tests.support.publication_history import RULES, clock, jointly, region_bundle
from tests.unit.publication.tiny import rounded_bundle


def corrected(stand: Counted, dice: random.Random, many: int) -> Counted:
    """So many places where one client too many or a few too few were counted."""
    new: Counted = Counter(stand)
    for _ in range(many):
        one = dice.choice(sorted(key for key, count in new.items() if count > 0))
        new[one] += dice.choice((-1, -1, 1, 2, 5))
    return new


@cache
def two_editions(seed: int, many: int) -> tuple[Outcome, Outcome]:
    region = Region(seed, 1400)
    other = corrected(region.stand, random.Random(seed * 100 + many), many)
    first = jointly(region_bundle(0, {"stand": whole(region.stand, "K0|")}, []))
    asked = replace(region_bundle(0, {"stand": whole(other, "K0|")}, []), name="K0 (2)")
    return first, jointly(asked, [first.bundle])


CASES = [(seed, many) for seed in range(size(quick=2, full=8)) for many in (1, 4, 20)]


@pytest.mark.parametrize(("seed", "many"), CASES)
def test_a_figure_that_did_not_change_is_told_as_it_was(seed: int, many: int) -> None:
    first, second = two_editions(seed, many)
    assert first.safe and second.safe
    before, after = first.bundle.parts[0].problem, second.bundle.parts[0].problem
    values = {one.id: one.value for one in before.cells}
    same = [one.id for one in after.cells if one.value == values[one.id]]
    assert 0 < len(same) < len(values)
    told_otherwise = [one for one in same if one in after.rounded and after.rounded[one] != before.rounded.get(one)]
    measured("unchanged figures of corrections", len(same))
    measured("unchanged figures that a correction rounded anew", len(told_otherwise))
    assert told_otherwise == []
    assert len(after.suppressed) <= len(before.suppressed) + 4


@pytest.mark.parametrize(("seed", "many"), CASES[:3])
def test_what_was_left_out_stays_left_out(seed: int, many: int) -> None:
    first, _ = two_editions(seed, many)
    part = first.bundle.parts[0]
    hidden = frozenset(sorted(part.problem.rounded)[10:13])
    less = replace(part.problem, suppressed=hidden, rounded={cell: told for cell, told in part.problem.rounded.items() if cell not in hidden})
    again = jointly(replace(first.bundle, name="K0 (2)"), [replace(first.bundle, parts=(replace(part, problem=less),))])
    assert again.safe and hidden <= again.bundle.left_out
    assert {again.left_out[cell] for cell in hidden} == {Why.BEFORE}
    assert all(again.bundle.parts[0].problem.rounded[cell] == told for cell, told in less.rounded.items() if cell in again.bundle.told)


def test_an_edition_that_was_withdrawn_still_counts() -> None:
    """Whether it was withdrawn makes no difference to what is asked of the next one."""
    first, _ = two_editions(1, 4)
    known = published([first.bundle], RULES, integer=True, withdrawn=frozenset({first.bundle.name}))
    assert known.editions[0].withdrawn and known.editions[0].rounded == first.bundle.parts[0].problem.rounded
    asked = replace(two_editions(1, 4)[1].bundle, name="K0 (3)")
    alone, beside = jointly(asked), jointly(asked, [first.bundle])
    otherwise = {cell for cell, told in alone.bundle.parts[0].problem.rounded.items() if beside.bundle.parts[0].problem.rounded.get(cell) != told}
    assert otherwise  # by itself it would have been rounded otherwise, and that the auditor refuses
    assert not audit_jointly([first.bundle, alone.bundle], RULES, seconds=60, elapsed=clock())[0].safe


def of(values: dict[str, int], name: str = "2", *, base: int = 5) -> Bundle:
    """Three figures and their total, of many aanbieders."""
    whole = {**values, "t": sum(values.values())}
    cells = tuple(Cell(cell, Fraction(value), {who: Fraction(value, 4) for who in "ABCD"}) for cell, value in whole.items())
    problem = Problem(cells=cells, equations=(Equation("t", tuple(values)),), method=Method.ROUND, base=base, insiders=())
    return Bundle(name, (Part("aantallen", problem),))


def told(bundle: Bundle, rounded: dict[str, int], *, steps: int = 0, base: int = 5) -> Bundle:
    """As it went out."""
    problem = replace(bundle.parts[0].problem, rounded={cell: Fraction(value) for cell, value in rounded.items()}, steps=steps, base=base)
    return replace(bundle, parts=(replace(bundle.parts[0], problem=problem),))


def test_a_quarter_keeps_the_base_that_it_was_rounded_to_first() -> None:
    first = told(of({"a": 40, "b": 80, "c": 120}, "1"), {"a": 40, "b": 80, "c": 120, "t": 240})
    second = jointly(of({"a": 60, "b": 80, "c": 120}), [first], replace(RULES, base=10))
    assert second.safe and second.bundle.parts[0].problem.base == 5
    assert second.bundle.parts[0].problem.rounded == {"a": 60, "b": 80, "c": 120, "t": 260}


def test_a_correction_that_is_undone_is_told_as_in_the_first_edition() -> None:
    first = told(of({"a": 44, "b": 80, "c": 120}, "1"), {"a": 40, "b": 80, "c": 120, "t": 240})
    second = jointly(of({"a": 64, "b": 80, "c": 120}), [first])
    assert second.safe and second.bundle.parts[0].problem.rounded["a"] != 40
    third = jointly(of({"a": 44, "b": 80, "c": 120}, "3"), [first, second.bundle])
    assert third.safe and third.bundle.parts[0].problem.rounded == first.parts[0].problem.rounded


def test_where_no_rounding_adds_up_with_what_was_shown_what_is_new_is_left_out() -> None:
    """Ten figures were all rounded down and their total was not, so that the one that nobody saw yet would have to make good for all."""
    values = {f"a{number}": 44 for number in range(10)} | {"new": 60}
    asked = of(values)
    before = told(of(values, "1"), {name: 40 for name in values if name != "new"} | {"t": 500})
    unseen = replace(before.parts[0].problem, unpublished=frozenset({"new"}))
    first = replace(before, parts=(replace(before.parts[0], problem=unseen),))
    second = jointly(asked, [first])
    assert second.safe and set(second.left_out) == {"new"}
    assert second.bundle.parts[0].problem.rounded == unseen.rounded


def test_nothing_is_told_farther_from_the_truth_than_the_page_says() -> None:
    """Figures that were rounded down before leave no nearest multiples that add up. Readers know of no extra steps: what needs them is left out."""
    values = {f"a{number}": 44 for number in range(4)} | {"new": 60}
    before = told(of(values, "1"), {name: 40 for name in values if name != "new"})
    unseen = replace(before.parts[0].problem, unpublished=frozenset({"new", "t"}))
    second = jointly(of(values), [replace(before, parts=(replace(before.parts[0], problem=unseen),))])
    problem = second.bundle.parts[0].problem
    assert second.safe and second.left_out and problem.steps == 0
    assert all(abs(rounded - next(cell.value for cell in problem.cells if cell.id == name)) < 5 for name, rounded in problem.rounded.items())


def test_what_was_shown_and_adds_up_nowhere_is_refused() -> None:
    first = told(of({"a": 40, "b": 80}, "1"), {"a": 40, "b": 80, "t": 115})
    second = jointly(of({"a": 40, "b": 80}), [first])
    assert not second.safe and second.refusal == ("Er is geen afronding van 'aantallen' die past bij wat eerder is gepubliceerd.",)


def test_who_brings_in_what_may_change_without_the_figure() -> None:
    """The figure is the same, so it is told the same, though another aanbieder has the people now."""
    first = jointly(rounded_bundle("1", "K1", {"a": {"A": 16, "B": 12}, "b": {"A": 11, "B": 16}}))
    second = jointly(rounded_bundle("2", "K1", {"a": {"A": 12, "B": 16}, "b": {"A": 11, "B": 16}}), [first.bundle])
    assert second.safe and second.bundle.parts[0].problem.rounded == first.bundle.parts[0].problem.rounded
