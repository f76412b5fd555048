"""The rows behind the points of an agenda: which row a thing that is open has, which may be woken or thrown away, and how one moves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from kpi.domain.agenda_order import HAND_MADE, MOST_BY_HAND, deviation_position, postponing_session
from kpi.domain.dialogue import AGENDA_STATES, AGREEMENT, CANCELLED, DEVIATION, FIRST_POSITION, WRITES_ITSELF
from kpi.tables.dialogue import AgendaInput, AgendaItem, AgendaNote, DialogueSession, WritingClaim
from kpi.tables.dialogue_outcome import ActionPoint

NOT_FROZEN: dict[str, Any] = {"frozen_value": "", "frozen_period": "", "frozen_version": None, "frozen_at": None}


@dataclass(frozen=True, slots=True)
class Coming:
    """A session of a table whose agenda still writes itself."""

    session_id: int
    planned_at: datetime


def same_table(column: InstrumentedAttribute[int | None], provider_id: int | None) -> ColumnElement[bool]:
    """Rows of this table."""
    return column.is_(None) if provider_id is None else column == provider_id


def coming_sessions(session: Session, *, provider_id: int | None) -> tuple[Coming, ...]:
    """The sessions of this table whose agenda still writes itself, the first one first."""
    d = DialogueSession
    query = select(d.id, d.planned_at).where(same_table(d.provider_id, provider_id), d.state == WRITES_ITSELF).order_by(d.planned_at, d.id)
    return tuple(Coming(*row) for row in session.execute(query))


def earliest(session: Session, coming: tuple[Coming, ...], source_key: str) -> int | None:
    """The first coming session for a row: the first of all, or the first after the one that people moved it on from. None: the list."""
    moved_from = postponing_session(source_key)
    if moved_from is None:
        return coming[0].session_id if coming else None
    d = DialogueSession
    found = session.execute(select(d.id, d.planned_at, d.state).where(d.id == moved_from)).one_or_none()
    if found is None or found.state == CANCELLED:  # what will not be held, nothing has to come after
        return coming[0].session_id if coming else None
    return next((one.session_id for one in coming if (one.planned_at, one.session_id) > (found.planned_at, found.id)), None)


def live_rows(session: Session, provider_id: int | None) -> dict[tuple[str, int], Any]:
    """The one live row of each deviation and agreement of a table, by kind and number."""
    return {_key(row): row for row in session.execute(_rows(provider_id).where(AgendaItem.is_live))}


def sleeping_rows(session: Session, provider_id: int | None, wanted: Collection[tuple[str, int]]) -> dict[tuple[str, int], Any]:
    """Rows of what was closed and is open again, where it still stands on an agenda that can change, or on the list: the newest of each."""
    if not wanted:
        return {}
    i, d = AgendaItem, DialogueSession
    there = or_(i.session_id.is_(None), d.state.in_(AGENDA_STATES))
    of_these = or_(
        i.deviation_id.in_([number for kind, number in wanted if kind == DEVIATION]),
        i.action_point_id.in_([number for kind, number in wanted if kind == AGREEMENT]),
    )
    query = _rows(provider_id).where(i.is_live.is_(False), there, of_these).order_by(i.session_id.is_not(None), i.id)
    return {_key(row): row for row in session.execute(query)}


def wake(session: Session, item_id: int) -> None:
    """A row that slept stands on its agenda, or on the list, again."""
    session.execute(update(AgendaItem).where(AgendaItem.id == item_id).values(is_live=True, is_removed=False, version=AgendaItem.version + 1))


def move_row(session: Session, *, item_id: int, to: int | None, values: Mapping[str, Any]) -> int:
    """Bring a row to a session, or to the list (None); the row that stands there now.

    A session knows a deviation once, and an agreement too. Does an older row of it sleep there, then that one wakes, with what was written at it.
    """
    i = AgendaItem
    older = _older_row(session, item_id, to)
    if older is not None:
        retire(session, [item_id])
    there = item_id if older is None else older
    session.execute(update(i).where(i.id == there).values(session_id=to, is_live=True, is_removed=False, **values, version=i.version + 1))
    return there


def _older_row(session: Session, item_id: int, session_id: int | None) -> int | None:
    """Another row of the same deviation or agreement in this session."""
    i = AgendaItem
    about = session.execute(select(i.deviation_id, i.action_point_id).where(i.id == item_id)).one()
    if session_id is None or about == (None, None):
        return None
    same = i.deviation_id == about.deviation_id if about.deviation_id is not None else i.action_point_id == about.action_point_id
    return session.scalar(select(i.id).where(same, i.session_id == session_id, i.id != item_id).order_by(i.id.desc()).limit(1))


def retire(session: Session, item_ids: Iterable[int]) -> None:
    """Rows that are of no use on an agenda any more: thrown away, or kept asleep where somebody prepared, wrote or agreed something.

    Where people only prepared, it leaves the agenda for everybody, as if nobody had: what stays in sight would tell the others that somebody wrote.
    """
    wanted = list(item_ids)
    if not wanted:
        return
    known, kept = worked_at(session, wanted), touched(session, wanted)
    session.execute(update(AgendaItem).where(AgendaItem.id.in_(kept)).values(is_live=False))
    session.execute(update(AgendaItem).where(AgendaItem.id.in_(kept - known)).values(is_removed=True))
    gone = [one for one in wanted if one not in kept]
    session.execute(delete(WritingClaim).where(WritingClaim.item_id.in_(gone)))
    session.execute(delete(AgendaItem).where(AgendaItem.id.in_(gone)))


def touched(session: Session, item_ids: Collection[int]) -> set[int]:
    """Where something was prepared, written or agreed, or frozen."""
    asked = (select(table.item_id).where(table.item_id.in_(item_ids)) for table in (AgendaNote, AgendaInput))
    return worked_at(session, item_ids).union(*(session.scalars(query) for query in asked))


def worked_at(session: Session, item_ids: Collection[int]) -> set[int]:
    """Where something was written or agreed that everybody at the table reads, or frozen."""
    i = AgendaItem
    agreed = select(ActionPoint.agenda_item_id).where(ActionPoint.agenda_item_id.in_(item_ids))
    return set(session.scalars(select(i.id).where(i.id.in_(item_ids), (i.minutes != "") | i.frozen_at.is_not(None) | i.id.in_(agreed))))


def next_position(session: Session, session_id: int | None, part: str) -> int:
    """The place after the last that people added under a part: their points stand after what comes by itself."""
    i = AgendaItem
    where = i.session_id.is_(None) if session_id is None else i.session_id == session_id
    first = FIRST_POSITION[part] + HAND_MADE
    taken = session.scalar(select(func.max(i.position)).where(where, i.part == part, i.position.between(first, first + MOST_BY_HAND)))
    return first if taken is None else min(taken, first + MOST_BY_HAND - 1) + 1


def next_of_itself(session: Session, session_id: int, *, kind: str) -> int:
    """The place after the last agreement, or the last deviation, that came on an agenda which does not write itself any more."""
    i = AgendaItem
    taken = session.scalar(select(func.max(i.position)).where(i.session_id == session_id, i.kind == kind)) or 0
    return max(taken, deviation_position(-1) if kind == DEVIATION else 0) + 1


def _rows(provider_id: int | None) -> Any:
    i, d = AgendaItem, DialogueSession
    columns = (
        i.id, i.kind, i.deviation_id, i.action_point_id, i.session_id, i.position, i.title, i.figures, i.is_chosen, i.source_key, d.state
    )  # fmt: skip
    names_one = or_(i.deviation_id.is_not(None), i.action_point_id.is_not(None))
    of_table = (i.kind.in_((DEVIATION, AGREEMENT)), same_table(i.provider_id, provider_id), names_one)
    return select(*columns).outerjoin(d, d.id == i.session_id).where(*of_table)


def _key(row: Any) -> tuple[str, int]:
    return row.kind, row.deviation_id or row.action_point_id
