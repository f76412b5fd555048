"""The partnership table in the demonstration: two sessions that were held and agreed upon, and one that is planned."""

from __future__ import annotations

import tomllib
from collections.abc import Generator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from contracts.foundation.period import AMSTERDAM
from kpi.actions.deviations import close, give
from kpi.actions.dialogues import (
    confirm_action_point,
    consent,
    make_action_point,
    offer_minutes,
    plan_session,
    put_on_agenda,
    report_done,
    start,
    write_minutes,
)
from kpi.domain.follow_up import RUNNING
from kpi.domain.minutes import AGREES, MUNICIPALITY, PROVIDER
from kpi.queries.deviations import find_deviation
from kpi.queries.dialogue_record import current_sha256
from kpi.queries.dialogue_session import SessionWhole, session_whole
from portal.developer.demonstration import planning, rated, words
from portal.developer.demonstration.reporting import Desk
from portal.developer.demonstration.story import Story

PLANNED, ON_AGENDA, HELD, OFFERED, AGREED, FOLLOWED_UP, DONE = 21, 22, 50, 55, 60, 64, 68
"""In days after the aanbieder began with its report."""
_FILE = Path(__file__).with_name("dialogue.toml")
_IN_TWO_WEEKS, _ACTION_IS_DUE_IN = timedelta(days=14), timedelta(days=30)


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


def planned(desk: Desk, deviation_ids: Sequence[int]) -> Story:
    """A session about two weeks from now, with deviations of the last quarter on its agenda."""
    told, manager = _told()["next"], desk.stage.troupe.manager
    at = yield desk.calendar.moment(desk.day + PLANNED, 11)
    on = desk.stage.now.astimezone(AMSTERDAM).date() + _IN_TWO_WEEKS
    planned_at = datetime.combine(_working_day(on), time(10), tzinfo=AMSTERDAM)
    place = {"title": told["title"], "place": told["place"], "planned_at": planned_at}
    session_id = plan_session(desk.stage.session, provider_id=desk.provider_id, by=manager, at=at, **place)
    planning.seated(desk.stage, session_id, desk.slug, at)
    at = yield desk.calendar.moment(desk.day + PLANNED, 11, 5)
    _on_agenda(desk, session_id, deviation_ids, at)


def _on_agenda(desk: Desk, session_id: int, deviation_ids: Sequence[int], at: datetime) -> None:
    """The contractmanager puts these on the agenda, and follows them from now on."""
    session, manager = desk.stage.session, desk.stage.troupe.manager
    put_on_agenda(session, session_id=session_id, deviation_ids=deviation_ids, viewer_provider_id=None, by=manager, at=at)
    for deviation_id in deviation_ids:
        version = find_deviation(session, deviation_id=deviation_id, provider_id=None).line.version
        owner = {"owner_id": manager.person_id or 0, "owner_name": manager.name}
        give(session, deviation_id=deviation_id, version=version, by=manager, at=at, **owner)  # type: ignore[arg-type]


def prepared(desk: Desk, deviation_ids: Sequence[int]) -> Generator[datetime, datetime, int]:
    """A session is planned and these deviations come on its agenda; the session's number."""
    told, manager = _told()[desk.slug], desk.stage.troupe.manager
    at = yield desk.calendar.moment(desk.day + PLANNED, 11)
    place = {"title": told["title"], "place": told["place"], "planned_at": desk.calendar.moment(desk.day + HELD, 10)}
    session_id = plan_session(desk.stage.session, provider_id=desk.provider_id, by=manager, at=at, **place)
    planning.seated(desk.stage, session_id, desk.slug, at)
    at = yield desk.calendar.moment(desk.day + ON_AGENDA, 11)
    _on_agenda(desk, session_id, deviation_ids, at)
    return session_id


