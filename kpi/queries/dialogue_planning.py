"""When and where a dialogue session is, who is invited and who was there. E-mail addresses are asked for apart, and only to send to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from contracts.foundation.errors import NotFound
from contracts.tables.organisation import Organisation
from kpi.domain.dialogue import SETTLED
from kpi.domain.participation import GUEST
from kpi.queries.dialogue_scope import seen_by
from kpi.tables.dialogue import DialogueEvent, DialogueParticipant, DialogueParty, DialogueSeries, DialogueSession
from kpi.tables.dialogue_outcome import DialogueEdition


@dataclass(frozen=True, slots=True)
class Planned:
    """A session as it is planned. `provider_id` is None for a joint one. `series_title` is empty for one that stands alone.

    `is_settled`: its minutes were settled, also while an addendum lies before the parties. `organiser`: who planned it, and of which organisation.
    """

    session_id: int
    provider_id: int | None
    provider_name: str | None
    title: str
    planned_at: datetime
    duration_minutes: int
    place: str
    state: str
    sequence: int
    version: int
    is_apart: bool
    series_id: int | None
    series_title: str
    is_settled: bool
    organiser: str

    @property
    def seen(self) -> str:
        """What a form that changes it has seen: another value means that somebody else changed it meanwhile."""
        return f"{self.sequence}|{self.planned_at.isoformat()}|{self.duration_minutes}|{self.title}|{self.place}"


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody at the table, or taken off its list (`removed_at`). `is_present` is None until somebody says so. No address."""

    participant_id: int
    person_id: int | None
    organisation_id: int | None
    organisation_name: str
    kind: str
    name: str
    partner: str
    invited_sequence: int | None
    removed_at: datetime | None
    is_present: bool | None

    @property
    def is_guest(self) -> bool:
        """Not of an organisation at the table."""
        return self.kind == GUEST


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where to send what a participant must hear."""

    participant_id: int
    person_id: int | None
    organisation_id: int | None
    kind: str
    name: str
    email: str
    invited_sequence: int | None


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation at the table."""

    organisation_id: int
    name: str
    side: str


def planned_session(session: Session, *, session_id: int, viewer_provider_id: int | None) -> Planned:
    """When and where, for whoever may know of it. Raises NotFound."""
    d, e, series = DialogueSession, DialogueEvent, DialogueSeries
    settled = or_(d.state == SETTLED, select(DialogueEdition.id).where(DialogueEdition.session_id == d.id).exists())
    first = select(e.person_name + ", " + e.organisation_name).where(e.session_id == d.id).order_by(e.id).limit(1).correlate(d).scalar_subquery()
    query: Select[*tuple[Any, ...]] = (
        select(
            d.id, d.provider_id, Organisation.name, d.title, d.planned_at, d.duration_minutes, d.place, d.state, d.sequence, d.version, d.is_apart,
            d.series_id, func.coalesce(series.title, ""), settled, func.coalesce(first, ""),
        )
        .outerjoin(Organisation, Organisation.id == d.provider_id)
        .outerjoin(series, series.id == d.series_id)
        .where(d.id == session_id, seen_by(viewer_provider_id))
    )  # fmt: skip
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"session {session_id}")
    return Planned(*row)


def participants_of(session: Session, *, session_id: int, viewer_provider_id: int | None) -> tuple[Participant, ...]:
    """Everybody who is or was on the list of a session that this viewer may know of: the centre first, guests last, by name."""
    p, party = DialogueParticipant, aliased(DialogueParty)
    query: Select[*tuple[Any, ...]] = (
        select(
            p.id, p.person_id, p.organisation_id, func.coalesce(Organisation.name, ""), p.kind, p.name, p.partner, p.invited_sequence,
            p.removed_at, p.is_present,
        )
        .join(DialogueSession, DialogueSession.id == p.session_id)
        .outerjoin(Organisation, Organisation.id == p.organisation_id)
        .outerjoin(party, (party.session_id == p.session_id) & (party.organisation_id == p.organisation_id))
        .where(p.session_id == session_id, seen_by(viewer_provider_id))
        .order_by(p.kind, party.side.desc(), Organisation.name, p.name, p.id)
    )  # fmt: skip
    return tuple(Participant(*row) for row in session.execute(query))


def parties_of(session: Session, *, session_id: int, viewer_provider_id: int | None) -> tuple[Party, ...]:
    """The organisations at the table of a session that this viewer may know of, the centre first."""
    party = aliased(DialogueParty)
    query = (
        select(party.organisation_id, Organisation.name, party.side)
        .join(Organisation, Organisation.id == party.organisation_id)
        .join(DialogueSession, DialogueSession.id == party.session_id)
        .where(party.session_id == session_id, seen_by(viewer_provider_id))
        .order_by(party.side.desc(), Organisation.name, party.organisation_id)
    )
    return tuple(Party(*row) for row in session.execute(query))


def recipients_of(session: Session, *, session_id: int, participant_ids: Collection[int] | None = None) -> tuple[Recipient, ...]:
    """Where to send: to these participants, or (None) to everybody who is on the list now. For mails, never for another organisation's page."""
    p = DialogueParticipant
    query = select(p.id, p.person_id, p.organisation_id, p.kind, p.name, p.email, p.invited_sequence).where(p.session_id == session_id)
    query = query.where(p.removed_at.is_(None)) if participant_ids is None else query.where(p.id.in_(participant_ids))
    return tuple(Recipient(*row) for row in session.execute(query.order_by(p.id)))


def last_people_of(session: Session, *, provider_id: int | None) -> tuple[int, ...]:
    """The person numbers of who sat at the last session of this table that has participants: a good guess for the next one. No guests."""
    p, d = DialogueParticipant, DialogueSession
    same = d.provider_id.is_(None) if provider_id is None else d.provider_id == provider_id
    here = (p.session_id == d.id, p.removed_at.is_(None), p.person_id.is_not(None))
    last = select(d.id).where(same, select(p.id).where(*here).exists()).order_by(d.planned_at.desc(), d.id.desc()).limit(1).scalar_subquery()
    people = session.scalars(select(p.person_id).where(p.session_id == last, p.removed_at.is_(None), p.person_id.is_not(None)).order_by(p.id))
    return tuple(one for one in people if one is not None)
