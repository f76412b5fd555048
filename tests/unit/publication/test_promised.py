"""The figures of issue 7 of the joint protection: sixteen quarters of three tables, the next quarter, and what must never pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from math import ceil
from time import monotonic

from kpi.domain.disclosure_audit.published import Flow
from kpi.domain.publication.bundle import Bundle
from kpi.domain.publication.joint import Outcome, Why, audit_jointly
from tests.support.disclosure_history import quarters
from tests.support.figures import measured, size
from tests.support.publication_history import RULES, clock, published_in_turn, region_bundles

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
    return published_in_turn(region_bundles(quarters(1, 1400, size(quick=4, full=8)), everywhere=True)), monotonic() - begun


def findings(bundles: Sequence[Bundle]) -> int:
    """What the auditor finds, or could not prove, in all of it."""
    return sum(len(one.findings) + len(one.unproven) for one in audit_jointly(bundles, RULES, seconds=600, elapsed=clock()))


def refused(bundles: Sequence[Bundle]) -> bool:
    """Whether a changed publication is refused, and count it."""
    found = findings(bundles)
    measured("mutated publications tried", 1)
    measured("mutated publications that passed", int(not found))
    return found > 0


def with_problem(bundle: Bundle, **changes: object) -> Bundle:
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


def test_a_flow_that_tells_a_stand_is_refused() -> None:
    """Who came and left is shown as it is, for a place where few are; the stand before it was shown as well."""
    made_up = quarters(1, 1400, 2)
    bundles = region_bundles(made_up, everywhere=True)
    made = published_in_turn(bundles)
    before, after = (one.bundle for one in made)
    values = {cell.id: cell.value for cell in after.parts[0].problem.cells}
    old = {cell.id: cell.value for cell in before.parts[0].problem.cells}
    small = [flow for flow in after.flows if 0 < values[flow.end] < 5 and flow.begin in before.parts[0].problem.rounded]
    assert len(small) > 5
    for flow in small[:: size(quick=4, full=1)]:
        opened = with_problem(after, unpublished=after.parts[0].problem.unpublished - {*flow.came, *flow.left})
        rounded = before.parts[0].problem.rounded
        known = with_problem(before, rounded={cell: told for cell, told in rounded.items() if cell != flow.begin}) if old[flow.begin] > 4 else before
        if findings([known, after]) == 0 and known is not before:
            assert refused([known, opened])


def test_flows_that_do_not_add_up_tell_nobody_anything() -> None:
    """An aanbieder began the quarter with another stand than it ended the last one with."""
    made, _ = region()
    asked = region_bundles(quarters(1, 1400, 2))[1]
    flow = asked.flows[0]
    crooked = replace(asked, flows=(*asked.flows, Flow(flow.begin, (), (), flow.end)))
    told = published_in_turn([made[0].bundle, crooked])[-1]
    assert told.safe and told.bundle.flows == asked.flows
