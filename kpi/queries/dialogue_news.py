"""Is there news at the table? One light question, asked every three seconds by everybody who has the session's screen open."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from contracts.foundation.base import Moment
from contracts.foundation.database import ask
from contracts.foundation.errors import NotFound
from kpi.queries.dialogue_scope import seen_by
from kpi.tables.dialogue import AgendaItem, DialogueSession, WritingClaim
from kpi.tables.dialogue_outcome import ActionPoint, Consent


@dataclass(frozen=True, slots=True)
class Writing:
    """Somebody else who writes at a point now."""

    item_id: int
    person_name: str


@dataclass(frozen=True, slots=True)
class Pulse:
    """How a session stands, in a few numbers that are other numbers as soon as anything of it changed. `writing`: the others, by point and name."""

    state: str
    record: str
    writing: tuple[Writing, ...]

    @property
    def claims(self) -> str:
        """The same in a few signs; it says nothing but whether it is the same."""
        return f"{zlib.crc32(repr(self.writing).encode()):x}" if self.writing else "0"


def _question(*, of_provider: bool) -> Select[Any]:
    """Points, agreements and answers are counted beside the session's own version: some of their changes leave the record as it was."""
    d, c, i, a = DialogueSession, WritingClaim, AgendaItem, ActionPoint
    items = select(func.count() * 100_000 + func.coalesce(func.sum(i.version), 0)).where(i.session_id == d.id, i.is_removed.is_(False))
    actions = select(func.count() * 100_000 + func.coalesce(func.sum(a.version), 0)).where(a.session_id == d.id)
    answers = select(func.coalesce(func.max(Consent.id), 0)).where(Consent.session_id == d.id)
    numbers = [query.correlate(d).scalar_subquery().label(name) for name, query in (("items", items), ("actions", actions), ("answers", answers))]
    others = and_(c.session_id == d.id, c.expires_at > bindparam("at", type_=Moment()), c.person_id != bindparam("person_id"))
    viewer = cast("Any", bindparam("viewer_provider_id")) if of_provider else None
    return (
        select(d.state, d.version, *numbers, c.item_id, c.person_name)
        .outerjoin(c, others)
        .where(d.id == bindparam("session_id"), seen_by(viewer))
        .order_by(c.item_id, c.person_name)
    )


_FOR_CENTRE, _FOR_PROVIDER = _question(of_provider=False), _question(of_provider=True)  # asked all the time: built once


def pulse(session: Session, *, session_id: int, viewer_provider_id: int | None, person_id: int, at: datetime) -> Pulse:
    """How the session stands for this viewer. Raises NotFound, also for one of another aanbieder."""
    facts: dict[str, Any] = {"session_id": session_id, "person_id": person_id, "at": at}
    if viewer_provider_id is None:
        rows = ask(session, _FOR_CENTRE, **facts).all()
    else:
        rows = ask(session, _FOR_PROVIDER, **facts, viewer_provider_id=viewer_provider_id).all()
    if not rows:
        raise NotFound
    first = rows[0]
    record = f"{first.version}.{first.items}.{first.actions}.{first.answers}"
    return Pulse(first.state, record, tuple(Writing(row.item_id, row.person_name) for row in rows if row.item_id is not None))
