"""What is read: only what the protection told, a ratio and a mean only of published parts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.domain.disclosure.problem import Cell, Method
from kpi.domain.plain_language import problems
from kpi.domain.publication.bundle import Bundle, Part
from kpi.domain.publication.choice import Ages, Choice, Forms, Municipalities
from kpi.domain.publication.joint import Effort, protect_jointly
from kpi.domain.publication.layout import Scheme
from kpi.domain.publication.reasons import TOO_FEW, WHY
from kpi.domain.publication.scheme import scheme
from kpi.domain.publication.showing import shown, told_figures
from kpi.domain.publication.shown import Shown
from tests.support.publication_history import jointly
from tests.unit.publication.region import QUARTER, RULES, quarter

COARSE = Choice(Municipalities.CENTRE_AND_OTHERS, Forms.GROUPS, Ages.TWO)


def protected(of: Scheme) -> Bundle:
    moments = count()
    outcome = protect_jointly(of.bundle, (), RULES, effort=Effort(1e9), elapsed=lambda: next(moments) / 1e3)
    assert outcome.safe, outcome.refusal
    return outcome.bundle


def numbers(read: Shown) -> set[int | Decimal]:
    """Every number that can be read."""
    found = {value for table in read.tables for row in table.cells for value in row}
    found |= {getattr(one, name) for one in (read.movement, read.places) for name in one.__slots__}
    found |= {getattr(one, name) for one in read.indicators for name in ("value", "numerator", "denominator")}
    return {one for one in found if one is not None}


def masked(bundle: Bundle, hidden: frozenset[str]) -> Bundle:
    """As if the protection had left out these."""
    parts = []
    for part in bundle.parts:
        mine = hidden & {cell.id for cell in part.problem.cells}
        rounded = {name: value for name, value in part.problem.rounded.items() if name not in mine}
        parts.append(Part(part.name, replace(part.problem, suppressed=part.problem.suppressed | mine, rounded=rounded)))
    return replace(bundle, parts=tuple(parts))


@pytest.fixture(scope="module")
def coarse() -> tuple[Scheme, Bundle]:
    of = scheme(quarter(7, size=30), COARSE, RULES, name="2026-K3")
    return of, protected(of)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_what_is_read_is_what_was_told_and_adds_up(seed: int) -> None:
    of = scheme(quarter(seed, size=30), COARSE, RULES, name="2026-K3")
    outcome = protected(of)
    read = shown(of, outcome)
    told = told_figures(outcome)
    hidden = outcome.left_out
    assert not set(told) & hidden
    for table, place in zip(read.tables, of.tables, strict=True):
        for row, cells in zip(table.cells, place.cells, strict=True):
            for value, cell in zip(row, cells, strict=True):
                assert value == (None if cell in hidden else told[cell])
            if None not in row:
                assert sum(row[:-1]) == row[-1]
    assert all(value % RULES.base == 0 for table in read.tables for row in table.cells for value in row if value is not None)
    moved = read.movement
    if None not in (moved.begin, moved.joined, moved.left, moved.end):
        assert moved.begin + moved.joined - moved.left == moved.end  # type: ignore[operator]  # none of them is None


def test_nothing_is_read_of_what_was_left_out(coarse: tuple[Scheme, Bundle]) -> None:
    of, outcome = coarse
    read = shown(of, masked(outcome, frozenset(outcome.cells)))
    assert numbers(read) == set()
    assert {one.hidden for one in read.indicators if not one.hidden.startswith(("niet", "nog", "te weinig aan"))} == {TOO_FEW}


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_nothing_but_what_was_told_makes_a_difference_to_what_is_read(seed: int) -> None:
    """The true figures behind rounded ones and behind what is left out are changed, and who brings in what: the reader reads the same."""
    of = scheme(quarter(seed, size=20), COARSE, RULES, name="2026-K3")
    outcome = protected(of)
    told, parts = told_figures(outcome), []
    for part in outcome.parts:
        exact = told if part.problem.method is Method.SUPPRESS else {}
        cells = tuple(cell if cell.id in exact else Cell(cell.id, cell.value + 77_777) for cell in part.problem.cells)
        parts.append(Part(part.name, replace(part.problem, cells=cells)))
    assert shown(of, replace(outcome, parts=tuple(parts))) == shown(of, outcome)


def test_a_ratio_or_a_mean_needs_both_of_its_parts(coarse: tuple[Scheme, Bundle]) -> None:
    of, outcome = coarse
    read = {one.code: one for one in shown(of, outcome).indicators}
    places = {one.code: one for one in of.indicators}
    for code in ("OC-02", "OC-03", "MZ-10"):
        assert read[code].value is not None
        for missing in (places[code].numerator, places[code].denominator):
            less = {one.code: one for one in shown(of, masked(outcome, frozenset({missing}))).indicators}
            told = less[code]
            assert (told.value, told.numerator, told.denominator, told.hidden) == (None, None, None, TOO_FEW)


def test_a_ratio_is_computed_from_what_is_published(coarse: tuple[Scheme, Bundle]) -> None:
    of, outcome = coarse
    rounded = {one.code: one for one in shown(of, outcome).indicators}["MZ-10"]
    assert rounded.is_rounded
    assert rounded.numerator is not None
    assert rounded.denominator is not None
    assert (int(rounded.numerator) % 5, int(rounded.denominator) % 5) == (0, 0)
    assert rounded.value == round(100 * rounded.numerator / rounded.denominator)


@pytest.mark.parametrize(("first", "rules_now"), [(10, 5), (5, 10)])
def test_the_base_that_is_told_is_the_one_that_was_used(first: int, rules_now: int) -> None:
    """The begin of a quarter was told before, rounded to the base of then; the whole quarter keeps that, whatever the rules ask by now."""
    old, new = replace(RULES, base=first), replace(RULES, base=rules_now)
    before = jointly(scheme(quarter(7, size=40), COARSE, old, name="2026-K3").bundle, (), old)
    of = scheme(quarter(8, size=40, period=QUARTER.shift(1)), COARSE, new, name="2026-K4")
    made = jointly(of.bundle, (before.bundle,), new)
    assert before.safe and made.safe
    read = shown(of, made.bundle)
    assert read.base == first
    assert all(value % first == 0 for table in read.tables for row in table.cells for value in row if value is not None)


def test_rounding_may_not_decide_a_ratio() -> None:
    """Of 40 people, rounding two figures could move a percentage by twenty points: then it is not told."""
    regions = (quarter(seed, size=0, providers=3) for seed in count())
    region = next(one for one in regions if sum(cell.denominator or 0 for cell in one.cells if cell.code == "MZ-10") in range(20, 41))
    of = scheme(region, COARSE, RULES, name="2026-K3")
    outcome = protected(of)
    told = told_figures(outcome)
    (place,) = (one for one in of.indicators if one.code == "MZ-10")
    assert Fraction(0) < told[place.denominator] < 50
    (one,) = (one for one in shown(of, outcome).indicators if one.code == "MZ-10")
    assert (one.value, one.hidden) == (None, TOO_FEW)


def test_a_cell_without_an_answer_of_the_protection_is_never_shown_as_it_is() -> None:
    """A bundle that was never protected tells no count: a true count may not slip through."""
    of = scheme(quarter(7), COARSE, RULES, name="2026-K3")
    read = shown(of, of.bundle)
    assert {value for table in read.tables for row in table.cells for value in row} == {None}
    assert read.movement.end is None


def test_reasons_are_plain_and_tell_nothing_of_the_method() -> None:
    for sentence in WHY.values():
        assert problems((sentence,)) == ()
        for secret in ("primair", "secundair", "drempel", "%", *"0123456789"):
            assert secret not in sentence
