"""The figures of issue 7 of the joint protection: sixteen quarters of three tables, the next quarter, and what must never pass."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from math import ceil
from time import monotonic
from typing import Any

import pytest

from kpi.domain.disclosure.problem import Cell, Equation, Problem
from kpi.domain.disclosure_audit.published import Flow
from kpi.domain.publication.bundle import Bundle, Part
from kpi.domain.publication.joint import Outcome, Why, audit_jointly
from tests.support.disclosure_history import quarters
from tests.support.figures import measured, size
from tests.support.publication_history import RULES, clock, jointly, published_in_turn, region_bundles

MANY = size(quick=5, full=16)
Story = tuple[list[Outcome], float]


@cache
def region() -> Story:
    """Quarter after quarter of stands and the region's flow, each protected beside all before it."""
    made_up = region_bundles(quarters(1, 1400, MANY))
    begun = monotonic()
    return published_in_turn(made_up), monotonic() - begun


@cache
def everywhere() -> Story:
    """The hard case of docs/toets-tabellen.md: every flow of every cell beside the stands, published nowhere."""
    begun = monotonic()
    return published_in_turn(region_bundles(quarters(1, size(quick=600, full=1400), size(quick=3, full=8)), everywhere=True)), monotonic() - begun


def findings(bundles: Sequence[Bundle]) -> int:
    """What the auditor finds, or could not prove, in all of it."""
    return sum(len(one.findings) + len(one.unproven) for one in audit_jointly(bundles, RULES, seconds=600, elapsed=clock()))


def refused(bundles: Sequence[Bundle]) -> bool:
    """Whether a changed publication is refused, and count it."""
    found = findings(bundles)
    measured("mutated publications tried", 1)
    measured("mutated publications that passed", int(not found))
    return found > 0


def with_problem(bundle: Bundle, **changes: Any) -> Bundle:
    """Something else shown of the first part."""
    part = bundle.parts[0]
    return replace(bundle, parts=(replace(part, problem=replace(part.problem, **changes)), *bundle.parts[1:]))


def test_quarter_after_quarter_goes_out_and_nothing_is_found_in_all_of_it() -> None:
    made, seconds = region()
    assert len(made) == MANY and all(one.safe for one in made)
    begun = monotonic()
    found = findings([one.bundle for one in made])
    shown = sum(len(one.bundle.parts[0].problem.rounded) for one in made)
    change = sum(one.change for one in made)
    measured("quarters of three tables published in turn", len(made))
    measured("findings over all that was published in turn, outsider and four insiders", found)
    measured("quarters published in turn and audited together, in seconds", ceil(seconds + monotonic() - begun))
    measured("the newest quarter beside all before it, in seconds", ceil(max(one.seconds for one in made)))
    measured("published in turn: mean change in 1/100", ceil(100 * change / shown))
    measured("published in turn: figures shown", shown)
    measured("published in turn: figures left out", sum(len(one.left_out) for one in made))
    assert found == 0
    assert change / shown <= 1.5
    assert seconds <= 60


def test_also_when_every_aanbieder_knows_each_flow_that_it_made() -> None:
    made, _ = everywhere()
    assert all(one.safe for one in made)
    found = findings([one.bundle for one in made])
    measured("the same, when each aanbieder knows who came and left everywhere: findings", found)
    measured("the same, when each aanbieder knows who came and left everywhere: figures left out", sum(len(one.left_out) for one in made))
    measured("the same, when each aanbieder knows who came and left everywhere: seconds for the newest quarter", ceil(made[-1].seconds))
    assert found == 0


