"""Admitting an aanbieder and recording its locations, with the places contracted there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from contracts.domain.commitment import require_text
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Refused
from contracts.foundation.journal import record
from contracts.tables.organisation import Location, Municipality, Organisation
from contracts.tables.programme import CareForm, HousingTarget

MOST_PLACES = 10_000  # more in one location is a typing mistake


def add_provider(session: Session, *, slug: str, name: str, is_fictitious: bool, source: str, by: Actor, at: datetime) -> int:
    """Let an aanbieder take part and return its id. Aanbieders are never reference data (trap T10). Raises Refused."""
    slug = require_text("slug", slug, label="de korte naam", limit=60)
    name = require_text("name", name, label="de naam", limit=120)
    source = require_text("source", source, label="de bron", limit=200)
    if session.scalar(select(Organisation.id).where(or_(Organisation.slug == slug, Organisation.name == name))) is not None:
        raise Refused("name", "Deze organisatie bestaat al.")
    made = Organisation(slug=slug, name=name, kind="aanbieder", is_fictitious=is_fictitious, source=source)
    session.add(made)
    session.flush()
    record(session, by=by, at=at, action="aanbieder toegelaten", object=f"organisatie {made.id}", details={"naam": name})
    return made.id


def add_location(
    session: Session,
    *,
    provider_id: int,
    name: str,
    municipality_code: str,
    care_form_code: str,
    housing_type_code: str | None,
    places: int,
    by: Actor,
    at: datetime,
) -> int:
    """Record a location of an aanbieder with its contracted places (S001 §6.4) and return its id. Raises Refused."""
    name = require_text("name", name, label="de naam", limit=120)
    if session.scalar(select(Organisation.kind).where(Organisation.id == provider_id)) != "aanbieder":
        raise Refused("provider_id", "Kies een aanbieder uit de lijst.")
    if session.scalar(select(Municipality.code).where(Municipality.code == municipality_code)) is None:
        raise Refused("municipality_code", "Kies een gemeente uit de lijst.")
    if not session.scalar(select(CareForm.has_places).where(CareForm.code == care_form_code)):
        raise Refused("care_form_code", "Kies een vorm van ondersteuning die plekken heeft.")
    if housing_type_code is not None and session.scalar(select(HousingTarget.code).where(HousingTarget.code == housing_type_code)) is None:
        raise Refused("housing_type_code", "Kies een type uit het vlekkenplan.")
    if not 0 <= places <= MOST_PLACES:
        raise Refused("places", f"Vul een aantal plekken in van 0 tot en met {MOST_PLACES}.")
    made = Location(
        provider_id=provider_id,
        name=name,
        municipality_code=municipality_code,
        care_form_code=care_form_code,
        housing_type_code=housing_type_code,
        places=places,
    )
    session.add(made)
    session.flush()
    details = {"naam": name, "gemeente": municipality_code, "vorm": care_form_code, "plekken": places}
    record(session, by=by, at=at, action="locatie vastgelegd", object=f"organisatie {provider_id}", details=details | {"locatie": made.id})
    return made.id
