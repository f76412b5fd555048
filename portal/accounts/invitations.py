"""Inviting people by a single-use link, and what happens when they follow it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import NotFound, Refused
from contracts.foundation.journal import record
from contracts.tables.organisation import Organisation, Role
from portal.accounts import secrets, sessions
from portal.accounts.people_queries import invitation_by_token
from portal.accounts.second_factor import replace_recovery_codes
from portal.accounts.tables import Invitation, Membership, MembershipRole, Person

VALID = timedelta(hours=24)


def invite(session: Session, *, name: str, email: str, organisation_id: int, roles: list[str], key: str, by: Actor, at: datetime) -> str | None:
    """Invite somebody; returns the link's token, shown once. Somebody who has an account gets the place at once, without a link: None."""
    address, roles = email.strip().lower(), sorted(set(roles))  # a box that was sent twice is one role
    _check_roles(session, organisation_id=organisation_id, roles=roles)
    person_id = session.scalar(select(Person.id).where(Person.email == address))
    if person_id is not None:
        add_membership(session, person_id=person_id, organisation_id=organisation_id, roles=roles, by=by, at=at)
        sessions.end_all(session, person_id=person_id, why="rechten gewijzigd", at=at)
        return None
    token = _make_link(session, name=name, email=address, organisation_id=organisation_id, roles=roles, person_id=None, key=key, by=by, at=at)
    details = {"e-mail": address, "organisatie": organisation_id, "rollen": sorted(roles)}
    record(session, by=by, at=at, action="uitgenodigd", object=f"organisatie {organisation_id}", details=details)
    return token


def renew_access(session: Session, *, membership_id: int, key: str, by: Actor, at: datetime) -> str:
    """A link with which somebody sets a new passphrase and second factor; their sessions end now."""
    row = session.execute(
        select(Person.id, Person.name, Person.email, Membership.organisation_id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.id == membership_id)
    ).first()
    if row is None:
        raise NotFound(f"membership {membership_id}")
    sessions.end_all(session, person_id=row.id, why="nieuwe toegang", at=at)
    record(session, by=by, at=at, action="nieuwe toegang gegeven", object=f"persoon {row.id}")
    return _make_link(session, name=row.name, email=row.email, organisation_id=row.organisation_id, roles=[], person_id=row.id, key=key, by=by, at=at)


def _make_link(
    session: Session, *, name: str, email: str, organisation_id: int, roles: list[str], person_id: int | None, key: str, by: Actor, at: datetime
) -> str:
    """Earlier links for the same address stop working: there is one way in at a time."""
    session.execute(update(Invitation).where(Invitation.email == email, Invitation.used_at.is_(None)).values(used_at=at))
    token = secrets.new_token()
    session.add(
        Invitation(
            token_hash=secrets.hashed(token),
            email=email,
            name=name.strip(),
            organisation_id=organisation_id,
            person_id=person_id,
            roles=",".join(sorted(roles)),
            totp_secret=secrets.encrypt(secrets.new_totp_secret(), key),
            expires_at=at + VALID,
            invited_by=by.name,
        )
    )
    session.flush()
    return token


def accept(session: Session, *, token_hash: str, password_hash: str, totp_step: int, by: Actor, at: datetime) -> tuple[int, list[str]]:
    """Use the link: makes the account (or renews it) and gives back the person and the recovery codes, shown once."""
    found = invitation_by_token(session, token_hash=token_hash, at=at)
    used = session.execute(update(Invitation).where(Invitation.token_hash == token_hash, Invitation.used_at.is_(None)).values(used_at=at))
    if found is None or used.rowcount != 1:  # type: ignore[attr-defined]
        raise NotFound("invitation")
    if found.person_id is None:
        person = Person(
            email=found.email, name=found.name, password_hash=password_hash, totp_secret=found.totp_secret, totp_last_step=totp_step, created_at=at
        )
        session.add(person)
        session.flush()
        person_id = person.id
        roles = [role for role in found.roles.split(",") if role]
        add_membership(session, person_id=person_id, organisation_id=found.organisation_id, roles=roles, by=by, at=at)
    else:
        person_id = found.person_id
        renewed = {"password_hash": password_hash, "totp_secret": found.totp_secret, "totp_last_step": totp_step}
        session.execute(update(Person).where(Person.id == person_id).values(**renewed))
        sessions.end_all(session, person_id=person_id, why="nieuwe toegang", at=at)
    record(session, by=by, at=at, action="toegang ingesteld", object=f"persoon {person_id}")
    return person_id, replace_recovery_codes(session, person_id=person_id)


def add_membership(session: Session, *, person_id: int, organisation_id: int, roles: list[str], by: Actor, at: datetime) -> int:
    """Give somebody a place at an organisation. Refused when they have one there already."""
    taken = session.scalar(select(Membership.id).where(Membership.person_id == person_id, Membership.organisation_id == organisation_id))
    if taken is not None:
        raise Refused("email", "Deze persoon hoort al bij deze organisatie. Pas de rollen aan in de lijst.")
    membership = Membership(person_id=person_id, organisation_id=organisation_id)
    session.add(membership)
    session.flush()
    session.add_all(MembershipRole(membership_id=membership.id, role=role, given_at=at, given_by=by.name) for role in roles)
    session.flush()
    record(
        session,
        by=by,
        at=at,
        action="rollen gegeven",
        object=f"persoon {person_id}",
        details={"organisatie": organisation_id, "rollen": sorted(roles)},
    )
    return membership.id


def _check_roles(session: Session, *, organisation_id: int, roles: list[str]) -> None:
    kind = session.scalar(select(Organisation.kind).where(Organisation.id == organisation_id))
    if kind is None:
        raise Refused("organisation_id", "Kies een organisatie uit de lijst.")
    if not roles:
        raise Refused("roles", "Kies minstens één rol.")
    fitting = set(session.scalars(select(Role.code).where(Role.organisation_kind == kind)))
    if not fitting.issuperset(roles):
        raise Refused("roles", "Deze rol past niet bij deze organisatie. Kies een andere rol.")
