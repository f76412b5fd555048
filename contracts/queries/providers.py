"""Questions about who takes part: organisations, and the places of an aanbieder."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.tables.organisation import Location, Municipality, Organisation
from contracts.tables.programme import CareForm, HousingTarget


@dataclass(frozen=True, slots=True)
class OrganisationItem:
    """An organisation with people in the portal. `is_fictitious`: invented for the demonstration."""

    id: int
    slug: str
    name: str
    kind: str
    is_fictitious: bool


@dataclass(frozen=True, slots=True)
class LocationItem:
    """A place where an aanbieder houses people. `places` is the contracted number."""

    id: int
    provider_id: int
    name: str
    municipality_name: str
    care_form_code: str
    care_form_name: str
    housing_type_name: str | None
    places: int
    note: str


def organisations(session: Session, *, kind: str) -> tuple[OrganisationItem, ...]:
    """All organisations of a kind ("aanbieder", "centrumgemeente", "regiogemeente", "klankbordgroep"), by name."""
    asked = select(Organisation.id, Organisation.slug, Organisation.name, Organisation.kind, Organisation.is_fictitious)
    rows = session.execute(asked.where(Organisation.kind == kind).order_by(Organisation.name, Organisation.id))
    return tuple(OrganisationItem(*row) for row in rows)


def locations(session: Session, *, provider_id: int | None) -> tuple[LocationItem, ...]:
    """The locations of one aanbieder; None is the centrumgemeente, which sees those of all."""
    asked = (
        select(
            Location.id,
            Location.provider_id,
            Location.name,
            Municipality.name,
            Location.care_form_code,
            CareForm.name,
            HousingTarget.name,
            Location.places,
            Location.note,
        )
        .join(Municipality, Municipality.code == Location.municipality_code)
        .join(CareForm, CareForm.code == Location.care_form_code)
        .outerjoin(HousingTarget, HousingTarget.code == Location.housing_type_code)
        .order_by(Location.provider_id, Location.name, Location.id)
    )
    if provider_id is not None:
        asked = asked.where(Location.provider_id == provider_id)
    return tuple(LocationItem(*row) for row in session.execute(asked))
