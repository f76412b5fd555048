"""What must hold whatever the figures are: no rule fails, the order of what came in is no matter, and a reason is for its own figures."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kpi.domain.capacity import Places
from kpi.domain.cell import Figures
from kpi.domain.checks.engine import BY_EXPLANATION, check_report
from kpi.domain.checks.facts import CellFacts, Earlier, FlowFacts, Part, PlaceFacts, ReportFacts
from kpi.domain.checks.finding import Finding, Level
from kpi.domain.checks.verdict import Reason, weigh
from kpi.domain.flow import Flow
from tests.factories.checks import QUARTER, definition

CODES = {
    "BZ-01": "verhouding", "BZ-02": "aantal", "BZ-03": "mediaan", "BZ-06": "verhouding", "BZ-07": "verhouding", "BZ-09": "verhouding",
    "MZ-01": "aantal", "MZ-05": "verhouding", "MZ-08": "aantal", "MZ-10": "verhouding", "NZ-02": "verhouding", "OC-03": "gemiddelde",
}  # fmt: skip
FORMS = ("eerste-opvang", "bw-met-verblijf", "doorstroomwoning")
numbers = st.one_of(st.none(), st.just(Decimal(0)), st.decimals(-5, 10**6, places=1), st.integers(0, 50).map(Decimal))
cells_figures = st.builds(Figures, numbers, numbers) | st.builds(Figures, missing_reason=st.sampled_from(["nog niet bekend"]))
periods = st.integers(1, 12).map(lambda back: QUARTER.shift(-back).code)
counts = st.integers(0, 60)


@st.composite
def cells(draw: Any, code: str) -> CellFacts:
    constant = draw(st.booleans())
    one = draw(cells_figures)
    past = draw(st.dictionaries(periods, st.just(one) if constant else cells_figures, max_size=12))
    earlier = tuple(Earlier(period, draw(st.integers(1, 2)), each) for period, each in past.items())
    parts = draw(st.lists(st.builds(Part, st.sampled_from(["gemeente", "leeftijd"]), st.sampled_from(["a", "b", "c"]), numbers, numbers), max_size=4))
    unique = tuple({(part.dimension, part.category): part for part in parts}.values())
    return CellFacts(
        definition(code, CODES[code]), draw(cells_figures), code, 1, draw(st.sampled_from(["", "Dit is echt zo geweest."])), earlier, unique
    )


@st.composite
def reports(draw: Any) -> ReportFacts:
    chosen = draw(st.lists(st.sampled_from(sorted(CODES)), unique=True))
    places = st.none() | st.builds(Places, counts, counts, counts, counts)
    flows = st.none() | st.builds(Flow, counts, counts, counts, counts, counts, counts)
    return ReportFacts(
        QUARTER,
        tuple(draw(cells(code)) for code in chosen),
        tuple(PlaceFacts(f"locatie-{number}", form, form, draw(counts), draw(places)) for number, form in enumerate(FORMS)),
        tuple(FlowFacts(f"stroom-{form}", form, form, draw(flows), draw(st.none() | counts)) for form in FORMS),
        is_whole=draw(st.booleans()),
    )


def reasons_for(findings: tuple[Finding, ...]) -> dict[tuple[str, str, str], Reason]:
    return {(one.rule, one.field, one.facts): Reason("Nagekeken en het klopt.") for one in findings}


@given(reports(), st.randoms(use_true_random=False))
def test_the_order_of_what_came_in_is_no_matter(facts: ReportFacts, dice: Any) -> None:
    def mixed(items: tuple[Any, ...]) -> tuple[Any, ...]:
        listed = list(items)
        dice.shuffle(listed)
        return tuple(listed)

    again = ReportFacts(
        facts.quarter,
        mixed(tuple(dataclasses.replace(cell, earlier=mixed(cell.earlier), parts=mixed(cell.parts)) for cell in facts.cells)),
        mixed(facts.places),
        mixed(facts.flows),
        facts.is_whole,
    )
    found = check_report(facts)
    assert set(check_report(again)) == set(found) and check_report(facts) == found
    assert len({(one.rule, one.field) for one in found}) == len(found)
    assert all(one.sentence.endswith((".", "?")) and len(one.facts) == 64 and len(one.field) <= 60 for one in found)


@given(reports())
def test_a_reason_counts_for_its_own_figures_only(facts: ReportFacts) -> None:
    found = check_report(facts)
    confirmations = reasons_for(found)
    verdict = weigh(found, {}, confirmations)
    assert {question.rule for question in verdict.questions} <= {"norm", "vorig kwartaal"} | BY_EXPLANATION
    assert len(verdict.blocking) == sum(one.level is Level.BLOKKADE for one in found)
    changed = tuple(dataclasses.replace(one, facts="0" * 64) for one in found)
    assert weigh(changed, {}, confirmations).answered == ()


@given(reports())
def test_an_explanation_answers_its_cell_and_nothing_else(facts: ReportFacts) -> None:
    found = check_report(facts)
    explanations = {cell.code: Reason(cell.explanation) for cell in facts.cells}
    verdict = weigh(found, explanations, {})
    assert all(one.finding.rule in BY_EXPLANATION and len(one.reason.text) >= 10 for one in verdict.answered)
    asked = sum(len(question.sentences) for question in verdict.questions)
    assert len(verdict.blocking) + asked + len(verdict.answered) + len(verdict.information) == len(found)
    assert [problem.field for problem in verdict.problems] == sorted((one.field for one in verdict.problems), key=verdict.fields.index)


@given(reports(), st.sampled_from(sorted(CODES)))
def test_changed_figures_change_the_facts_of_what_is_said_about_them(facts: ReportFacts, code: str) -> None:
    moved = tuple(
        dataclasses.replace(cell, figures=Figures(cell.figures.numerator + 1, cell.figures.denominator))
        if cell.code == code and cell.figures.numerator is not None
        else cell
        for cell in facts.cells
    )
    if moved == facts.cells:
        return
    before = {(one.rule, one.field): one.facts for one in check_report(facts) if one.field == code and one.rule in BY_EXPLANATION}
    after = {(one.rule, one.field): one.facts for one in check_report(dataclasses.replace(facts, cells=moved))}
    assert all(after.get(key) != hashed for key, hashed in before.items())
