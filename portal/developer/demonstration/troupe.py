"""Who plays in the demonstration: invented aanbieders with their locations, and invented people with their roles."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from contracts.actions.organisations import add_location, add_provider
from contracts.foundation.actor import Actor, system
from contracts.foundation.journal import record
from contracts.queries.providers import OrganisationItem, organisations
from portal.access.identity import Kind, Role
from portal.accounts import secrets
from portal.accounts.invitations import add_membership
from portal.accounts.tables import Person
from portal.developer.simulation.cast import CastProvider

ORIGIN = "demonstratie"
SOURCE = "Verzonnen voor de demonstratie"
_FILE = Path(__file__).with_name("people.toml")


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """Somebody who does not exist, with (organisation slug, role) for each place."""

    name: str
    email: str
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Troupe:
    """Everybody on stage: organisations by slug, who acts in a role for an organisation, and the two who publish."""

    organisations: Mapping[str, OrganisationItem]
    actors: Mapping[tuple[str, str], Actor]
    publishers: tuple[Actor, ...]

    @property
    def manager(self) -> Actor:
        """The contractmanager of the centrumgemeente."""
        return self._of_centre(Role.CONTRACT_MANAGER)

    @property
    def subsidy_manager(self) -> Actor:
        """The subsidiebeheerder of the centrumgemeente."""
        return self._of_centre(Role.SUBSIDY_MANAGER)

    def _of_centre(self, role: str) -> Actor:
        return next(actor for (slug, held), actor in self.actors.items() if held == role and self.organisations[slug].kind == Kind.CENTRE)

    def writer(self, slug: str) -> Actor:
        """Who fills in for this aanbieder."""
        return self.actors[slug, Role.ENTRY]

    def signer(self, slug: str) -> Actor:
        """Who signs for this aanbieder."""
        return self.actors[slug, Role.SIGNATORY]


def load_people() -> tuple[InventedPerson, ...]:
    """The invented people, in the order of the file."""
    records = tomllib.loads(_FILE.read_text("utf-8"))["person"]
    return tuple(InventedPerson(one["name"], one["email"], tuple((p["organisation"], p["role"]) for p in one["place"])) for one in records)


def admit(session: Session, *, cast: Sequence[CastProvider], password_hash: str, key: str, at: datetime) -> Troupe:
    """Let the aanbieders and everybody take part. `password_hash` fits no passphrase that anybody knows; `key` encrypts second factors."""
    by = system(ORIGIN)
    for provider in cast:
        _admit_provider(session, provider, by=by, at=at)
    known = {item.slug: item for kind in Kind for item in organisations(session, kind=kind)}
    actors: dict[tuple[str, str], Actor] = {}
    publishers: list[Actor] = []
    for person in load_people():
        person_id = _admit_person(session, person, password_hash=password_hash, key=key, by=by, at=at)
        for slug, role in person.places:
            place = known[slug]
            add_membership(session, person_id=person_id, organisation_id=place.id, roles=[role], by=by, at=at)
            actors[slug, role] = Actor(person_id, person.name, place.id, place.name, frozenset({role}), ORIGIN)
            publishers += [actors[slug, role]] if role == Role.PUBLISHER else []
            by = actors[slug, role] if role == Role.ADMINISTRATOR else by  # from here on the beheerder admits the others
    return Troupe(known, actors, tuple(publishers))


def _admit_provider(session: Session, provider: CastProvider, *, by: Actor, at: datetime) -> None:
    provider_id = add_provider(session, slug=provider.slug, name=provider.name, is_fictitious=True, source=SOURCE, by=by, at=at)
    for location in provider.locations:
        add_location(
            session,
            provider_id=provider_id,
            name=location.name,
            municipality_code=location.municipality,
            care_form_code=location.care_form,
            housing_type_code=location.housing_type,
            places=location.places,
            by=by,
            at=at,
        )


def _admit_person(session: Session, person: InventedPerson, *, password_hash: str, key: str, by: Actor, at: datetime) -> int:
    secret = secrets.encrypt(secrets.new_totp_secret(), key)
    made = Person(email=person.email, name=person.name, password_hash=password_hash, totp_secret=secret, created_at=at)
    session.add(made)
    session.flush()
    record(session, by=by, at=at, action="verzonnen persoon toegelaten", object=f"persoon {made.id}", details={"naam": person.name})
    return made.id
