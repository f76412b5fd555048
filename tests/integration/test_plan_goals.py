"""The goals of the plan, out of the region's reference data, beside published figures."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from contracts.actions.reference import load_reference
from contracts.foundation.actor import system
from kpi.domain.plain_language import measure
from kpi.domain.publication.content import Places
from kpi.domain.publication.plan_goals import MISSED, NOTHING_YET, REACHED, UNKNOWN, UNSURE, PlanGoal
from kpi.domain.publication.shown import ShownIndicator
from kpi.domain.publication.writing import summarise
from kpi.queries.plan_goals import plan_goals
from tests.support.reference import REGION
from tests.support.shown_quarters import SHORT, facts, shown

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def goals(session: Session) -> tuple[PlanGoal, ...]:
    """The goals of Maastricht-Heuvelland."""
    load_reference(session, folder=REGION, by=system("test"), at=NOW)
    return plan_goals(session)


def test_the_goals_ask_what_the_sources_ask(goals: tuple[PlanGoal, ...]) -> None:
    asked = {goal.code: (goal.low, goal.high, goal.target) for goal in goals}
    assert asked["daklozen-op-straat"] == (None, Decimal(10), "hoogstens 10 mensen")
    assert asked["eerste-opvang-6-weken"] == (Decimal(100), None, "iedereen hoogstens 6 weken")
    assert asked["plekken-samen"] == (Decimal(220), None, "220 plekken")
    assert asked["bwzv"] == (Decimal(100), None, "plek voor 100 mensen")
    assert asked["zelfstandig-uitstroom"] == (Decimal(100), None, "100 tot 150 huizen per jaar")
    assert asked["voorzorg-verbeterd"] == (None, None, "klaar in 2023")
    assert {goal.code: goal.reached_in for goal in goals if goal.reached_in} == {"nieuwe-inkoop": 2022, "samenwerkingsovereenkomst-mh": 2022}
    assert len(goals) == len(asked) == 15
    assert all(goal.source for goal in goals)


@pytest.mark.parametrize(("places", "verdict"), [(240, REACHED), (220, UNSURE), (180, MISSED)])
def test_what_no_figure_measures_is_said(goals: tuple[PlanGoal, ...], places: int, verdict: str) -> None:
    within = ShownIndicator(SHORT.code, 1, False, Decimal(88), Decimal(44), Decimal(50), "")
    made = summarise(facts(), shown(places=Places(places, None, None, None), indicators=(within,)), (), goals)
    told = {goal.code: (goal.verdict, goal.sentence) for goal in made.goals}
    assert told["plekken-samen"][0] == verdict
    assert told["eerste-opvang-6-weken"] == (MISSED, "Nu blijft 88 % van de mensen hoogstens 6 weken. Dit doel is nog niet gehaald.")
    assert told["bwzv"] == (REACHED, "Nu krijgen ongeveer 220 mensen deze hulp. Dit doel is gehaald.")
    assert told["daklozen-op-straat"] == told["zelfstandig-uitstroom"] == (UNKNOWN, NOTHING_YET)
    assert (
        measure([text for goal in made.goals for text in (f"{goal.name}.", f"{goal.target}." if goal.target else "", goal.sentence) if text]).findings
        == ()
    )
