"""Lists of dialogue sessions and of the agreements that are still open, for one viewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select
from sqlalchemy.orm import Session, aliased

from contracts.foundation.base import Base
from contracts.tables.organisation import Organisation
from kpi.domain.dialogue import AGENDA_STATES, UNFINISHED
from kpi.queries.action_point_history import reported_for
from kpi.queries.dialogue_scope import agreements_seen_by, seen_by
from kpi.queries.dialogue_session import JOINT
from kpi.tables.dialogue import AgendaItem, DialogueParty, DialogueSeries, DialogueSession
from kpi.tables.dialogue_outcome import ActionPoint, Consent, DialogueEdition

_SETTLED = select(DialogueEdition.sha256)  # answers to an edition are no answers to what lies before the parties now


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in a list, with what is in it: agenda items, deviations on the agenda, open agreements, valid consents of so many parties.

    `series_title` is empty for a session that stands alone.
    """

    session_id: int
    provider_id: int | None
    provider_name: str
    title: str
    planned_at: datetime
    place: str
    state: str
    items: int
    deviations: int
    open_actions: int
    consents: int
    parties: int
    duration_minutes: int
    series_title: str


@dataclass(frozen=True, slots=True)
class OpenAction:
    """An agreement that is not confirmed yet. `reported_for`: the organisation that reported it done, when it was."""

    action_id: int
    session_id: int
    session_title: str
    provider_id: int | None
    provider_name: str
    text: str
    owner_organisation: str
    owner_name: str
    due_on: date
    deviation_id: int | None
    version: int
    state: str
    carried: int
    done_by_id: int | None
    reported_for: str


@dataclass(frozen=True, slots=True)
class SessionChoice:
    """A session that can still take a deviation on its agenda."""

    session_id: int
    provider_id: int
    provider_name: str
    title: str
    planned_at: datetime


def sessions(session: Session, *, viewer_provider_id: int | None) -> tuple[SessionLine, ...]:
    """All sessions this viewer may know of, the latest first. An aanbieder sees its own; None (centrumgemeente) sees all."""
    d, party = DialogueSession, aliased(DialogueParty)
    query: Select[*tuple[Any, ...]] = (
        select(
            d.id,
            d.provider_id,
            func.coalesce(Organisation.name, JOINT),
            d.title,
            d.planned_at,
            d.place,
            d.state,
            _count(AgendaItem, AgendaItem.session_id == d.id, AgendaItem.is_removed.is_(False)),
            _count(AgendaItem, AgendaItem.session_id == d.id, AgendaItem.deviation_id.is_not(None), AgendaItem.is_removed.is_(False)),
            _count(ActionPoint, ActionPoint.session_id == d.id, ActionPoint.state.in_(UNFINISHED)),
            _count(Consent, Consent.session_id == d.id, Consent.is_void.is_(False), Consent.verdict == "eens", Consent.sha256.not_in(_SETTLED)),
            _count(party, party.session_id == d.id),
            d.duration_minutes,
            func.coalesce(DialogueSeries.title, ""),
        )
        .outerjoin(Organisation, Organisation.id == d.provider_id)
        .outerjoin(DialogueSeries, DialogueSeries.id == d.series_id)
        .where(seen_by(viewer_provider_id))
        .order_by(d.planned_at.desc(), d.id.desc())
    )
    return tuple(SessionLine(*row) for row in session.execute(query))


def open_action_points(session: Session, *, viewer_provider_id: int | None, provider_id: int | None = None) -> tuple[OpenAction, ...]:
    """Agreements that are not confirmed, the soonest due first; of one aanbieder when `provider_id` is given."""
    a = ActionPoint
    query = (
        select(
            a.id,
            a.session_id,
            DialogueSession.title,
            a.provider_id,
            func.coalesce(Organisation.name, JOINT),
            a.text,
            a.owner_organisation,
            a.owner_name,
            a.due_on,
            a.deviation_id,
            a.version,
            a.state,
            a.carried,
            a.done_by_id,
            reported_for(),
        )
        .join(DialogueSession, DialogueSession.id == a.session_id)
        .outerjoin(Organisation, Organisation.id == a.provider_id)
        .where(a.state.in_(UNFINISHED), agreements_seen_by(viewer_provider_id))
        .order_by(a.due_on, a.id)
    )
    if provider_id is not None:
        query = query.where(a.provider_id == provider_id)
    return tuple(OpenAction(*tuple[Any, ...](row)) for row in session.execute(query))


def sessions_open_for_agenda(session: Session, *, viewer_provider_id: int | None, provider_id: int | None = None) -> tuple[SessionChoice, ...]:
    """Sessions that a deviation can still be put on (the agenda is open), the soonest first."""
    d = DialogueSession
    query = (
        select(d.id, Organisation.id, Organisation.name, d.title, d.planned_at)
        .join(Organisation, Organisation.id == d.provider_id)
        .where(d.state.in_(AGENDA_STATES), seen_by(viewer_provider_id))
        .order_by(d.planned_at, d.id)
    )
    if provider_id is not None:
        query = query.where(d.provider_id == provider_id)
    return tuple(SessionChoice(*row) for row in session.execute(query))


def _count(table: type[Base], *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(table).where(*conditions).correlate(DialogueSession).scalar_subquery()
