"""Did the database change? Asked from a connection of its own."""

from __future__ import annotations

import hashlib

from flask import Flask
from sqlalchemy import Engine, select

from contracts.foundation.base import Base
from portal.extensions import db
from tests.support.databases import engine_for


def fingerprint(engine: Engine, *, without: frozenset[str] = frozenset()) -> str:
    """A hash of every row of every table."""
    found = hashlib.sha256()
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name not in without:
                found.update(table.name.encode())
                for row in connection.execute(select(table).order_by(*table.primary_key.columns)):
                    found.update(repr(tuple(row)).encode())
    return found.hexdigest()


class Witness:
    """Looks at a portal's database from outside."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            self.engine = engine_for(db.engine.url.render_as_string(hide_password=False))
        self.before = fingerprint(self.engine)
        self.connection = self.engine.raw_connection()
        self.version = self._version()

    def _version(self) -> int:
        """SQLite counts the commits of others. PostgreSQL has nothing as cheap; there the fingerprint tells."""
        if self.engine.dialect.name != "sqlite":
            return 0
        cursor = self.connection.cursor()
        return int(cursor.execute("PRAGMA data_version").fetchone()[0])

    def saw_a_commit(self) -> bool:
        """Did anybody commit since the last time this was asked? (SQLite only; else always no.)"""
        before, self.version = self.version, self._version()
        return self.version != before

    def saw_a_change(self) -> bool:
        """Is any row different from the beginning? (Both databases; slow.)"""
        return fingerprint(self.engine) != self.before

    def close(self) -> None:
        """Let go of the database."""
        self.connection.close()
        self.engine.dispose()
