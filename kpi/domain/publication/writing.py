"""The summary of one quarter for the klankbordgroep: region only, plain Dutch, written from the protected figures (requirement R15).

Of the figures, only `shown` (what protection lets through) and `earlier` (what was published) are read: never an aanbieder's cell.
"""

from __future__ import annotations

from collections.abc import Sequence

from kpi.domain.publication.chart_words import texts_of
from kpi.domain.publication.conclusions import about_all, about_change, about_goals, about_people, about_places
from kpi.domain.publication.content import SCHEMA, AnsweredAdvice, IndicatorFigure, SummaryContent
from kpi.domain.publication.figures_told import tell
from kpi.domain.publication.left_out import certainty, left_out
from kpi.domain.publication.plan_goals import PlanGoal, goal_figures
from kpi.domain.publication.shown import Shown
from kpi.domain.publication.trends import trends
from kpi.domain.summary_input import SummaryInput


def summarise(
    facts: SummaryInput,
    shown: Shown,
    earlier: Sequence[SummaryContent] = (),
    goals: Sequence[PlanGoal] = (),
    advice: Sequence[AnsweredAdvice] = (),
) -> SummaryContent:
    """The whole summary. `facts` gives the quarter, the KPIs' definitions and how many aanbieders count in; no figure of it is told.

    `earlier` are the published summaries, the oldest first; those of this quarter or a later one are not compared with.
    """
    period = facts.period.code
    past = [one for one in earlier if one.period < period]
    before = next((one for one in past if one.period == facts.period.previous.code), None)
    figures = _figures(facts, shown, before)
    measured = goal_figures(goals, shown, facts.definitions, facts.axes.forms)
    return SummaryContent(
        schema=SCHEMA,
        period=period,
        base=shown.base,
        providers_counted=facts.accepted,
        providers_expected=facts.expected,
        conclusions=(
            about_all(facts, figures),
            about_people(shown.movement, shown.base),
            about_places(shown.places, shown.base),
            about_goals(measured),
            about_change(figures, shown.base, before, is_first=not past, counted_now=facts.accepted),
        ),
        figures=figures,
        tables=shown.tables,
        movement=shown.movement,
        places=shown.places,
        goals=measured,
        trends=trends(period, figures, shown.movement, shown.places, past),
        certainty=certainty(facts, shown, figures),
        left_out=left_out(facts, shown, figures),
        advice=tuple(advice),
    )


def _figures(facts: SummaryInput, shown: Shown, before: SummaryContent | None) -> tuple[IndicatorFigure, ...]:
    """Every KPI. It is compared only where as many aanbieders counted in, and, where it is rounded, on the same base."""
    is_alike = before is not None and before.providers_counted == facts.accepted
    kept = before.figures if before is not None and is_alike else ()
    previous = {one.code: one for one in kept if not one.is_rounded or (before is not None and before.base == shown.base)}
    by_definition = {(one.code, one.version): one for one in shown.indicators}
    return tuple(tell(one, by_definition.get((one.code, one.version)), previous.get(one.code), shown.base) for one in facts.definitions)


def texts(content: SummaryContent) -> tuple[str, ...]:
    """Every sentence that is written for a summary, for the check on plain language. What people wrote themselves (advice) is not in it."""
    of_figures = [text for one in content.figures for text in (one.message, one.meaning, one.sentence, one.note, one.certainty) if text]
    of_goals = [goal.sentence for goal in content.goals]
    of_charts = texts_of(content.movement, content.places, content.tables, content.trends, content.base)
    return (*content.conclusions, *of_figures, *of_goals, *of_charts, *content.certainty, *content.left_out)
