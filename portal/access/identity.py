"""Who is asking: a frozen copy of what the portal knows of the signed-in person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flask import request
from flask_login import UserMixin, current_user

from contracts.foundation.actor import Actor


class Role(StrEnum):
    """The roles, by their codes in the reference data (roles.toml says what each means)."""

    ENTRY = "invoerder"
    SIGNATORY = "tekenbevoegde"
    CONTRACT_MANAGER = "contractmanager"
    SUBSIDY_MANAGER = "subsidiebeheerder"
    PUBLISHER = "publicist"
    ADMINISTRATOR = "functioneel-beheerder"
    SOUNDING_BOARD = "klankbordgroeplid"
    REGION_READER = "regiolezer"


class Kind(StrEnum):
    """The kinds of organisation."""

    CENTRE = "centrumgemeente"
    REGION = "regiogemeente"
    PROVIDER = "aanbieder"
    SOUNDING_BOARD = "klankbordgroep"


@dataclass(frozen=True, slots=True)
class Identity:
    """One person, acting for one of the organisations they belong to."""

    person_id: int
    name: str
    email: str
    session_id: int
    membership_id: int
    organisation_id: int
    organisation_name: str
    organisation_kind: str
    municipality_code: str | None
    roles: frozenset[str]
    has_more_organisations: bool

    @property
    def provider_id(self) -> int | None:
        """The aanbieder this person works for; None for everybody else."""
        return self.organisation_id if self.organisation_kind == Kind.PROVIDER else None

    def as_actor(self) -> Actor:
        """The same person as a use case knows them."""
        return Actor(
            person_id=self.person_id,
            name=self.name,
            organisation_id=self.organisation_id,
            organisation_name=self.organisation_name,
            roles=self.roles,
            origin=request.remote_addr or "",
        )


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login holds: the identity, known by its session token (never by a person's number)."""

    def __init__(self, token: str, identity: Identity) -> None:
        self.token = token
        self.identity = identity

    def get_id(self) -> str:
        """The session token: ending the session in the database ends it everywhere."""
        return self.token


def current_identity() -> Identity | None:
    """The identity of this request, or None for a visitor."""
    identity: Identity | None = getattr(current_user, "identity", None)
    return identity


def viewer() -> Identity:
    """The identity of this request, behind a permission that needs one."""
    identity = current_identity()
    if identity is None:
        raise LookupError("no identity behind a permission that needs one")
    return identity


def actor() -> Actor:
    """The signed-in person as a use case knows them."""
    return viewer().as_actor()
