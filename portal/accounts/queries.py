"""Questions about people and their sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from contracts.foundation.base import Moment
from contracts.foundation.database import ask
from contracts.tables.organisation import Organisation
from portal.access.identity import Identity
from portal.accounts.tables import Membership, MembershipRole, Person, SignInSession

_Place = aliased(Membership)


# Asked at every request: built once.
_LIVE_SESSION = (
    select(
        Person.id.label("person_id"),
        Person.name,
        Person.email,
        SignInSession.id.label("session_id"),
        Membership.id.label("membership_id"),
        Organisation.id.label("organisation_id"),
        Organisation.name.label("organisation_name"),
        Organisation.kind,
        Organisation.municipality_code,
        MembershipRole.role,
        select(func.count()).where(_Place.person_id == Person.id).correlate(Person).scalar_subquery().label("memberships"),
    )
    .select_from(SignInSession)
    .join(Membership, Membership.id == SignInSession.membership_id)
    .join(Person, Person.id == Membership.person_id)
    .join(Organisation, Organisation.id == Membership.organisation_id)
    .outerjoin(MembershipRole, MembershipRole.membership_id == Membership.id)
    .where(SignInSession.token_hash == bindparam("token_hash"), SignInSession.ended_at.is_(None))
    .where(SignInSession.expires_at > bindparam("at", type_=Moment()), Person.is_blocked.is_(False))
)


def identity_of(session: Session, *, token_hash: str, at: datetime) -> Identity | None:
    """The identity behind a live session, in one query; None when the session ended, expired, or its person is blocked."""
    rows = ask(session, _LIVE_SESSION, token_hash=token_hash, at=at).all()
    if not rows:
        return None
    first = rows[0]
    return Identity(
        person_id=first.person_id,
        name=first.name,
        email=first.email,
        session_id=first.session_id,
        membership_id=first.membership_id,
        organisation_id=first.organisation_id,
        organisation_name=first.organisation_name,
        organisation_kind=first.kind,
        municipality_code=first.municipality_code,
        roles=frozenset(row.role for row in rows if row.role),
        has_more_organisations=first.memberships > 1,
    )


@dataclass(frozen=True, slots=True)
class Credentials:
    """What checking a sign-in needs."""

    person_id: int
    name: str
    password_hash: str
    totp_secret: bytes
    totp_last_step: int
    is_blocked: bool


def credentials(session: Session, *, email: str | None = None, person_id: int | None = None) -> Credentials | None:
    """The credentials of an account, by e-mail address or by person."""
    which = Person.email == email.strip().lower() if email is not None else Person.id == person_id
    row = session.execute(
        select(Person.id, Person.name, Person.password_hash, Person.totp_secret, Person.totp_last_step, Person.is_blocked).where(which)
    ).first()
    return None if row is None else Credentials(*row)


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation that a person belongs to."""

    membership_id: int
    organisation_name: str
    organisation_kind: str
    roles: tuple[str, ...]


def places(session: Session, *, person_id: int) -> list[Place]:
    """The organisations of a person with the roles there, by name."""
    rows = session.execute(
        select(Membership.id, Organisation.name, Organisation.kind, MembershipRole.role)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .outerjoin(MembershipRole, MembershipRole.membership_id == Membership.id)
        .where(Membership.person_id == person_id)
        .order_by(Organisation.name, MembershipRole.role)
    ).all()
    found: dict[int, Place] = {}
    for row in rows:
        known = found.get(row.id, Place(row.id, row.name, row.kind, ()))
        found[row.id] = Place(row.id, row.name, row.kind, (*known.roles, row.role) if row.role else known.roles)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A live session, for its owner's list."""

    session_id: int
    started_at: datetime
    browser: str
    network: str


def open_sessions(session: Session, *, person_id: int, at: datetime) -> list[OpenSession]:
    """Where this person is signed in, newest first."""
    rows = session.execute(
        select(SignInSession.id, SignInSession.started_at, SignInSession.browser, SignInSession.network)
        .where(SignInSession.person_id == person_id, SignInSession.ended_at.is_(None), SignInSession.expires_at > at)
        .order_by(SignInSession.started_at.desc(), SignInSession.id.desc())
    ).all()
    return [OpenSession(*row) for row in rows]
