"""One point of an agenda with all that stands at its head, and its place among the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from contracts.foundation.errors import NotFound
from contracts.tables.organisation import Organisation
from kpi.domain.dialogue import AGREEMENT, DEVIATION
from kpi.queries.dialogue_scope import seen_by
from kpi.queries.dialogue_session import JOINT
from kpi.queries.preparation import own_organisation
from kpi.tables.deviation import Deviation
from kpi.tables.dialogue import AgendaInput, AgendaItem, AgendaNote, DialogueSession
from kpi.tables.dialogue_outcome import ActionPoint


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another point of the same agenda."""

    item_id: int
    title: str


@dataclass(frozen=True, slots=True)
class AgendaPoint:
    """One point. `provider_id` is None at a joint session; `code` is the KPI that a deviation or agreement is about, or ""."""

    session_id: int
    session_title: str
    planned_at: datetime
    state: str
    provider_id: int | None
    provider_name: str
    item_id: int
    kind: str
    part: str
    title: str
    figures: str
    added_by: str
    is_removed: bool
    frozen_value: str
    frozen_period: str
    frozen_at: datetime | None
    deviation_id: int | None
    code: str
    before: Neighbour | None
    after: Neighbour | None


def agenda_point(session: Session, *, session_id: int, item_id: int, viewer_provider_id: int | None) -> AgendaPoint:
    """One point for this viewer, in one query. Raises NotFound, also for a session of another aanbieder.

    A point of people that was taken off is still found. A deviation or agreement that left the agenda is found by whoever prepared something at
    it: for the others it is as unknown as one that nobody wrote at, which is no longer there.
    """
    d, i, about, done, theirs = DialogueSession, AgendaItem, aliased(Deviation), aliased(ActionPoint), aliased(Deviation)
    code = func.coalesce(about.indicator_code, done.indicator_code, theirs.indicator_code, "")
    own = own_organisation(session_id, viewer_provider_id)
    query = (
        select(
            d.id, d.title, d.planned_at, d.state, d.provider_id, func.coalesce(Organisation.name, JOINT), i.id, i.kind, i.part, i.title, i.figures,
            i.added_by, i.is_removed, i.frozen_value, i.frozen_period, i.frozen_at, i.deviation_id, code,
        )
        .join(i, i.session_id == d.id)
        .outerjoin(Organisation, Organisation.id == d.provider_id)
        .outerjoin(about, about.id == i.deviation_id)
        .outerjoin(done, done.id == i.action_point_id)
        .outerjoin(theirs, theirs.id == done.deviation_id)
        .where(d.id == session_id, seen_by(viewer_provider_id), or_(i.is_removed.is_(False), i.kind.not_in((DEVIATION, AGREEMENT)), _own(own)))
        .order_by(i.position, i.id)
    )  # fmt: skip
    rows: Sequence[Any] = session.execute(query).all()
    found = next((row for row in rows if row[6] == item_id), None)
    if found is None:
        raise NotFound
    there = [Neighbour(row[6], row[9]) for row in rows if not row[12] or row[6] == item_id]
    at = next(number for number, one in enumerate(there) if one.item_id == item_id)
    around = [there[at - 1] if at else None, there[at + 1] if at + 1 < len(there) else None]
    values: list[Any] = [*found, *around]
    return AgendaPoint(*values)


def _own(organisation: ColumnElement[int]) -> ColumnElement[bool]:
    """Did this organisation write a note or input at the point?"""
    tables = (AgendaNote, AgendaInput)
    return or_(*(select(one.id).where(one.item_id == AgendaItem.id, one.organisation_id == organisation).exists() for one in tables))
