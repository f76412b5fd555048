"""Whatever the joint protection gives is safe: by the auditor, and by counting out every table that fits all that went out."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import count

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kpi.domain.disclosure.problem import Cell, Equation, Method, Problem
from kpi.domain.publication.bundle import Bundle, Part
from kpi.domain.publication.joint import ALREADY, Effort, audit_jointly, protect_jointly
from kpi.domain.publication.kept import kept_text
from tests.support.figures import measured, size
from tests.support.publication_history import RULES, clock, jointly, published_in_turn
from tests.unit.disclosure_audit.test_attack import broken_rounded
from tests.unit.publication import tiny
from tests.unit.publication.tiny import as_one_table, rounded_bundle, some_parts, stand, with_coming

SEEDS = st.integers(0, 10**6)


def counted_out(bundles: list[Bundle]) -> bool:
    """Held against every table that fits. False: it was rounded in steps, which the counting does not know of by edition."""
    if any(part.problem.steps for bundle in bundles for part in bundle.parts):
        return False
    assert broken_rounded(as_one_table(bundles)) == set()
    measured("joint publications counted out table by table", 1)
    return True


@settings(max_examples=size(quick=15, full=150), deadline=None)
@given(SEEDS)
def test_two_quarters_with_a_flow_that_each_aanbieder_knows_are_safe_together(seed: int) -> None:
    dice = random.Random(seed)
    first, came = stand(dice), {"a": some_parts(dice), "b": some_parts(dice)}
    bundles = [rounded_bundle("K1", "K1", first), rounded_bundle("K2", "K2", with_coming(first, came), came)]
    made = published_in_turn(bundles)
    if not made[-1].safe:
        assert made[-1].refusal
        return
    out = [one.bundle for one in made]
    assert all(audit.safe for audit in audit_jointly(out, RULES, seconds=60, elapsed=clock()))
    counted_out(out)


@settings(max_examples=size(quick=15, full=150), deadline=None)
@given(SEEDS)
@example(51699)  # everything is left out
def test_a_correction_is_safe_beside_what_it_corrects(seed: int) -> None:
    dice = random.Random(seed)
    first = stand(dice)
    second = first | {dice.choice("ab"): some_parts(dice)}
    made = published_in_turn([rounded_bundle("K1 (1)", "K1", first), rounded_bundle("K1 (2)", "K1", second)])
    if not made[-1].safe:
        assert made[-1].refusal
        return
    out = [one.bundle for one in made]
    assert all(audit.safe for audit in audit_jointly(out, RULES, seconds=60, elapsed=clock()))
    before, after = (one.parts[0].problem for one in out)
    values = {one.id: one.value for one in before.cells}
    for cell in after.cells:
        if cell.value == values[cell.id]:
            told = after.rounded.get(cell.id)
            assert told is None or told == before.rounded[cell.id]
            measured("unchanged figures of corrections", 1)
    assert before.suppressed <= after.suppressed
    counted_out(out)


def test_what_follows_from_earlier_publications_alone_is_refused_in_words() -> None:
    """A is alone in one figure of the correction, and of the other it knows as much from the edition before: leaving out does not help."""
    first = jointly(rounded_bundle("1", "K1", {"a": {"B": 4}, "b": {"B": 1}}))
    second = jointly(rounded_bundle("2", "K1", {"a": {"A": 3}, "b": {"B": 1}}), [first.bundle])
    assert not second.safe and second.refusal[-1] == ALREADY and second.rounds <= 4
    assert "Aanbieder A" in second.refusal[0]
    assert second.bundle.parts[0].problem.rounded == {}


def test_what_an_aanbieder_knows_by_itself_refuses_nothing_and_what_it_is_told_besides_does() -> None:
    """All places are A's, and a part of them is B's by its own word: A knows without any publication that this is 4 at most."""
    parts = {"plekken": {"A": 10}, "deel": {"A": 6, "B": 3}, "mensen": {"A": 30, "B": 40}}
    cells = tuple(tiny.cell(name, one) for name, one in parts.items())
    problem = Problem(cells=(*cells, Cell("rest", Fraction(1))), unpublished=frozenset({"rest"}), method=Method.ROUND)
    asked = Bundle("1", (Part("aantallen", problem),), equations=(Equation("plekken", ("deel", "rest")),))
    made = jointly(asked)
    assert made.safe and made.bundle.told == parts.keys()

    def told(deel: int) -> Bundle:
        rounded = {"plekken": Fraction(10), "deel": Fraction(deel), "mensen": Fraction(70)}
        return replace(asked, parts=(Part("aantallen", replace(problem, rounded=rounded)),))

    assert audit_jointly([told(10)], RULES, seconds=60, elapsed=clock())[0].safe
    (narrowed,) = audit_jointly([told(5)], RULES, seconds=60, elapsed=clock())[0].findings
    assert (narrowed.attacker, narrowed.cell, narrowed.interval) == ("A", "deel", (0.0, 3.0))


def test_no_time_is_a_refusal_and_never_an_unsafe_edition() -> None:
    first = rounded_bundle("1", "K1", {"a": {"A": 4}, "b": {"B": 1}})
    safe = []
    for seconds in (1, 2, 4, 8, 1000):
        ticks = count()
        made = protect_jointly(first, [], RULES, effort=Effort(seconds), elapsed=partial(next, ticks))
        assert made.safe or made.refusal
        safe.append(made.safe)
    assert safe[-1] and not safe[0]
    made = protect_jointly(first, [], RULES, effort=Effort(0.0), elapsed=lambda: 1.0)
    assert not made.safe and made.refusal[0].startswith("Niet bewezen veilig")


@settings(max_examples=size(quick=5, full=30), deadline=None)
@given(SEEDS)
def test_the_same_question_gives_the_same_bytes(seed: int) -> None:
    dice = random.Random(seed)
    first, came = stand(dice), {"a": some_parts(dice), "b": some_parts(dice)}
    history = [jointly(rounded_bundle("K1", "K1", first)).bundle]
    asked = rounded_bundle("K2", "K2", with_coming(first, came), came)
    one, other = jointly(asked, history), jointly(asked, history)
    assert kept_text(one.bundle) == kept_text(other.bundle)
    assert (one.left_out, one.refusal, one.change) == (other.left_out, other.refusal, other.change)
