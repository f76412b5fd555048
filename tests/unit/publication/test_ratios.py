"""Ratios are left out whole, and a correction of a ratio is held against the edition that it corrects."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from contracts.foundation.errors import Refused
from kpi.domain.disclosure.problem import Cell, Equation, Problem
from kpi.domain.publication.bundle import Bundle, Part
from kpi.domain.publication.joint import Outcome, Why, audit_jointly
from tests.support.disclosure_history import quarters
from tests.support.figures import size
from tests.support.publication_history import RULES, clock, jointly, region_bundles
from tests.support.publication_ratios import Counts, counts, ratio_bundle, ratio_cells, ratios

PLENTY: Counts = {"A": (40, 60), "B": (30, 50), "C": (50, 45), "D": (20, 70)}


def whole(made: Outcome) -> bool:
    """Of every group all is shown, or nothing."""
    return all(len(group & made.bundle.left_out) in {0, len(group)} for group in made.bundle.together)


def corrected(dice: random.Random, before: Counts) -> Counts:
    """Other counts with other totals. The same total of others: the auditor takes it that a reader knows that it did not change."""
    sums = {cell.value for cell in ratio_cells("", before)}
    tried = (counts(dice) for _ in range(100))
    return next(made for made in tried if not sums & {cell.value for cell in ratio_cells("", made)})


@pytest.mark.parametrize("seed", range(size(quick=6, full=60)))
@pytest.mark.parametrize("integer", [True, False])
def test_a_ratio_is_shown_whole_or_left_out_whole(seed: int, integer: bool) -> None:
    dice = random.Random(seed)
    found = {f"k{number}": counts(dice) for number in range(6)}
    first = jointly(ratio_bundle("1", "K1", found, integer=integer))
    assert first.safe and whole(first)
    again = found | {name: corrected(dice, found[name]) for name in ("k0", "k3")}
    second = jointly(ratio_bundle("2", "K1", again, integer=integer), [first.bundle])
    assert second.safe and whole(second)
    assert first.bundle.left_out <= second.bundle.left_out
    assert all(one.safe for one in audit_jointly([first.bundle, second.bundle], RULES, seconds=30, elapsed=clock()))


def test_what_enough_people_of_enough_aanbieders_make_is_shown() -> None:
    made = jointly(ratio_bundle("1", "K1", {"k": PLENTY}))
    assert made.safe and made.left_out == {} and made.bundle.told == {"K1|k|teller", "K1|k|rest", "K1|k|noemer"}


def test_two_aanbieders_are_left_out_and_so_is_what_belongs_to_it() -> None:
    made = jointly(ratio_bundle("1", "K1", {"k": {"A": (40, 60), "B": (30, 50)}}))
    assert made.safe and made.bundle.told == frozenset()
    assert set(made.left_out.values()) <= {Why.RULES, Why.COMPANY, Why.TOGETHER}


def test_a_correction_of_a_few_people_is_not_shown_beside_the_figure_that_it_corrects() -> None:
    first = jointly(ratio_bundle("1", "K1", {"k": PLENTY}))
    second = jointly(ratio_bundle("2", "K1", {"k": PLENTY | {"A": (42, 58)}}), [first.bundle])
    assert second.safe and "K1|k|teller" in second.left_out
    assert Why.JOINT in second.left_out.values()
    shown = replace(second.bundle, parts=(replace(second.bundle.parts[0], problem=replace(second.bundle.parts[0].problem, suppressed=frozenset())),))
    assert not audit_jointly([first.bundle, shown], RULES, seconds=30, elapsed=clock())[0].safe


def test_a_correction_of_many_people_is_shown() -> None:
    first = jointly(ratio_bundle("1", "K1", {"k": PLENTY}))
    many = {"A": (55, 71), "B": (46, 67), "C": (66, 63), "D": (39, 88)}
    second = jointly(ratio_bundle("2", "K1", {"k": many}), [first.bundle])
    assert second.safe and second.left_out == {}


def test_a_figure_in_two_parts_is_left_out_in_both() -> None:
    """The denominator of one KPI is the numerator of another, in a part of its own."""
    few: Counts = {"A": (3, 60), "B": (1, 50), "C": (50, 45)}
    part, together = ratios("K1", {"k": few})
    same = part.problem.cells[0]
    other = Cell("K1|ander", same.value + 100, {"A": Fraction(33), "B": Fraction(31), "C": Fraction(90)})
    more = Cell("K1|meer", Fraction(100), {"A": Fraction(30), "B": Fraction(30), "C": Fraction(40)})
    second = Part("anders", Problem(cells=(same, other, more), equations=(Equation(other.id, (same.id, more.id)),)))
    made = jointly(Bundle("1", (part, second), together=together))
    assert made.safe and same.id in made.left_out
    assert same.id in made.bundle.parts[1].problem.suppressed
    assert made.bundle.parts[1].problem.suppressed > {same.id}  # or it could be computed there


def test_people_and_ratios_and_amounts_go_out_together() -> None:
    people = region_bundles(quarters(3, 900, 2))
    dice = random.Random(3)
    history: list[Bundle] = []
    for number, one in enumerate(people):
        share, together = ratios(f"K{number}", {f"k{place}": counts(dice) for place in range(5)})
        amount, also = ratios(f"K{number} bedrag", {f"b{place}": counts(dice, 9000) for place in range(3)}, integer=False)
        made = jointly(replace(one, parts=(*one.parts, share, amount), together=together + also), history)
        assert made.safe and whole(made)
        history.append(made.bundle)
    verdicts = audit_jointly(history, RULES, seconds=60, elapsed=clock())
    assert len(verdicts) == 2 and all(verdict.safe and verdict.checked > 10 for verdict in verdicts)


def test_a_figure_that_two_parts_tell_differently_is_refused() -> None:
    one, _ = ratios("K1", {"k": PLENTY})
    other, _ = ratios("K1", {"k": PLENTY | {"A": (1, 1)}})
    with pytest.raises(Refused, match="andere waarde"):
        jointly(Bundle("1", (one, replace(other, name="ander"))))
    with pytest.raises(Refused, match="eigen naam"):
        jointly(Bundle("1", (one, one)))
    with pytest.raises(Refused, match="bestaat niet"):
        jointly(Bundle("1", (one,), together=(frozenset({"weg"}),)))
