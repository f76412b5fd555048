"""The planning of the partnership table in the demonstration: a series with every aanbieder and the joint one, their people and guests. Invented."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from contracts.domain.working_days import working_day_from
from contracts.foundation.actor import Actor
from contracts.foundation.period import AMSTERDAM
from kpi.actions.dialogues import announce
from kpi.actions.dialogues.changing import Plan, as_plan, change_session
from kpi.actions.dialogues.participants import Person, add_guest, add_people, mark_told, write_attendance
from kpi.actions.dialogues.series import begin_series, take_people_along
from kpi.domain.dialogue_series import MONTHS, Rhythm
from kpi.queries.dialogue_planning import participants_of, planned_session
from kpi.queries.dialogue_series import sessions_of_series
from portal.developer.demonstration.stage import Stage
from portal.developer.demonstration.story import Story
from portal.developer.demonstration.troupe import Troupe, load_people
from portal.dialogue import planning_mail
from portal.reminders.invitations import Post

TIMES, JOINT_TIMES, MINUTES = 4, 2, 90
PLANNED_AGO, MOVED_AGO = timedelta(days=6), timedelta(days=3)
MOVED = "de-grubbe"
"""Whose second conversation was moved by hand."""
_FILE = Path(__file__).with_name("planning.toml")


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


def series(stage: Stage, *, post: Post) -> Story:
    """Some days ago the contractmanager planned a year ahead and sent the first invitations; one conversation was moved since."""
    session, manager = stage.session, stage.troupe.manager
    at = yield stage.now - PLANNED_AGO
    moved = 0
    for told in _told()["series"]:
        provider_id, slug = stage.provider_id(told["slug"]), told["slug"]
        numbers = _begun(session, provider_id, _plan(told, at), Rhythm(3, MONTHS), TIMES, manager, at)
        _seated(session, numbers[0], stage.troupe, (slug,), told["guests"], at)
        take_people_along(session, session_id=numbers[0], by=manager, at=at)
        announce(session, session_id=numbers[0], viewer_provider_id=None, by=manager, at=at)
        planning_mail.tell(session, session_id=numbers[0], post=post, at=at)
        moved = numbers[1] if slug == MOVED else moved
    joint = _told()["joint"]
    first = _begun(session, None, _plan(joint, at), Rhythm(6, MONTHS), JOINT_TIMES, manager, at)[0]
    _seated(session, first, stage.troupe, tuple(told["slug"] for told in _told()["series"]), (), at)
    take_people_along(session, session_id=first, by=manager, at=at)
    at = yield stage.now - MOVED_AGO
    known = planned_session(session, session_id=moved, viewer_provider_id=None)
    plan = as_plan(known)
    later = Plan(plan.title, plan.planned_at + timedelta(days=7), plan.duration_minutes, plan.place)
    change_session(session, session_id=moved, plan=later, seen=known.seen, by=manager, at=at)


def seated(stage: Stage, session_id: int, slug: str, at: datetime) -> None:
    """The people who usually sit at the table with this aanbieder, its guests among them, on the list of a session; all were invited."""
    guests = next(told["guests"] for told in _told()["series"] if told["slug"] == slug)
    _seated(stage.session, session_id, stage.troupe, (slug,), guests, at)
    people = [one.participant_id for one in participants_of(stage.session, session_id=session_id, viewer_provider_id=None)]
    mark_told(stage.session, session_id=session_id, participant_ids=people, sequence=0)


def attended(stage: Stage, session_id: int, at: datetime) -> None:
    """Everybody was there, but for the guests."""
    people = participants_of(stage.session, session_id=session_id, viewer_provider_id=None)
    present = {one.participant_id: not one.is_guest for one in people}
    write_attendance(stage.session, session_id=session_id, seen={}, present=dict(present), viewer_provider_id=None, by=stage.troupe.manager, at=at)


def _plan(told: Mapping[str, Any], at: datetime) -> Plan:
    """On that weekday so many weeks from now, or the first working day after it."""
    week = at.astimezone(AMSTERDAM).date() + PLANNED_AGO + timedelta(weeks=told["weeks"])
    on = working_day_from(week + timedelta(days=told["weekday"] - week.weekday()))
    return Plan(told["title"], datetime.combine(on, time(told["hour"]), tzinfo=AMSTERDAM), MINUTES, told["place"])


def _begun(session: Session, provider_id: int | None, plan: Plan, rhythm: Rhythm, times: int, by: Actor, at: datetime) -> list[int]:
    made = begin_series(session, provider_id=provider_id, plan=plan, rhythm=rhythm, times=times, by=by, at=at)
    return [one.session_id for one in sessions_of_series(session, series_id=made)]


def _seated(session: Session, session_id: int, troupe: Troupe, slugs: Sequence[str], guests: Sequence[Mapping[str, str]], at: datetime) -> None:
    addresses = {one.name: one.email for one in load_people()}
    actors = [troupe.manager, *(actor for slug in slugs for actor in (troupe.signer(slug), troupe.writer(slug)))]
    people = [Person(one.person_id or 0, one.organisation_id or 0, one.name, addresses[one.name]) for one in actors]
    add_people(session, session_id=session_id, people=people, viewer_provider_id=None, by=troupe.manager, at=at)
    for guest in guests:
        add_guest(session, session_id=session_id, name=guest["name"], email=guest["email"], partner=guest["partner"], by=troupe.manager, at=at)
