"""One demonstration on SQLite, seeded once for all tests that look at it: they change nothing in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.developer import migration
from portal.developer.demonstration import seed
from tests.support.installation import settings_in
from tests.support.made_once import made_once

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Settings:
    """A demonstration as it stands on 22 November 2026."""
    folder = made_once(tmp_path_factory.getbasetemp(), "demonstratie", lambda new: seed.ensure(settings_in(new), at=NOW), worker=worker_id)
    return settings_in(folder)


@pytest.fixture
def session(settings: Settings) -> Iterator[Session]:
    """For reading the demonstration."""
    engine = migration.engine_for(settings.database_url)
    with Session(engine) as opened:
        yield opened
    engine.dispose()
