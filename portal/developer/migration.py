"""The schema up and down, and whether it drifted from the tables in the code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine

from contracts.foundation import database
from contracts.foundation.base import Base
from portal.config import ROOT
from portal.developer import tables

WHOLE_SCHEMA = tables.__all__  # imported for its tables


class DamagedReferences(RuntimeError):
    """After a migration some rows pointed at rows that are gone; the migration was undone."""


def engine_for(url: str) -> Engine:
    """An engine with the house's habits, outside the web."""
    engine = create_engine(url, **database.engine_options(url))
    database.prepare(engine)
    return engine


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


@contextmanager
def _one_transaction(engine: Engine) -> Iterator[Connection]:
    """All steps or none. SQLite: foreign keys off outside the transaction (a copied parent would delete its children), checked before the commit."""
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        driver: Any = connection.connection.driver_connection
        if sqlite:
            driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.execution_options(writing=True).begin():
                yield connection
                if sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
                    raise DamagedReferences(f"{len(broken)} rows, first: {tuple(broken[0])}")
        finally:
            if sqlite:
                driver.execute("PRAGMA foreign_keys=ON")


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the schema to a revision (the newest by default)."""
    engine = engine_for(url)
    with _one_transaction(engine) as connection:
        command.upgrade(_config(connection), revision)
    engine.dispose()


def downgrade(url: str, revision: str = "base") -> None:
    """Take the schema back to a revision."""
    engine = engine_for(url)
    with _one_transaction(engine) as connection:
        command.downgrade(_config(connection), revision)
    engine.dispose()


def current(url: str) -> str | None:
    """The revision that the database is at."""
    engine = engine_for(url)
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    engine.dispose()
    return found


def head() -> str:
    """The newest revision in the code."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("path_separator", "os")
    return str(ScriptDirectory.from_config(config).get_current_head())


def drift(url: str) -> list[Any]:
    """What the tables in the code have that the database has not, and the reverse; empty when they agree."""
    engine = engine_for(url)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata)
    engine.dispose()
    return list(found)
