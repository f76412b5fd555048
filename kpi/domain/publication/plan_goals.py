"""The goals of the plan beside what is published: reached, not reached, not sure, or nothing to measure them with yet.

Which figure measures which goal stands here; what the goals ask comes from the sources (S000; S001 §4.3.1, §6.4, §6.8).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kpi.domain.plain_language import written_out
from kpi.domain.publication.comparing import Known, keeps, known_count, known_figure
from kpi.domain.publication.content import GoalFigure
from kpi.domain.publication.figures_told import figure_of
from kpi.domain.publication.shown import Shown
from kpi.domain.publication.words import begin_sentence, figure_words, rounded_words
from kpi.domain.summary_input import Category, Definition

REACHED, MISSED, UNSURE, UNKNOWN = "gehaald", "niet gehaald", "niet zeker", "geen cijfer"
ANSWERS = {True: REACHED, False: MISSED, None: UNSURE}
NOTHING_YET = "Hierover zijn nog geen cijfers."
STILL_UNSURE = "Of we dit doel halen, is niet zeker."
TOLD = {REACHED: "Dit doel is gehaald.", MISSED: "Dit doel is nog niet gehaald.", UNSURE: STILL_UNSURE}


@dataclass(frozen=True, slots=True)
class PlanGoal:
    """A goal of the plan. `low` and `high` bound the figure that measures it. `name`, `target`, `unit` are words for the reader.

    `by_indicator` (a KPI's code), `by_form` (people of this form of care) or `by_places` (all places of the region) says what measures it;
    none of the three: no figure does. `says` is the sentence in which that figure is told, `also` what is said besides when it is reached.
    `reached_in`: the year in which a source says that it was reached.
    """

    code: str
    name: str
    target: str
    source: str
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    by_indicator: str = ""
    by_form: str = ""
    by_places: bool = False
    says: str = "Nu zijn er {}."
    also: str = ""
    reached_in: int | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """The published figure beside a goal: what is known of the true one, and how it is written."""

    known: Known
    words: str


def goal_figures(goals: Sequence[PlanGoal], shown: Shown, definitions: Sequence[Definition], forms: Sequence[Category]) -> tuple[GoalFigure, ...]:
    """Every goal with its verdict: first those that are measured."""
    told = [_tell(goal, _measure(goal, shown, definitions, forms)) for goal in goals]
    return tuple(sorted(told, key=lambda goal: goal.verdict == UNKNOWN))


def verdicts(goals: Sequence[GoalFigure]) -> dict[str, int]:
    """How many goals have each verdict."""
    return {verdict: sum(goal.verdict == verdict for goal in goals) for verdict in (REACHED, MISSED, UNSURE, UNKNOWN)}


def _measure(goal: PlanGoal, shown: Shown, definitions: Sequence[Definition], forms: Sequence[Category]) -> Measured | None:
    if goal.by_indicator:
        return _by_indicator(goal, shown, definitions)
    count = shown.places.places if goal.by_places else _of_form(goal.by_form, shown, forms)
    if count is None:
        return None
    return Measured(known_count(count, shown.base), f"{rounded_words(count, shown.base)} {goal.unit}")


def _by_indicator(goal: PlanGoal, shown: Shown, definitions: Sequence[Definition]) -> Measured | None:
    definition = next((one for one in definitions if one.code == goal.by_indicator), None)
    figure = next((one for one in shown.indicators if one.code == goal.by_indicator), None)
    if definition is None or figure is None or figure.value is None or figure.version != definition.version:
        return None
    words = figure_words(figure.value, definition.unit, shown.base if figure.is_rounded else None)
    return Measured(known_figure(figure_of(definition, figure), shown.base), words)


def _of_form(code: str, shown: Shown, forms: Sequence[Category]) -> int | None:
    """The total of a form of care in one of the tables, where the forms stand apart."""
    names = {written_out(form.name).casefold() for form in forms if form.code == code} | {form.name.casefold() for form in forms if form.code == code}
    for table in shown.tables:
        for labels, line in ((table.columns, table.cells[-1] if table.cells else ()), (table.rows, tuple(row[-1] for row in table.cells))):
            found = [value for label, value in zip(labels, line, strict=True) if label.casefold() in names]
            if found:
                return found[0]
    return None


def _tell(goal: PlanGoal, measured: Measured | None) -> GoalFigure:
    if measured is None:
        if goal.reached_in is None:
            return _goal(goal, "", UNKNOWN, NOTHING_YET)
        return _goal(goal, f"gehaald in {goal.reached_in}", REACHED, TOLD[REACHED])
    verdict = ANSWERS[keeps(measured.known, goal.low, goal.high)]
    also = f" {goal.also}" if goal.also and verdict == REACHED else ""
    return _goal(goal, measured.words, verdict, f"{begin_sentence(goal.says.format(measured.words))} {TOLD[verdict]}{also}")


def _goal(goal: PlanGoal, words: str, verdict: str, sentence: str) -> GoalFigure:
    return GoalFigure(code=goal.code, name=goal.name, target=goal.target, shown=words, verdict=verdict, sentence=sentence, source=goal.source)
