"""The record of one session as the domain hashes it: what both sides consent to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.domain.action_point import agreed_day
from kpi.domain.minutes import Answer, RecordedAction, RecordedItem, fingerprint
from kpi.queries.action_point_history import first_moved
from kpi.tables.dialogue import AgendaItem, DialogueParty
from kpi.tables.dialogue_outcome import ActionPoint, Consent


def current_sha256(session: Session, *, session_id: int) -> str:
    """The hash of the agenda, minutes and action points as they stand now. The caller has checked the viewer."""
    return fingerprint(_items(session, session_id), _actions(session, session_id))


def answers(session: Session, *, session_id: int) -> tuple[Answer, ...]:
    """Every answer that was given to this session's record, the oldest first."""
    found = (
        select(Consent.organisation_id, Consent.side, Consent.verdict, Consent.sha256, Consent.is_void)
        .where(Consent.session_id == session_id)
        .order_by(Consent.id)
    )
    return tuple(Answer(*row) for row in session.execute(found))


def parties_of(session: Session, *, session_id: int) -> tuple[int, ...]:
    """The organisations at the table of a session. The caller has checked the viewer."""
    p = DialogueParty
    return tuple(session.scalars(select(p.organisation_id).where(p.session_id == session_id).order_by(p.organisation_id)))


def _items(session: Session, session_id: int) -> list[RecordedItem]:
    i = AgendaItem
    found = (
        select(i.id, i.part, i.position, i.title, i.deviation_id, i.figures, i.minutes)
        .where(i.session_id == session_id, i.is_removed.is_(False))
        .order_by(i.id)
    )
    return [RecordedItem(*row) for row in session.execute(found)]


def _actions(session: Session, session_id: int) -> list[RecordedAction]:
    a = ActionPoint
    columns = (a.id, a.agenda_item_id, a.deviation_id, a.text, a.owner_organisation, a.owner_name)
    rows: Sequence[Any] = session.execute(select(*columns, a.due_on, first_moved()).where(a.session_id == session_id).order_by(a.id)).all()
    return [RecordedAction(*(*row[:-2], agreed_day(row.due_on, row.first_moved))) for row in rows]
