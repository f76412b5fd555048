"""How a migration runs: one transaction for all of them, on the connection it is handed."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from contracts.foundation.base import Base
from portal.developer import tables  # noqa: F401  (every table of the house)


def run(connection: Connection) -> None:
    """Run the migrations; SQLite alters a table by copying it (batch), which needs foreign keys off (portal.developer.migration)."""
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=connection.dialect.name == "sqlite", compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
