"""The schema goes up and down on both databases, does not drift from the code, and keeps the journal append-only."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from portal.developer import migration
from tests.support.databases import Postgresql, engine_for


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def empty_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{Path(folder) / 'empty.db'}"
        return
    server = Postgresql(lambda _url: None)
    with server.fresh() as url:
        yield url
    server.close()


def test_up_without_drift_then_down_to_nothing_and_up_again(empty_url: str) -> None:
    migration.upgrade(empty_url)
    assert migration.current(empty_url) == migration.head()
    assert migration.drift(empty_url) == []
    migration.downgrade(empty_url)
    engine = engine_for(empty_url)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()
    migration.upgrade(empty_url)


def test_no_line_of_the_journal_can_be_changed_or_removed(empty_url: str) -> None:
    migration.upgrade(empty_url)
    engine = engine_for(empty_url)
    line = "INSERT INTO journal VALUES (1, '2026-11-22 09:00:00', 'a', 'b', 'c', 'd', 'e', NULL, NULL, '{}', 'h')"
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(text(line))
    for statement in ("UPDATE journal SET result = 'x'", "DELETE FROM journal"):
        with (
            pytest.raises(DBAPIError, match="append-only"),
            engine.connect().execution_options(writing=True) as connection,
            connection.begin(),
        ):
            connection.execute(text(statement))
    engine.dispose()


def test_a_migration_that_would_orphan_rows_is_undone(tmp_path: Path) -> None:
    """SQLite alters a parent by copying it; with foreign keys on, that would delete its children."""
    url = f"sqlite:///{tmp_path / 'orphans.db'}"
    migration.upgrade(url)
    engine = engine_for(url)
    with pytest.raises(migration.DamagedReferences), migration._one_transaction(engine) as connection:
        connection.execute(text("INSERT INTO goal VALUES ('X', 'gone', 'n', 1, 's')"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM goal")).scalar() == 0
    engine.dispose()