def held(desk: Desk, session_id: int, *, action_is_done: bool) -> Story:
    """The session is held, its minutes are written, both sides agree, and what was discussed is settled or followed."""
    session, manager, signer = desk.stage.session, desk.stage.troupe.manager, desk.stage.troupe.signer(desk.slug)
    at = yield desk.calendar.moment(desk.day + HELD, 10)
    start(session, session_id=session_id, viewer_provider_id=None, by=manager, at=at)
    yield from _minutes(desk, session_id)
    action_id = yield from _action(desk, session_id)
    at = yield desk.calendar.moment(desk.day + OFFERED, 9)
    planning.attended(desk.stage, session_id, at)
    offer_minutes(session, session_id=session_id, viewer_provider_id=None, by=manager, at=at)
    for side, viewer, by, day in ((PROVIDER, desk.provider_id, signer, AGREED - 2), (MUNICIPALITY, None, manager, AGREED)):
        at = yield desk.calendar.moment(desk.day + day, 15)
        sha256 = current_sha256(session, session_id=session_id)
        consent(session, session_id=session_id, side=side, verdict=AGREES, sha256=sha256, viewer_provider_id=viewer, by=by, at=at)
    rated.both(session, session_id, desk.provider_id, by=(signer, manager), at=at)
    yield from _followed_up(desk, session_id, action_id if action_is_done else None)


def _minutes(desk: Desk, session_id: int) -> Story:
    told = _told()[desk.slug]["minutes"]
    items = [item for part in _whole(desk, session_id).parts for item in part.items]
    for number, item in enumerate(items):
        at = yield desk.calendar.moment(desk.day + HELD, 10, 10 + 10 * number)
        saved = {"item_id": item.item_id, "version": item.version, "text": told[item.part]}
        write_minutes(desk.stage.session, viewer_provider_id=None, by=desk.stage.troupe.manager, at=at, **saved)


def _action(desk: Desk, session_id: int) -> Generator[datetime, datetime, int]:
    """The afspraak of the session; its id."""
    at = yield desk.calendar.moment(desk.day + HELD, 11, 30)
    owner, told = desk.stage.troupe.signer(desk.slug), _told()[desk.slug]["action"]
    item = next(item for part in _whole(desk, session_id).parts for item in part.items if item.deviation_id is not None)
    due_on: date = (desk.stage.now.astimezone(AMSTERDAM) + _ACTION_IS_DUE_IN).date()
    return make_action_point(
        desk.stage.session,
        session_id=session_id,
        text=told["text"],
        owner_organisation=owner.organisation_name,
        owner_name=owner.name,
        due_on=due_on,
        agenda_item_id=item.item_id,
        viewer_provider_id=None,
        by=desk.stage.troupe.manager,
        at=at,
    )


def _followed_up(desk: Desk, session_id: int, done_action_id: int | None) -> Story:
    session, manager = desk.stage.session, desk.stage.troupe.manager
    for item in (item for part in _whole(desk, session_id).parts for item in part.items):
        if item.deviation_id is not None:
            at = yield desk.calendar.moment(desk.day + FOLLOWED_UP, 9)
            line = find_deviation(session, deviation_id=item.deviation_id, provider_id=None).line
            if line.state == RUNNING and done_action_id is None:
                continue  # the agreement goes on, so it is followed until its effect is seen
            close(session, deviation_id=line.id, version=line.version, reason=words.settled_in_dialogue(), by=manager, at=at)
    if done_action_id is not None:
        at = yield desk.calendar.moment(desk.day + DONE, 9)
        yield from _done(desk, done_action_id, at)


def _done(desk: Desk, action_id: int, at: datetime) -> Story:
    """The aanbieder reports it done, and the contractmanager has seen it."""
    session, signer = desk.stage.session, desk.stage.troupe.signer(desk.slug)
    result, own = _told()[desk.slug]["action"]["result"], desk.provider_id
    report_done(session, action_id=action_id, version=1, result=result, viewer_provider_id=own, by=signer, at=at)
    at = yield desk.calendar.moment(desk.day + DONE + 2, 10)
    confirm_action_point(session, action_id=action_id, version=2, viewer_provider_id=None, by=desk.stage.troupe.manager, at=at)


def _whole(desk: Desk, session_id: int) -> SessionWhole:
    return session_whole(desk.stage.session, session_id=session_id, viewer_provider_id=None)


def _working_day(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= 5 else day
