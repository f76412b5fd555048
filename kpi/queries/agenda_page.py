"""What waits: the list of each table, and what came up since an agenda was shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from contracts.foundation.errors import NotFound
from contracts.tables.organisation import Organisation
from kpi.domain.agenda_order import postponed_from
from kpi.domain.dialogue import ADVICE, AGENDA_STATES, AGREEMENT, DEVIATION, POINT, PREPARING
from kpi.queries.dialogue_scope import listed_for, seen_by
from kpi.queries.dialogue_session import JOINT
from kpi.tables.dialogue import AgendaItem, DialogueSession
from kpi.tables.dialogue_outcome import ActionPoint


@dataclass(frozen=True, slots=True)
class Waiting:
    """A point that waits. `session_id` names the agenda that a removed one was taken from; `is_removed`: it can still be put back."""

    item_id: int
    provider_id: int | None
    provider_name: str
    session_id: int | None
    kind: str
    part: str
    title: str
    figures: str
    added_by: str
    source: str
    is_removed: bool
    version: int

    @property
    def is_by_hand(self) -> bool:
        """Did somebody add it? Then it can be removed; what is open cannot."""
        return self.kind in (POINT, ADVICE)


@dataclass(frozen=True, slots=True)
class OpenAgenda:
    """A session whose agenda can still take points."""

    session_id: int
    provider_id: int | None
    provider_name: str
    title: str
    planned_at: datetime
    state: str


def waiting_points(session: Session, *, viewer_provider_id: int | None) -> tuple[Waiting, ...]:
    """What stands on the lists that this viewer may know of, and what was taken away and can be put back; by table, in order. One query."""
    i, d = AgendaItem, DialogueSession
    listed = i.session_id.is_(None) & listed_for(viewer_provider_id) & or_(i.is_live, i.is_removed)
    removed = i.is_removed & d.state.in_(AGENDA_STATES) & seen_by(viewer_provider_id)
    return _waiting(session, or_(listed, removed))


def since_shared(session: Session, *, session_id: int, provider_id: int | None) -> tuple[Waiting, ...]:
    """What is open at this table and came up after its agenda was shared: it waits on the list or on a later agenda. One query.

    What people chose for a later session, moved on from this one, or agreed in this one, did not come up since. The caller has checked the viewer.
    """
    i, d, a = AgendaItem, DialogueSession, ActionPoint
    table = i.provider_id.is_(None) if provider_id is None else i.provider_id == provider_id
    made_here = select(a.id).where(a.session_id == session_id)
    new: tuple[ColumnElement[bool], ...] = (
        i.is_live.is_(True), i.is_chosen.is_(False), i.kind.in_((DEVIATION, AGREEMENT)), i.source_key != postponed_from(session_id), table,
        or_(i.session_id.is_(None), d.state == PREPARING), or_(i.action_point_id.is_(None), i.action_point_id.not_in(made_here)),
    )  # fmt: skip
    return _waiting(session, *new)


def require_point(session: Session, *, item_id: int, viewer_provider_id: int | None) -> None:
    """Raises NotFound for a point that this viewer may not know of: on a list, or on an agenda."""
    i, d = AgendaItem, DialogueSession
    known = or_(i.session_id.is_(None) & listed_for(viewer_provider_id), i.session_id.is_not(None) & seen_by(viewer_provider_id))
    if session.scalar(select(i.id).outerjoin(d, d.id == i.session_id).where(i.id == item_id, known)) is None:
        raise NotFound


def open_agendas(session: Session, *, viewer_provider_id: int | None) -> tuple[OpenAgenda, ...]:
    """The sessions whose agenda can still take points, the first one first. One query."""
    d = DialogueSession
    query = (
        select(d.id, d.provider_id, func.coalesce(Organisation.name, JOINT), d.title, d.planned_at, d.state)
        .outerjoin(Organisation, Organisation.id == d.provider_id)
        .where(d.state.in_(AGENDA_STATES), seen_by(viewer_provider_id))
        .order_by(d.planned_at, d.id)
    )
    return tuple(OpenAgenda(*row) for row in session.execute(query))


def _waiting(session: Session, *wanted: ColumnElement[bool]) -> tuple[Waiting, ...]:
    i, d = AgendaItem, DialogueSession
    name = func.coalesce(Organisation.name, JOINT)
    query = (
        select(i.id, i.provider_id, name, i.session_id, i.kind, i.part, i.title, i.figures, i.added_by, i.source_key, i.is_removed, i.version)
        .outerjoin(d, d.id == i.session_id)
        .outerjoin(Organisation, Organisation.id == i.provider_id)
        .where(*wanted)
        .order_by(i.provider_id.is_(None), name, i.position, i.id)
    )
    rows: Sequence[Any] = session.execute(query).all()
    return tuple(Waiting(*row) for row in rows)
