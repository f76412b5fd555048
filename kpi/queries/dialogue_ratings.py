"""How both sides rated the cooperation, for one viewer.

An organisation reads its own answers. The answers of the other side it reads when it has answered itself, or when nobody can answer any more:
so nobody follows the other. An aanbieder never reads the answers of another one; of a joint session it gets one mean of three or more aanbieders.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from contracts.foundation.errors import NotFound
from contracts.tables.organisation import Organisation
from kpi.domain.cooperation import LEAST_PROVIDERS, Tally, closed_before
from kpi.domain.dialogue import OFFERED, SETTLED, SETTLED_EVENT
from kpi.domain.minutes import MUNICIPALITY, PROVIDER
from kpi.queries.dialogue_scope import seen_by
from kpi.tables.dialogue import DialogueEvent, DialogueParty, DialogueSession
from kpi.tables.dialogue_outcome import CooperationRating

Columns = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class RatedHead:
    """The session that is rated, and what this person answered (None: nothing yet). `settled_at`: when its minutes were first settled."""

    session_id: int
    provider_id: int | None
    provider_name: str | None
    municipality_name: str
    title: str
    planned_at: datetime
    state: str
    settled_at: datetime | None
    own: OwnRating | None


@dataclass(frozen=True, slots=True)
class OwnRating:
    """What one person answered. `version` goes with a change."""

    purpose: int
    agreements: int
    openness: int
    learning: int
    remark: str
    is_remark_shared: bool
    at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class SideTally:
    """What the people of one organisation answered about one session. `provider_id` is the table's, None for the joint one."""

    session_id: int
    title: str
    planned_at: datetime
    provider_id: int | None
    provider_name: str | None
    organisation_id: int
    organisation_name: str
    side: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class AllProviders:
    """What all aanbieders together answered about one joint session, and how many of them did."""

    session_id: int
    providers: int
    tally: Tally


@dataclass(frozen=True, slots=True)
class Remark:
    """Words that their writer shares."""

    text: str
    person_name: str
    organisation_name: str


@dataclass(frozen=True, slots=True)
class ToRate:
    """A session that can be rated now, and that this person did not rate yet."""

    session_id: int
    title: str
    planned_at: datetime
    settled_at: datetime | None