def test_a_figure_that_was_left_out_because_of_earlier_quarters_may_not_be_opened() -> None:
    """Rounded as the quarter by itself would have had it."""
    made, _ = everywhere()
    opened = 0
    for place, one in enumerate(made):
        for cell in (name for name, why in one.left_out.items() if why is Why.JOINT):
            problem = one.bundle.parts[0].problem
            value = next(each.value for each in problem.cells if each.id == cell)
            history = [before.bundle for before in made[:place]]
            told = [{**problem.rounded, cell: value // 5 * 5 + step} for step in (0, 5)]
            shown = [with_problem(one.bundle, rounded=each, suppressed=problem.suppressed - {cell}) for each in told]
            assert any(findings([*history, each]) for each in shown)
            exact = with_problem(one.bundle, suppressed=problem.suppressed - {cell})
            assert refused([*history, exact])
            opened += 1
    assert opened > 0


def test_a_quarter_rounded_anew_is_refused() -> None:
    made, _ = region()
    history = [one.bundle for one in made]
    problem = history[-1].parts[0].problem
    values = {cell.id: cell.value for cell in problem.cells}
    loose = [cell for cell, told in problem.rounded.items() if values[cell] % 5]
    for cell in loose[:: size(quick=20, full=1)]:
        other = problem.rounded[cell] + (5 if problem.rounded[cell] < values[cell] else -5)
        again = replace(with_problem(history[-1], rounded={**problem.rounded, cell: other}), name="nog eens")
        assert refused([*history, again])
    assert findings([*history, replace(history[-1], name="nog eens")]) == 0


def test_a_second_pattern_is_refused() -> None:
    made, _ = region()
    history = [one.bundle for one in made]
    first = history[0]
    hidden = first.left_out
    assert hidden
    problem = first.parts[0].problem
    other = sorted(problem.rounded)[3]
    told = {cell: value for cell, value in problem.rounded.items() if cell != other}
    for cell in hidden:
        value = next(each.value for each in problem.cells if each.id == cell)
        shown = told | {cell: value // 5 * 5}
        assert refused([*history, replace(with_problem(first, rounded=shown, suppressed=frozenset({other})), name="anders")])


def stands(quarter: str, small: dict[str, int], large: dict[str, int], more: dict[str, dict[str, int]]) -> Part:
    """Two figures and their total, beside others that stand alone; what each aanbieder brings in."""
    whole = {who: small.get(who, 0) + large.get(who, 0) for who in {*small, *large}}
    figures = {f"{quarter}|a": small, f"{quarter}|b": large, f"{quarter}|t": whole, **more}
    cells = (Cell(name, Fraction(sum(parts.values())), {who: Fraction(n) for who, n in parts.items()}) for name, parts in figures.items())
    return Part("cijfers", Problem(tuple(cells), (Equation(f"{quarter}|t", (f"{quarter}|a", f"{quarter}|b")),)))


@pytest.mark.parametrize("seed", range(size(quick=4, full=40)))
def test_a_flow_that_tells_a_stand_is_refused_and_left_out_by_the_loop(seed: int) -> None:
    """The stand before it was shown, and now who came and who left: so the small stand at the end is known."""
    dice = random.Random(seed)
    began = {who: dice.randint(30, 60) for who in "ABCD"}
    end = {"A": dice.randint(1, 3), "B": 1}
    came = {who: dice.randint(20, 40) for who in "ABCD"}
    left = {who: began[who] + came[who] - end.get(who, 0) for who in "ABCD"}
    other = {who: dice.randint(30, 60) for who in "ABCD"}
    before = jointly(Bundle("K1", (stands("K1", began, other, {}),)))
    assert before.safe and before.left_out == {}
    part = stands("K2", end, other, {"in": came, "uit": left})
    asked = Bundle("K2", (part,), flows=(Flow("K1|a", ("in",), ("uit",), "K2|a"),))
    unseen = replace(asked, parts=(replace(part, problem=replace(part.problem, unpublished=frozenset({"in", "uit"}))),))
    hidden = jointly(unseen, [before.bundle])
    assert hidden.safe and "K2|a" in hidden.left_out
    assert refused([before.bundle, with_problem(hidden.bundle, unpublished=frozenset())])
    made = jointly(asked, [before.bundle])
    assert made.safe and Why.JOINT in made.left_out.values() and not {"in", "uit"} <= made.bundle.told


def test_flows_that_do_not_add_up_tell_nobody_anything() -> None:
    """An aanbieder began the quarter with another stand than it ended the last one with."""
    made, _ = region()
    asked = region_bundles(quarters(1, 1400, 2))[1]
    flow = asked.flows[0]
    crooked = replace(asked, flows=(*asked.flows, Flow(flow.begin, (), (), flow.end)))
    told = published_in_turn([made[0].bundle, crooked])[-1]
    assert told.safe and told.bundle.flows == asked.flows
