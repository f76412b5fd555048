"""What every installation begins with: the region's reference data, the KPI catalogue, the mode, and the first beheerder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from contracts.actions.reference import load_reference
from contracts.actions.upsert import Counts
from contracts.foundation import database
from contracts.foundation.actor import Actor, system
from contracts.foundation.errors import Refused
from contracts.queries.providers import organisations
from kpi.actions.catalogue import load_catalogue
from portal.access.identity import Kind, Role
from portal.accounts.invitations import invite
from portal.accounts.people_queries import members
from portal.accounts.tables import Installation
from portal.config import ConfigurationError, Settings
from portal.developer.migration import engine_for
from portal.web import clock

LOADER = system("referentiegegevens laden")


@contextmanager
def session_for(settings: Settings) -> Iterator[Session]:
    """A session outside the web, with the house's habits. What was not committed is rolled back."""
    engine = engine_for(settings.database_url)
    keys = {"journal_key": settings.journal_key, "receipt_key": settings.signing_key, "publication_rules": settings.publication_rules}
    factory = sessionmaker(engine, info=keys)
    database.guard(factory)
    session = factory()
    try:
        yield session
    finally:
        session.close()
        engine.dispose()


def require_mode(session: Session, settings: Settings) -> str | None:
    """The mode this database was made for; None when it is still empty. Raises ConfigurationError when it is another than the settings'."""
    mode = session.scalar(select(Installation.mode))
    if mode is not None and mode != settings.mode:
        raise ConfigurationError(f"Deze database is gemaakt voor '{mode}', maar SAMENZICHT_MODE is '{settings.mode}'. Kies een andere database.")
    return mode


def into(session: Session, settings: Settings, *, by: Actor, at: datetime) -> list[str]:
    """Load reference data and catalogue, and mark the mode. Per subject a Dutch line. Needs a transaction open for writing.

    Raises ReferenceMistake before anything is written, and ConfigurationError on another mode's database.
    """
    if require_mode(session, settings) is None:
        session.add(Installation(id=1, mode=settings.mode))
    counts = load_reference(session, folder=settings.region_folder, by=by, at=at)
    counts |= load_catalogue(session, folder=settings.catalogue_folder, by=by, at=at)
    return [_told(subject, count) for subject, count in counts.items()]


def _told(subject: str, count: Counts) -> str:
    new, changed = count
    return f"  {subject}: {new} nieuw, {changed} gewijzigd"


def load_region(settings: Settings) -> list[str]:
    """Everything an installation needs and nothing invented: reference data, catalogue, mode. All or nothing; a second time nothing changes."""
    with session_for(settings) as session:
        database.begin_writing(session)
        told = into(session, settings, by=LOADER, at=clock.now())
        session.commit()
    return ["Referentiegegevens geladen:", *told]


def first_administrator(settings: Settings, *, name: str, email: str) -> str:
    """Invite the very first functioneel beheerder; the single-use link, good for a day. Asking again replaces the link.

    Raises Refused when there is a beheerder already (who then invites the others), ConfigurationError without reference data.
    """
    with session_for(settings) as session:
        if require_mode(session, settings) is None:
            raise ConfigurationError("De database is nog leeg. Voer eerst './samenzicht referentie' uit.")
        database.begin_writing(session)
        if any(Role.ADMINISTRATOR in one.roles and not one.is_blocked for one in members(session)):
            raise Refused("", "Er is al een functioneel beheerder. Vraag deze om een uitnodiging.")
        centre = organisations(session, kind=Kind.CENTRE)[0]
        place: dict[str, Any] = {"organisation_id": centre.id, "roles": [Role.ADMINISTRATOR.value], "key": settings.secret}
        token = invite(session, name=name, email=email, by=system("eerste beheerder"), at=clock.now(), **place)
        session.commit()
    scheme = "http" if settings.is_demonstration else "https"
    return f"{scheme}://{settings.hosts[0]}/uitnodiging/{token}"