def rated_session(session: Session, *, session_id: int, viewer_provider_id: int | None, person_id: int) -> RatedHead:
    """The session with what this person answered. Raises NotFound for an unknown session and for one of another aanbieder alike."""
    d, r, provider, centre = DialogueSession, CooperationRating, aliased(Organisation), aliased(Organisation)
    chair = (
        select(centre.name)
        .join(DialogueParty, DialogueParty.organisation_id == centre.id)
        .where(DialogueParty.session_id == d.id, DialogueParty.side == MUNICIPALITY)
        .limit(1)
        .scalar_subquery()
    )
    mine = and_(r.session_id == d.id, r.person_id == person_id, _own(viewer_provider_id))
    answers = (r.purpose, r.agreements, r.openness, r.learning, r.remark, r.is_remark_shared, r.at, r.version)
    query = (
        select(d.id, d.provider_id, provider.name, chair, d.title, d.planned_at, d.state, _settled_at(), *answers)
        .outerjoin(provider, provider.id == d.provider_id)
        .outerjoin(r, mine)
        .where(d.id == session_id, seen_by(viewer_provider_id))
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    own = None if row.purpose is None else OwnRating(*row[8:])
    head: tuple[Any, ...] = (*row[:3], row[3] or "De gemeente", *row[4:8], own)
    return RatedHead(*head)


def side_tallies(session: Session, *, viewer_provider_id: int | None, at: datetime, session_id: int | None = None) -> tuple[SideTally, ...]:
    """What each organisation answered, as far as this viewer may know it: per session, the oldest first."""
    d, p, r, provider = DialogueSession, DialogueParty, CooperationRating, aliased(Organisation)
    about = (d.id, d.title, d.planned_at, d.provider_id, provider.name, Organisation.id, Organisation.name, p.side)
    query = (
        _rows(select(*about, func.count(), func.sum(r.purpose), func.sum(r.agreements), func.sum(r.openness), func.sum(r.learning)))
        .outerjoin(provider, provider.id == d.provider_id)
        .where(seen_by(viewer_provider_id), _may_read(viewer_provider_id, at))
        .group_by(*about)
        .order_by(d.planned_at, d.id, p.side.desc(), Organisation.name)
    )
    lines: list[tuple[Any, ...]] = [(*row[:8], _tally(row[8:])) for row in session.execute(_of(query, session_id))]
    return tuple(SideTally(*line) for line in lines)


def all_providers(session: Session, *, viewer_provider_id: int | None, at: datetime, session_id: int | None = None) -> tuple[AllProviders, ...]:
    """The mean of all aanbieders of joint sessions that are closed for answers, where three or more of them answered.

    Added up in SQL: no answer of one aanbieder leaves the database here.
    """
    d, p, r = DialogueSession, DialogueParty, CooperationRating
    answered = func.count(r.organisation_id.distinct())
    query = (
        _rows(select(d.id, answered, func.count(), func.sum(r.purpose), func.sum(r.agreements), func.sum(r.openness), func.sum(r.learning)))
        .where(seen_by(viewer_provider_id), d.provider_id.is_(None), p.side == PROVIDER, _settled_at() < closed_before(at))
        .group_by(d.id)
        .having(answered >= LEAST_PROVIDERS)
        .order_by(d.id)
    )
    return tuple(AllProviders(row[0], row[1], _tally(row[2:])) for row in session.execute(_of(query, session_id)))


def shared_remarks(session: Session, *, session_id: int, viewer_provider_id: int | None, at: datetime) -> tuple[Remark, ...]:
    """The words that their writers share, as far as this viewer may read that organisation's answers.

    What is not shared leaves the database for its writer alone.
    """
    r = CooperationRating
    query = (
        _rows(select(r.remark, r.person_name, Organisation.name))
        .where(seen_by(viewer_provider_id), _may_read(viewer_provider_id, at), r.is_remark_shared, r.remark != "")
        .order_by(r.at, r.id)
    )
    return tuple(Remark(*row) for row in session.execute(_of(query, session_id)))


def to_rate(session: Session, *, viewer_provider_id: int | None, person_id: int, at: datetime) -> tuple[ToRate, ...]:
    """The sessions that this person can still rate, the oldest first."""
    d, r = DialogueSession, CooperationRating
    settled_at = _settled_at()
    done = select(r.id).where(r.session_id == d.id, r.person_id == person_id).exists()
    query = (
        select(d.id, d.title, d.planned_at, settled_at)
        .where(seen_by(viewer_provider_id), d.state.in_((OFFERED, SETTLED)), ~done, or_(settled_at.is_(None), settled_at >= closed_before(at)))
        .order_by(d.planned_at, d.id)
    )
    return tuple(ToRate(*row) for row in session.execute(query))


def _settled_at() -> ScalarSelect[datetime]:
    """When the minutes of this session were first settled."""
    e = DialogueEvent
    return select(func.min(e.at)).where(e.session_id == DialogueSession.id, e.kind == SETTLED_EVENT).correlate(DialogueSession).scalar_subquery()


def _rows(query: Columns) -> Columns:
    """Answers with their session, the organisation that gave them, and the side where it sits."""
    d, p, r = DialogueSession, DialogueParty, CooperationRating
    return (
        query.select_from(r)
        .join(d, d.id == r.session_id)
        .join(p, and_(p.session_id == r.session_id, p.organisation_id == r.organisation_id))
        .join(Organisation, Organisation.id == r.organisation_id)
    )


def _of(query: Columns, session_id: int | None) -> Columns:
    return query if session_id is None else query.where(DialogueSession.id == session_id)


def _own(viewer_provider_id: int | None) -> ColumnElement[bool]:
    """An answer of the viewer's own organisation."""
    r, p = CooperationRating, aliased(DialogueParty)
    if viewer_provider_id is not None:
        return r.organisation_id == viewer_provider_id
    return select(p.session_id).where(p.session_id == r.session_id, p.organisation_id == r.organisation_id, p.side == MUNICIPALITY).exists()


def _may_read(viewer_provider_id: int | None, at: datetime) -> ColumnElement[bool]:
    """The answers that the viewer may read: one's own, and the other side's once one's own side answered or nobody can answer any more."""
    own, p = aliased(CooperationRating), aliased(DialogueParty)
    same = (p.session_id == own.session_id, p.organisation_id == own.organisation_id)
    sits = p.side == MUNICIPALITY if viewer_provider_id is None else p.organisation_id == viewer_provider_id
    answered = select(own.id).join(p, and_(*same)).where(own.session_id == DialogueSession.id, sits).exists()
    opened = or_(answered, _settled_at() < closed_before(at))
    across = opened if viewer_provider_id is None else and_(opened, DialogueParty.side == MUNICIPALITY)
    return or_(_own(viewer_provider_id), across)


def _tally(found: Sequence[Any]) -> Tally:
    people, purpose, agreements, openness, learning = (int(one) for one in found)
    return Tally(people, (purpose, agreements, openness, learning))
