"""Giving and taking rights. Every change ends the person's sessions, so that it holds from the next request on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import NotFound, Refused
from contracts.foundation.journal import record
from contracts.tables.organisation import Organisation, Role
from portal.access.identity import Role as RoleCode
from portal.accounts import sessions
from portal.accounts.tables import Membership, MembershipRole, Person


def set_roles(session: Session, *, membership_id: int, roles: list[str], by: Actor, at: datetime) -> None:
    """Replace the roles of a membership. Refused when a role does not fit, or when the last functioneel beheerder would be gone."""
    row = session.execute(
        select(Membership.person_id, Organisation.kind)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.id == membership_id)
    ).first()
    if row is None:
        raise NotFound(f"membership {membership_id}")
    fitting = set(session.scalars(select(Role.code).where(Role.organisation_kind == row.kind)))
    if not fitting.issuperset(roles):
        raise Refused("roles", "Deze rol past niet bij deze organisatie. Kies een andere rol.")
    before = set(session.scalars(select(MembershipRole.role).where(MembershipRole.membership_id == membership_id)))
    if before == set(roles):
        return
    if RoleCode.ADMINISTRATOR in before and RoleCode.ADMINISTRATOR not in roles:
        _refuse_last_administrator(session, person_id=row.person_id)
    session.execute(delete(MembershipRole).where(MembershipRole.membership_id == membership_id, MembershipRole.role.notin_(roles)))
    session.add_all(MembershipRole(membership_id=membership_id, role=role, given_at=at, given_by=by.name) for role in set(roles) - before)
    session.flush()
    sessions.end_all(session, person_id=row.person_id, why="rechten gewijzigd", at=at)
    details = {"plaats": membership_id, "voor": sorted(before), "na": sorted(roles)}
    record(session, by=by, at=at, action="rollen gewijzigd", object=f"persoon {row.person_id}", details=details)


def set_blocked(session: Session, *, membership_id: int, blocked: bool, by: Actor, at: datetime) -> None:
    """Block or unblock a person, at every organisation."""
    person_id = session.scalar(select(Membership.person_id).where(Membership.id == membership_id))
    if person_id is None:
        raise NotFound(f"membership {membership_id}")
    if person_id == by.person_id:
        raise Refused("", "U kunt uzelf niet blokkeren.")
    if blocked:
        _refuse_last_administrator(session, person_id=person_id)
    session.execute(update(Person).where(Person.id == person_id).values(is_blocked=blocked))
    sessions.end_all(session, person_id=person_id, why="geblokkeerd" if blocked else "vrijgegeven", at=at)
    record(session, by=by, at=at, action="geblokkeerd" if blocked else "vrijgegeven", object=f"persoon {person_id}")


def _refuse_last_administrator(session: Session, *, person_id: int) -> None:
    others = session.execute(
        select(MembershipRole.membership_id)
        .join(Membership, Membership.id == MembershipRole.membership_id)
        .join(Person, Person.id == Membership.person_id)
        .where(MembershipRole.role == RoleCode.ADMINISTRATOR, Person.id != person_id, Person.is_blocked.is_(False))
        .limit(1)
    ).first()
    mine = session.execute(
        select(MembershipRole.role)
        .join(Membership, Membership.id == MembershipRole.membership_id)
        .where(Membership.person_id == person_id, MembershipRole.role == RoleCode.ADMINISTRATOR)
        .limit(1)
    ).first()
    if others is None and mine is not None:
        raise Refused("roles", "Dit is de laatste functioneel beheerder. Geef eerst iemand anders deze rol.")
