"""Fixtures of the integration tests: a real session on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from contracts.foundation import database
from contracts.foundation.base import Base
from tests.support.databases import Postgresql, Sqlite, engine_for, session_on


def _build(url: str) -> None:
    import kpi.tables.registry  # noqa: F401  (every table, so that the schema is whole)

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
