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

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A demonstration as it stands on 22 November 2026."""
    made = settings_in(tmp_path_factory.mktemp("demonstratie"))
    seed.ensure(made, at=NOW)
    return made


@pytest.fixture
def session(settings: Settings) -> Iterator[Session]:
    """For reading the demonstration."""
    engine = migration.engine_for(settings.database_url)
    with Session(engine) as opened:
        yield opened
    engine.dispose()
