"""Making the demonstration: once, whole, in one transaction. A second time there is nothing to do."""

from __future__ import annotations

from datetime import UTC, datetime, time

from sqlalchemy.orm import Session

from contracts.actions.reference import read_region, read_rulebook
from contracts.foundation import database
from contracts.foundation.period import AMSTERDAM, Quarter
from contracts.queries.providers import organisations
from portal.access.identity import Kind
from portal.accounts import secrets
from portal.accounts.people_queries import members
from portal.config import ConfigurationError, Settings
from portal.developer import load
from portal.developer.demonstration import (
    advised,
    agreed,
    begroting,
    deals,
    followed,
    money,
    planning,
    preparing,
    publishing,
    quarters,
    spent,
    subsidies,
    trying,
    waiting,
)
from portal.developer.demonstration.stage import Stage
from portal.developer.demonstration.story import tell
from portal.developer.demonstration.troupe import admit
from portal.developer.simulation.run import simulate
from portal.reminders.invitations import post_of
from portal.web import clock

SEED = 2045
"""Chosen so that somewhere an aanbieder has nobody to count: 0 out of 0."""
LEGEND = "Alle aanbieders, mensen en cijfers van deze demonstratie zijn verzonnen."


def ensure(settings: Settings, *, at: datetime | None = None) -> list[str]:
    """Let the demonstration be there; the Dutch lines to print. `at` is the moment at which it stands (now, by default).

    All or nothing. What is there is kept. Raises ConfigurationError outside demonstration mode or on another mode's database.
    """
    if not settings.is_demonstration:
        raise ConfigurationError("Verzonnen gegevens horen niet in productie. Zet SAMENZICHT_MODE op 'demonstratie'.")
    with load.session_for(settings) as session:
        load.require_mode(session, settings)
        if any(item.is_fictitious for item in organisations(session, kind=Kind.PROVIDER)):
            return [f"De demonstratie staat klaar. {LEGEND}", *_who(session)]
        password_hash = secrets.hash_passphrase(secrets.new_token())  # nobody knows it; slow, so before the transaction opens
        database.begin_writing(session)
        told = _make(session, settings, password_hash=password_hash, now=at or clock.now())
        session.commit()
        return [*told, f"De demonstratie is gemaakt. {LEGEND}", *_who(session)]


def check_mode(settings: Settings) -> None:
    """Raises ConfigurationError when the database was made for the other mode, or holds no reference data yet."""
    with load.session_for(settings) as session:
        if load.require_mode(session, settings) is None:
            raise ConfigurationError("De database is nog leeg. Voer eerst './samenzicht referentie' uit.")


def _make(session: Session, settings: Settings, *, password_hash: str, now: datetime) -> list[str]:
    last = Quarter.of(now.astimezone(AMSTERDAM).date()).previous
    simulation = simulate(last=last, seed=SEED)
    first = simulation.quarters[0].starts_on
    begin = datetime.combine(first.replace(day=2), time(9), tzinfo=AMSTERDAM).astimezone(UTC)
    told = load.into(session, settings, by=load.LOADER, at=begin)
    troupe = admit(session, cast=simulation.cast, password_hash=password_hash, key=settings.secret, at=begin)
    promises = money.agreed(session, troupe=troupe, at=begin, now=now)
    stage = Stage(session, troupe, simulation, read_region(settings.region_folder), now)
    stories = [
        money.divided(session, promises, troupe=troupe, now=now, begin=begin),
        agreed.agreed(session, troupe=troupe, begin=begin, now=now),
        begroting.decided(session, by=troupe.subsidy_manager, now=now),
        deals.agreements_and_changes(session, troupe=troupe, begin=begin, now=now),
        *spent.stories(stage, promises, begin=begin),
        *subsidies.courses(session, troupe=troupe, book=read_rulebook(settings.region_folder), begin=begin, now=now),
        trying.proposed(session, troupe=troupe, now=now),
        *quarters.stories(stage),
        *followed.stories(stage),
        planning.series(stage, post=post_of(settings)),
        preparing.prepared(stage),
        waiting.added(stage),
        *advised.stories(stage),
        publishing.waiting(stage),
    ]
    tell(stories)
    return told


def _who(session: Session) -> list[str]:
    """Who can be chosen on the page of the demonstration."""
    people = [one for one in members(session) if one.roles]
    lines = [f"  {one.name}, {', '.join(one.role_names).lower()} ({one.organisation_name})" for one in people]
    return ["U kunt zich aanmelden als (kies op /demonstratie wie u bent):", *lines]
