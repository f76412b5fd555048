"""Fixtures of the trust tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from contracts.foundation import database
from portal.accounts import secrets
from portal.accounts.tables import Invitation
from portal.extensions import db
from portal.web import clock
from tests.integration.conftest import _written, portal_of_its_own
from tests.support.attacker import undo_everything
from tests.support.authorization import Matrix
from tests.support.databases import SECRET, Postgresql, Sqlite
from tests.support.examples import INVITATION
from tests.support.planted_summary import PlantedSummary, plant_summary
from tests.support.planted_table import PlantedTable, plant_table
from tests.support.whole_world import TOTP, Whole
from tests.support.witness import Witness


def invite_somebody(app: Flask, whole: Whole, *, token: str = INVITATION) -> None:
    """An open invitation behind a known link."""
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        row = {"email": "nieuw@voorbeeld.example", "name": "Noor Nieuw", "organisation_id": whole.world.organisations["linde"], "roles": "invoerder"}
        sealed = secrets.encrypt(TOTP, SECRET)
        until = clock.now() + timedelta(hours=24)
        session.add(Invitation(token_hash=secrets.hashed(token), totp_secret=sealed, expires_at=until, invited_by="test", **row))
        session.commit()
        db.session.remove()


@pytest.fixture
def matrix(portal: Flask, whole: Whole) -> Matrix:
    """The authorization matrix on a portal that undoes everything after it answered."""
    invite_somebody(portal, whole)
    made = Matrix(portal, whole)
    undo_everything(portal)
    return made


@pytest.fixture
def open_matrix(portal: Flask, whole: Whole) -> Matrix:
    """The same people and addresses on a portal that keeps what it is told."""
    invite_somebody(portal, whole)
    return Matrix(portal, whole)


@pytest.fixture(scope="session")
def planted_server(whole_server: tuple[Sqlite | Postgresql, Whole]) -> tuple[Sqlite | Postgresql, PlantedTable]:
    """The whole world with planted words at every table, as a template."""
    server, whole = whole_server
    made: list[PlantedTable] = []
    server.add("planted", lambda url: _written(url, lambda session: made.append(plant_table(session, whole))), base="whole")
    return server, made[0]


@pytest.fixture
def planted(planted_server: tuple[Sqlite | Postgresql, PlantedTable]) -> PlantedTable:
    """What was planted."""
    return planted_server[1]


@pytest.fixture
def tables(planted_server: tuple[Sqlite | Postgresql, PlantedTable]) -> Iterator[Flask]:
    """The real portal on a fresh copy of the world with planted tables."""
    yield from portal_of_its_own(planted_server[0], "planted")


@pytest.fixture(scope="session")
def behind_server(whole_server: tuple[Sqlite | Postgresql, Whole]) -> tuple[Sqlite | Postgresql, PlantedSummary]:
    """The whole world with planted names and figures behind a published summary, as a template."""
    server, whole = whole_server
    made: list[PlantedSummary] = []
    server.add("behind", lambda url: _written(url, lambda session: made.append(plant_summary(session, whole))), base="whole")
    return server, made[0]


@pytest.fixture
def behind(behind_server: tuple[Sqlite | Postgresql, PlantedSummary]) -> Iterator[tuple[Flask, PlantedSummary]]:
    """The real portal on a fresh copy of that world, and what was planted."""
    for app in portal_of_its_own(behind_server[0], "behind"):
        yield app, behind_server[1]


@pytest.fixture
def summary_wall(behind: tuple[Flask, PlantedSummary], whole: Whole) -> tuple[Matrix, PlantedSummary]:
    """Everybody before that portal, where nothing that is tried stays."""
    app, planted = behind
    invite_somebody(app, whole)
    matrix = Matrix(app, whole)
    undo_everything(app)
    return matrix, planted


@pytest.fixture
def witness(portal: Flask) -> Iterator[Witness]:
    """Somebody who sees whether the database changed. Ask for it after what prepares the database."""
    made = Witness(portal)
    yield made
    made.close()
