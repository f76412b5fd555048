"""Advice of the klankbordgroep in the demonstration, with answers in the form of the sources: every state there is. All of it is invented."""

from __future__ import annotations

import tomllib
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from contracts.domain.working_days import working_day_from
from contracts.foundation.actor import Actor
from contracts.foundation.period import AMSTERDAM
from kpi.actions import advice_answers, advice_giving, advice_points
from kpi.queries.advice import find_advice
from kpi.queries.summaries import editions
from portal.access.identity import Kind
from portal.accounts.people_queries import members
from portal.developer.demonstration.stage import Stage
from portal.developer.demonstration.story import Story
from portal.developer.demonstration.troupe import ORIGIN

_FILE = Path(__file__).with_name("advised.toml")
_HOUR = timedelta(hours=1)


def stories(stage: Stage) -> list[Story]:
    """Each advice with what became of it."""
    return [_advice(stage, told) for told in tomllib.loads(_FILE.read_text("utf-8"))["advies"]]


def _advice(stage: Stage, told: dict[str, Any]) -> Story:
    """It is given; then it is answered, talked about, comes out or is taken back, each so many days before now."""
    session = stage.session
    at = yield _before(stage, told["days"])
    board = _board(stage)
    giver = board[told["by"]]
    latest = editions(session)
    about = {"subject": told["subject"], "text": told["text"], "period": latest[0].period.code if latest and told["summary"] else ""}
    term = stage.region.advice_answer_working_days
    number = advice_giving.give(session, may_be_named=told["named"], answer_working_days=term, by=giver, at=at, **about)
    if "tables" in told:
        at = yield at + _HOUR
        places = [stage.provider_id(slug) for slug in told["tables"]]
        shown: dict[str, Any] = {"words": told["words"], "board_names": tuple(board), "by": stage.troupe.manager, "at": at}
        advice_points.bring_to_tables(session, advice_id=number, provider_ids=places, **shown)
    for answer in told.get("antwoord", ()):
        at = yield _before(stage, answer["days"])
        _answer(stage, number, answer, at)
        if "outcome" in answer:
            at = yield _before(stage, answer["outcome_days"])
            version = find_advice(session, advice_id=number).version
            advice_answers.tell_outcome(session, advice_id=number, version=version, outcome=answer["outcome"], by=stage.troupe.manager, at=at)
    if "withdrawn" in told:
        at = yield _before(stage, told["withdrawn"])
        advice_giving.withdraw(session, advice_id=number, by=giver, at=at)


def _answer(stage: Stage, number: int, told: dict[str, Any], at: datetime) -> None:
    ready = at.astimezone(AMSTERDAM).date() + timedelta(days=told["ready"]) if "ready" in told else None
    version = find_advice(stage.session, advice_id=number).version
    words = {name: told.get(name, "") for name in ("verdict", "reason", "what")}
    advice_answers.answer(stage.session, advice_id=number, version=version, ready_on=ready, by=stage.troupe.manager, at=at, **words)


def _before(stage: Stage, days: int) -> datetime:
    """Ten o'clock on a working day, so many days before now."""
    day = working_day_from((stage.now - timedelta(days=days)).astimezone(AMSTERDAM).date())
    return datetime.combine(day, time(10), tzinfo=AMSTERDAM)


def _board(stage: Stage) -> dict[str, Actor]:
    """The members of the klankbordgroep, by name."""
    return {
        one.name: Actor(one.person_id, one.name, one.organisation_id, one.organisation_name, frozenset(one.roles), ORIGIN)
        for one in members(stage.session)
        if one.organisation_kind == Kind.SOUNDING_BOARD
    }
