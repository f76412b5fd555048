"""Questions about everybody: the directory, the rights overview, invitations, who one can be in the demonstration."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from contracts.tables.organisation import Organisation, Role
from portal.accounts.tables import Invitation, Membership, MembershipRole, Person

ORDER = {"aanbieder": 0, "centrumgemeente": 1, "klankbordgroep": 2, "regiogemeente": 3}


@dataclass(frozen=True, slots=True)
class Member:
    """A person at an organisation, with the roles there."""

    membership_id: int
    person_id: int
    name: str
    email: str
    organisation_id: int
    organisation_name: str
    organisation_kind: str
    is_blocked: bool
    last_sign_in_at: datetime | None
    roles: tuple[str, ...] = ()
    role_names: tuple[str, ...] = ()


def _members() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Membership.id,
            Person.id,
            Person.name,
            Person.email,
            Organisation.id,
            Organisation.name,
            Organisation.kind,
            Person.is_blocked,
            Person.last_sign_in_at,
            MembershipRole.role,
            Role.name,
        )
        .select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .outerjoin(MembershipRole, MembershipRole.membership_id == Membership.id)
        .outerjoin(Role, Role.code == MembershipRole.role)
        .order_by(Organisation.name, Person.name, Person.id, Role.name)
    )


def members(session: Session, *, membership_id: int | None = None) -> list[Member]:
    """Everybody, by organisation and name; or one membership."""
    statement = _members() if membership_id is None else _members().where(Membership.id == membership_id)
    found: dict[int, Member] = {}
    for row in session.execute(statement).all():
        role, role_name = row[-2:]
        known = found.get(row[0]) or Member(*row[:-2])
        if role:
            known = replace(known, roles=(*known.roles, role), role_names=(*known.role_names, role_name or role))
        found[row[0]] = known
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody to be, in the demonstration."""

    membership_id: int
    name: str
    organisation_name: str
    roles: str


def people_to_be(session: Session) -> list[Choice]:
    """Every membership that has a role, aanbieders first. For the demonstration."""
    people = [member for member in members(session) if member.roles and not member.is_blocked]
    people.sort(key=lambda member: ORDER[member.organisation_kind])
    return [Choice(one.membership_id, one.name, one.organisation_name, ", ".join(one.role_names).lower()) for one in people]


def person_of_membership(session: Session, *, membership_id: int) -> Member | None:
    """One membership, or None."""
    return next(iter(members(session, membership_id=membership_id)), None)


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A role that can be given at an organisation of one kind."""

    code: str
    name: str
    organisation_kind: str
    explanation: str


def role_choices(session: Session, *, organisation_kind: str | None = None) -> list[RoleChoice]:
    """The roles of the reference data, by kind of organisation and name."""
    statement = select(Role.code, Role.name, Role.organisation_kind, Role.explanation).order_by(Role.organisation_kind, Role.name)
    if organisation_kind is not None:
        statement = statement.where(Role.organisation_kind == organisation_kind)
    return [RoleChoice(*row) for row in session.execute(statement)]


@dataclass(frozen=True, slots=True)
class OrganisationChoice:
    """An organisation to invite somebody to."""

    organisation_id: int
    name: str
    kind: str


def organisation_choices(session: Session) -> list[OrganisationChoice]:
    """Every organisation, by name."""
    rows = session.execute(select(Organisation.id, Organisation.name, Organisation.kind).order_by(Organisation.name))
    return [OrganisationChoice(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation that can still be used. Its roles are a comma-separated list of codes."""

    invitation_id: int
    email: str
    name: str
    organisation_id: int
    organisation_name: str
    person_id: int | None
    roles: str
    totp_secret: bytes
    expires_at: datetime


def _open_invitations(at: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Invitation.id,
            Invitation.email,
            Invitation.name,
            Organisation.id,
            Organisation.name,
            Invitation.person_id,
            Invitation.roles,
            Invitation.totp_secret,
            Invitation.expires_at,
        )
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .where(Invitation.used_at.is_(None), Invitation.expires_at > at)
        .order_by(Invitation.expires_at, Invitation.id)
    )


def open_invitations(session: Session, *, at: datetime) -> list[OpenInvitation]:
    """Invitations that nobody used yet."""
    return [OpenInvitation(*row) for row in session.execute(_open_invitations(at))]


def invitation_by_token(session: Session, *, token_hash: str, at: datetime) -> OpenInvitation | None:
    """The invitation behind a link; None when it was used, expired, or never was."""
    row = session.execute(_open_invitations(at).where(Invitation.token_hash == token_hash)).first()
    return None if row is None else OpenInvitation(*row)
