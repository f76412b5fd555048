"""Moving a planned session: another moment, length, place or title, as long as it has not begun."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, Refused
from contracts.foundation.period import AMSTERDAM, day_in_words
from kpi.actions.agenda_places import place_open_items
from kpi.actions.dialogues.planning import LONGEST_TITLE
from kpi.actions.dialogues.reach import last_actor, reach, step
from kpi.domain.dialogue import CHANGED_EVENT, CONCEPT
from kpi.domain.dialogue_series import require_length
from kpi.domain.written import read_line, read_text
from kpi.queries.dialogue_planning import Planned, planned_session
from kpi.tables.dialogue import DialogueSession

PAST = "Dit moment is al voorbij. Kies een moment dat nog komt."


@dataclass(frozen=True, slots=True)
class Plan:
    """What a session is planned as: a title, a moment, a length in minutes and a place."""

    title: str
    planned_at: datetime
    duration_minutes: int
    place: str


def read_plan(plan: Plan) -> Plan:
    """The same, with its texts trimmed. Raises Refused at the field that is wrong."""
    title = read_line(plan.title, field="title", missing="Geef het gesprek een titel.", longest=LONGEST_TITLE)
    place = " ".join(read_text(plan.place, field="place", longest=LONGEST_TITLE).split())
    return Plan(title, plan.planned_at, require_length(plan.duration_minutes), place)


def change_session(session: Session, *, session_id: int, plan: Plan, seen: str, by: Actor, at: datetime) -> bool:
    """Change when, where or how a session is called; False when nothing is different. For the centre.

    `seen` is what the form showed (Planned.seen). Raises Conflict when somebody else changed it meanwhile, and Refused once it has begun.
    """
    known = planned_session(session, session_id=session_id, viewer_provider_id=None)
    wanted, was = read_plan(plan), as_plan(known)
    if known.seen != seen:
        raise Conflict(
            mine=[("U koos", in_words(wanted))], theirs=[("Het gesprek nu", in_words(was))], by=last_actor(session, session_id), version=known.version
        )
    if wanted == was:
        return False
    if wanted.planned_at != was.planned_at and wanted.planned_at <= at:
        raise Refused("day", PAST)
    move(session, known, wanted, is_apart=known.series_id is not None or known.is_apart, by=by, at=at)
    return True


def move(session: Session, known: Planned, wanted: Plan, *, is_apart: bool, by: Actor, at: datetime) -> None:
    """Let a session be what is wanted: an event that says what it was, a new sequence for calendars, and the agenda in the order of moments."""
    found = reach(session, session_id=known.session_id, viewer_provider_id=None)
    step(session, found, CHANGED_EVENT, by=by, at=at, note=f"Het was: {in_words(as_plan(known))}.")
    d = DialogueSession
    values = {"title": wanted.title, "planned_at": wanted.planned_at, "duration_minutes": wanted.duration_minutes, "place": wanted.place}
    sequence = known.sequence if known.state == CONCEPT else known.sequence + 1
    session.execute(update(d).where(d.id == known.session_id).values(**values, sequence=sequence, is_apart=is_apart))
    place_open_items(session, provider_id=known.provider_id)


def as_plan(known: Planned) -> Plan:
    """How a session is planned now."""
    return Plan(known.title, known.planned_at, known.duration_minutes, known.place)


def in_words(plan: Plan) -> str:
    """ "Gesprek over K3, dinsdag 8 december 2026 om 10:00, 90 minuten, Stadhuis"."""
    begins = plan.planned_at.astimezone(AMSTERDAM)
    place = f", {plan.place}" if plan.place else ""
    return f"{plan.title}, {day_in_words(begins.date())} om {begins:%H:%M}, {plan.duration_minutes} minuten{place}"
