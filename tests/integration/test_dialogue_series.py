"""Series of sessions: planned at once, changed together, ended, and the people who go along; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from contracts.foundation.period import AMSTERDAM
from kpi.actions.dialogues import announce, start
from kpi.actions.dialogues.changing import Plan, change_session
from kpi.actions.dialogues.participants import add_guest
from kpi.actions.dialogues.series import Moved, begin_series, change_series, end_series, take_people_along
from kpi.domain.dialogue_series import MONTHS, WEEKS, Rhythm
from kpi.queries.dialogue_planning import last_people_of
from kpi.queries.dialogue_series import series_line, series_lines, sessions_of_series
from tests.factories.dialogue import BY
from tests.factories.dialogue_planning import FIRST, PLAN, Seats, concept, laid, names, planned, put
from tests.factories.figures import NOW


@pytest.fixture
def table(session: Session) -> Seats:
    return laid(session)


QUARTERLY = Rhythm(3, MONTHS)


def begun(session: Session, provider_id: int | None, times: int = 4) -> int:
    return begin_series(session, provider_id=provider_id, plan=PLAN, rhythm=QUARTERLY, times=times, **BY)


def days(session: Session, series_id: int) -> list[str]:
    return [f"{one.planned_at.astimezone(AMSTERDAM):%d-%m %H:%M}" for one in sessions_of_series(session, series_id=series_id)]


def test_a_series_plans_its_sessions_as_concepts(session: Session, table: Seats) -> None:
    made, joint = begun(session, table.own.id), begun(session, None, 2)
    assert days(session, made) == ["10-11 10:00", "09-02 10:00", "11-05 10:00", "10-08 10:00"]
    assert {one.state for one in sessions_of_series(session, series_id=made)} == {"concept"}
    lines = series_lines(session, at=NOW)
    assert [(line.series_id, line.provider_name, line.coming) for line in lines] == [(made, "Stichting De Berm", 4), (joint, None, 2)]
    assert lines[0].words == "Elke 3 maanden op de tweede dinsdag van de maand" and lines[0].next_at == FIRST
    assert session.scalar(select(func.count()).select_from(JournalEntry).where(JournalEntry.object == f"dialoogreeks/{made}")) == 1


def changed(session: Session, made: int, plan: Plan, rhythm: Rhythm = QUARTERLY, at: datetime = NOW) -> Moved:
    version = series_line(session, series_id=made, at=at).version
    return change_series(session, series_id=made, version=version, plan=plan, rhythm=rhythm, by=BY["by"], at=at)


def test_a_changed_series_takes_along_what_was_not_changed_by_hand(session: Session, table: Seats) -> None:
    made = begun(session, table.own.id)
    first, second, third, _ = (one.session_id for one in sessions_of_series(session, series_id=made))
    change_session(session, session_id=second, plan=replace(PLAN, planned_at=FIRST + timedelta(days=92)), seen=planned(session, second).seen, **BY)
    announce(session, session_id=third, viewer_provider_id=None, **BY)
    moved = changed(session, made, replace(PLAN, planned_at=datetime(2026, 11, 12, 14, tzinfo=AMSTERDAM)))
    assert days(session, made) == ["12-11 14:00", "10-02 10:00", "13-05 14:00", "12-08 14:00"], "the second keeps its own day and its turn"
    assert len(moved.changed) == 3 and moved.to_tell == (third,) and planned(session, third).sequence == 1
    assert planned(session, second).is_apart and not planned(session, first).is_apart
    other_place = changed(session, made, replace(PLAN, planned_at=datetime(2026, 11, 12, 14, tzinfo=AMSTERDAM), place="Online"))
    assert len(other_place.changed) == 3 and days(session, made)[1] == "10-02 10:00" and planned(session, second).place == "Stadhuis"
    assert changed(session, made, replace(PLAN, planned_at=datetime(2026, 11, 12, 14, tzinfo=AMSTERDAM), place="Online")).changed == ()


def test_what_was_held_or_has_begun_stays_as_it_was(session: Session, table: Seats) -> None:
    made = begun(session, table.own.id)
    first = sessions_of_series(session, series_id=made)[0].session_id
    announce(session, session_id=first, viewer_provider_id=None, **BY)
    start(session, session_id=first, viewer_provider_id=None, **BY)
    later = FIRST + timedelta(hours=2)
    moved = changed(session, made, replace(PLAN, planned_at=datetime(2027, 2, 16, 10, tzinfo=AMSTERDAM)), Rhythm(6, WEEKS), later)
    assert days(session, made) == ["10-11 10:00", "16-02 10:00", "30-03 10:00", "11-05 10:00"] and len(moved.changed) == 3
    assert series_line(session, series_id=made, at=later).words == "Elke 6 weken op dinsdag"
    with pytest.raises(Refused, match="al voorbij"):
        changed(session, made, PLAN, at=later)


def test_two_changes_of_a_series_at_once(session: Session, table: Seats) -> None:
    made = begun(session, table.own.id)
    changed(session, made, replace(PLAN, place="Online"))
    with pytest.raises(Conflict):
        change_series(session, series_id=made, version=1, plan=PLAN, rhythm=QUARTERLY, **BY)
    with pytest.raises(NotFound):
        change_series(session, series_id=999, version=1, plan=PLAN, rhythm=QUARTERLY, **BY)


def test_an_ended_series_takes_nothing_from_who_was_invited(session: Session, table: Seats) -> None:
    made = begun(session, table.own.id)
    first = sessions_of_series(session, series_id=made)[0].session_id
    announce(session, session_id=first, viewer_provider_id=None, **BY)
    assert end_series(session, series_id=made, version=1, **BY) == 3
    assert [one.state for one in sessions_of_series(session, series_id=made)] == ["voorbereiding", *["geannuleerd"] * 3]
    with pytest.raises(Refused, match="beëindigd"):
        end_series(session, series_id=made, version=2, **BY)


def test_people_go_along_to_the_later_sessions_of_a_series(session: Session, table: Seats) -> None:
    made = begun(session, table.own.id)
    numbers = [one.session_id for one in sessions_of_series(session, series_id=made)]
    put(session, numbers[1], table.person(1, table.centre), table.person(2, table.own))
    put(session, numbers[2], table.person(2, table.own))
    add_guest(session, session_id=numbers[1], name="Wim", email="wim@x.example", partner="Woningcorporatie", **BY)
    added = take_people_along(session, session_id=numbers[1], **BY)
    assert {number: len(new) for number, new in added.items()} == {numbers[2]: 1, numbers[3]: 2}
    assert names(session, numbers[0]) == [] and names(session, numbers[3]) == ["Mens 1", "Mens 2"]
    assert take_people_along(session, session_id=numbers[1], **BY) == {}
    assert last_people_of(session, provider_id=table.own.id) == (1, 2) and last_people_of(session, provider_id=None) == ()
    with pytest.raises(Refused, match="niet bij een reeks"):
        take_people_along(session, session_id=concept(session, table.own.id), **BY)
