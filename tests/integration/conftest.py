"""Fixtures of the integration tests: a real session on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from contracts.foundation import database
from contracts.foundation.base import Base
from portal.extensions import db
from tests.support.databases import Postgresql, Sqlite, engine_for, session_on
from tests.support.portal import portal_on
from tests.support.world import World, fill


def _build(url: str) -> None:
    import portal.developer.tables  # noqa: F401  (every table, so that the schema is whole)

    engine = engine_for(url)
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        Base.metadata.create_all(connection)
    engine.dispose()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest) -> Iterator[Sqlite | Postgresql]:
    """Each of the two databases the portal claims to run on."""
    made = Sqlite(_build) if request.param == "sqlite" else Postgresql(_build)
    yield made
    made.close()


@pytest.fixture
def session(server: Sqlite | Postgresql) -> Iterator[Session]:
    """A session on a fresh, empty database, opened for writing."""
    with server.fresh() as url:
        engine = engine_for(url)
        opened = session_on(engine)
        database.begin_writing(opened)
        yield opened
        opened.close()
        engine.dispose()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def filled_server(request: pytest.FixtureRequest) -> Iterator[tuple[Sqlite | Postgresql, World]]:
    """Each of the two databases, with the small world of tests/support/world.py in its template."""
    made: list[World] = []

    def build(url: str) -> None:
        _build(url)
        engine = engine_for(url)
        opened = session_on(engine)
        database.begin_writing(opened)
        made.append(fill(opened))
        opened.commit()
        opened.close()
        engine.dispose()

    server = Sqlite(build) if request.param == "sqlite" else Postgresql(build)
    yield server, made[0]
    server.close()


@pytest.fixture
def world(filled_server: tuple[Sqlite | Postgresql, World]) -> World:
    """The numbers of what stands in the portal's database."""
    return filled_server[1]


@pytest.fixture
def app(filled_server: tuple[Sqlite | Postgresql, World]) -> Iterator[Flask]:
    """The real portal on a fresh copy of the small world."""
    with filled_server[0].fresh() as url:
        made = portal_on(url)
        yield made
        with made.app_context():
            db.session.remove()
            db.engine.dispose()
