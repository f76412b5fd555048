"""Series of sessions: planned at once as concepts, changed together as long as nobody changed one by hand, and ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from kpi.actions.dialogues.changing import PAST, Plan, as_plan, move, read_plan
from kpi.actions.dialogues.participants import Person, add_people
from kpi.actions.dialogues.planning import cancel_session, plan_session
from kpi.actions.dialogues.reach import rows_changed
from kpi.domain.dialogue import CONCEPT
from kpi.domain.dialogue_series import Rhythm, moments
from kpi.domain.participation import MOVABLE_STATES
from kpi.queries.dialogue_planning import Planned, planned_session
from kpi.tables.dialogue import DialogueParticipant, DialogueSeries, DialogueSession

LAPSED = "De reeks is beëindigd voordat iemand was uitgenodigd."


@dataclass(frozen=True, slots=True)
class Moved:
    """What a change of a series did: the sessions that changed, and those among them that people were invited to."""

    changed: tuple[int, ...]
    to_tell: tuple[int, ...]


def begin_series(session: Session, *, provider_id: int | None, plan: Plan, rhythm: Rhythm, times: int, by: Actor, at: datetime) -> int:
    """Plan a series with an aanbieder, or (None) the joint one with all of them; its number. Every session begins as a concept of the centre."""
    wanted = read_plan(plan)
    if wanted.planned_at <= at:
        raise Refused("day", PAST)
    when = moments(wanted.planned_at, rhythm, times)
    made = DialogueSeries(
        provider_id=provider_id, title=wanted.title, place=wanted.place, first_at=wanted.planned_at, every_number=rhythm.every,
        every_unit=rhythm.unit, times=times, duration_minutes=wanted.duration_minutes,
    )  # fmt: skip
    session.add(made)
    session.flush()
    told: dict[str, Any] = {"title": wanted.title, "place": wanted.place, "duration_minutes": wanted.duration_minutes, "as_concept": True}
    for moment in when:
        plan_session(session, provider_id=provider_id, planned_at=moment, series_id=made.id, by=by, at=at, **told)
    _record(session, made.id, "dialoogreeks gepland", by=by, at=at, details={"provider_id": provider_id, "aantal": times})
    return made.id


def change_series(session: Session, *, series_id: int, version: int, plan: Plan, rhythm: Rhythm, by: Actor, at: datetime) -> Moved:
    """Change a series, and with it its sessions that are still to come and that nobody changed by hand.

    The plan's moment is that of the first such session; the others follow at the rhythm, and a session that was changed by hand keeps its turn.
    """
    row, wanted = _running(session, series_id), read_plan(plan)
    coming = _coming(session, series_id, at)
    first = next((one for one in coming if _follows(one)), None)
    if first is None:
        raise Refused("", "Van deze reeks komt geen gesprek meer dat u samen kunt wijzigen.")
    moves = wanted.planned_at != first.planned_at or rhythm != Rhythm(row.every_number, row.every_unit)
    if moves and wanted.planned_at <= at:
        raise Refused("day", PAST)
    turns = coming[coming.index(first) :]
    when = moments(wanted.planned_at, rhythm, len(turns)) if moves else tuple(one.planned_at for one in turns)
    values = {
        "title": wanted.title, "place": wanted.place, "duration_minutes": wanted.duration_minutes, "every_number": rhythm.every,
        "every_unit": rhythm.unit, "first_at": wanted.planned_at if moves else row.first_at,
    }  # fmt: skip
    _claim(session, row, version, values)
    changed = tuple(
        one
        for one, moment in zip(turns, when, strict=True)
        if _follows(one) and _brought(session, one, Plan(wanted.title, moment, wanted.duration_minutes, wanted.place), by=by, at=at)
    )
    _record(session, series_id, "dialoogreeks gewijzigd", by=by, at=at, details={"gesprekken": len(changed)})
    return Moved(tuple(one.session_id for one in changed), tuple(one.session_id for one in changed if one.state != CONCEPT))


def end_series(session: Session, *, series_id: int, version: int, by: Actor, at: datetime) -> int:
    """No more sessions of this series: concepts lapse, and their number is given back. A session that people were invited to goes on."""
    row = _running(session, series_id)
    _claim(session, row, version, {"ended_at": at})
    lapsed = [one for one in _coming(session, series_id, at) if one.state == CONCEPT]
    for one in lapsed:
        cancel_session(session, session_id=one.session_id, reason=LAPSED, viewer_provider_id=None, by=by, at=at)
    _record(session, series_id, "dialoogreeks beëindigd", by=by, at=at, details={"vervallen": len(lapsed)})
    return len(lapsed)


def take_people_along(session: Session, *, session_id: int, by: Actor, at: datetime) -> dict[int, tuple[int, ...]]:
    """Put the people of this session also on the later sessions of its series; who came new where, by session. Guests stay guests of one session."""
    known = planned_session(session, session_id=session_id, viewer_provider_id=None)
    if known.series_id is None:
        raise Refused("", "Dit gesprek hoort niet bij een reeks.")
    people = _people(session, session_id)
    added = {}
    for one in _coming(session, known.series_id, known.planned_at):
        there = {person.person_id for person in _people(session, one.session_id)}
        new = [person for person in people if person.person_id not in there]
        if one.session_id != session_id and one.state in MOVABLE_STATES and new:
            added[one.session_id] = add_people(session, session_id=one.session_id, people=new, viewer_provider_id=None, by=by, at=at)
    return added


def _people(session: Session, session_id: int) -> list[Person]:
    p = DialogueParticipant
    here = (p.session_id == session_id, p.removed_at.is_(None), p.person_id.is_not(None), p.organisation_id.is_not(None))
    rows = session.execute(select(p.person_id, p.organisation_id, p.name, p.email).where(*here).order_by(p.id))
    return [Person(row[0] or 0, row[1] or 0, row[2], row[3]) for row in rows]


def _coming(session: Session, series_id: int, at: datetime) -> list[Planned]:
    """The sessions of a series from a moment on, in their turns (the order in which they were planned)."""
    d = DialogueSession
    numbers = session.scalars(select(d.id).where(d.series_id == series_id, d.planned_at >= at).order_by(d.id)).all()
    return [planned_session(session, session_id=number, viewer_provider_id=None) for number in numbers]


def _follows(one: Planned) -> bool:
    """Does it go where its series goes?"""
    return one.state in MOVABLE_STATES and not one.is_apart


def _brought(session: Session, one: Planned, wanted: Plan, *, by: Actor, at: datetime) -> bool:
    if as_plan(one) == wanted:
        return False
    move(session, one, wanted, is_apart=False, by=by, at=at)
    return True


def _running(session: Session, series_id: int) -> DialogueSeries:
    row = session.get(DialogueSeries, series_id)
    if row is None:
        raise NotFound(f"series {series_id}")
    if row.ended_at is not None:
        raise Refused("", "Deze reeks is beëindigd. U kunt hem niet meer wijzigen.")
    return row


def _claim(session: Session, row: DialogueSeries, version: int, values: dict[str, object]) -> None:
    s = DialogueSeries
    if rows_changed(session, update(s).where(s.id == row.id, s.version == version, s.ended_at.is_(None)).values(**values, version=version + 1)) != 1:
        last = select(JournalEntry.actor).where(JournalEntry.object == f"dialoogreeks/{row.id}").order_by(JournalEntry.id.desc()).limit(1)
        raise Conflict(mine=[], theirs=[("De reeks nu", row.title)], by=session.scalar(last) or "Iemand anders", version=row.version)


def _record(session: Session, series_id: int, action: str, *, by: Actor, at: datetime, details: dict[str, object]) -> None:
    journal.record(session, by=by, at=at, action=action, object=f"dialoogreeks/{series_id}", details=details)
