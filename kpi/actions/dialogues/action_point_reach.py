"""How every step of an afspraak reaches it: for this viewer only, checked and changed in one statement, with its event and the journal's line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound
from kpi.actions.dialogues.reach import rows_changed, write_journal
from kpi.domain import action_point as life
from kpi.domain.dialogue import OFFERED, TALKING
from kpi.queries.dialogue_scope import agreements_seen_by
from kpi.tables.dialogue import DialogueSession
from kpi.tables.dialogue_outcome import ActionPoint, ActionPointEvent, DialogueAddendum


@dataclass(frozen=True, slots=True)
class Point:
    """An afspraak as it was found, for one change. `provider_id` is None for one of the joint table."""

    action_id: int
    session_id: int
    provider_id: int | None
    deviation_id: int | None
    indicator_code: str | None
    text: str
    owner_organisation: str
    due_on: date
    state: str
    done_by_id: int | None
    version: int


def reach_point(session: Session, *, action_id: int, viewer_provider_id: int | None) -> Point:
    """The afspraak, if this viewer may know of it. Raises NotFound."""
    a = ActionPoint
    query = select(
        a.id, a.session_id, a.provider_id, a.deviation_id, a.indicator_code, a.text, a.owner_organisation, a.due_on, a.state, a.done_by_id, a.version
    )
    row = session.execute(query.where(a.id == action_id, agreements_seen_by(viewer_provider_id))).one_or_none()
    if row is None:
        raise NotFound
    return Point(*row)


def point_for(session: Session, event: str, *, action_id: int, version: int, viewer_provider_id: int | None) -> Point:
    """The afspraak, if it still is as it was shown and this can happen to it now. Raises NotFound, Conflict or Refused."""
    point = reach_point(session, action_id=action_id, viewer_provider_id=viewer_provider_id)
    if version != point.version:
        raise overtaken(session, point, mine=event)
    life.next_state(point.state, event)
    return point


def claim_point(session: Session, point: Point, *, columns: dict[str, Any], mine: str) -> None:
    """Change it if it still is as it was shown. Raises Conflict with what it is by now."""
    a = ActionPoint
    same = (a.id == point.action_id, a.version == point.version, a.state == point.state)
    if rows_changed(session, update(a).where(*same).values(**columns, version=point.version + 1)) != 1:
        raise overtaken(session, point, mine=mine)


def overtaken(session: Session, point: Point, *, mine: str) -> Conflict:
    """Somebody was first: what one wanted, beside what happened."""
    e = ActionPointEvent
    last = session.execute(select(e.kind, e.person_name).where(e.action_point_id == point.action_id).order_by(e.id.desc()).limit(1)).one_or_none()
    return Conflict(
        mine=[("Wat u koos", mine)],
        theirs=[("Stand nu", point.state)],
        by=last.person_name if last is not None else "iemand anders",
        version=point.version,
    )


def note_event(session: Session, point: Point, event: str, *, text: str = "", by: Actor, at: datetime) -> None:
    """The event in its history, and a line in the journal of its session."""
    names = {"person_name": by.name[:120], "organisation_name": by.organisation_name[:120]}
    session.add(ActionPointEvent(action_point_id=point.action_id, kind=event, at=at, text=text, **names))
    write_journal(session, point.session_id, f"afspraak {event}", by=by, at=at, details={"action_point_id": point.action_id})


def take_point_step(
    session: Session, point: Point, event: str, *, columns: dict[str, Any] | None = None, text: str = "", by: Actor, at: datetime
) -> None:
    """Let an event happen to it. Raises Refused when it cannot happen now, or Conflict."""
    after = life.next_state(point.state, event)
    claim_point(session, point, columns={"state": after, **(columns or {})}, mine=event)
    note_event(session, point, event, text=text, by=by, at=at)


def reported_for(session: Session, point: Point) -> str:
    """The organisation for which it was reported done the last time; "" when nobody knows (it was done before this was kept)."""
    e = ActionPointEvent
    told = select(e.organisation_name).where(e.action_point_id == point.action_id, e.kind == life.REPORTED).order_by(e.id.desc()).limit(1)
    return session.scalar(told) or ""


def record_is_open(session: Session, *, session_id: int) -> bool:
    """Can the record in which it stands still be changed? Not before it began, not once it is settled, nor while an addendum lies before all."""
    d, extra = DialogueSession, DialogueAddendum
    waiting = select(extra.id).where(extra.session_id == d.id, extra.state == "open").exists()
    query = select(d.id).where(d.id == session_id, d.state.in_((TALKING, OFFERED)), ~waiting)
    return session.scalar(query) is not None
