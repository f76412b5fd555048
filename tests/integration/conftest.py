"""Fixtures of the integration tests: both databases, a session on an empty one, and the portal on a filled one.

One server per kind runs the whole session. Its schema comes from the migrations, as in production. Worlds are templates:
made once, and every test that asks for one gets a copy of its own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from contracts.foundation import database
from portal.developer import migration
from portal.extensions import db
from tests.support.databases import Postgresql, Sqlite, engine_for, session_on
from tests.support.figures import AT_LENGTH
from tests.support.mail_server import MailServer, running
from tests.support.portal import portal_on
from tests.support.reminder_desk import Desk
from tests.support.whole_world import Whole, furnish
from tests.support.world import World, fill

TODAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
DESKS = ("management", "provider", "dialogue", "advice", "publishing", "sounding_board", "reminders")
"""Their screens are tested on SQLite. On PostgreSQL the tests of actions and queries ask the same questions, and the trust tests walk every
page and form."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """One process looks at the demonstration. What the database has no part in is asked once, and what measures at length in `make prove`."""
    for item in items:
        if item.path.parent.name == "demonstration":
            item.add_marker(pytest.mark.xdist_group("demonstration"))
    on_postgresql = [item for item in items if _params(item).get("server") == "postgresql"]
    left = {item for item in on_postgresql if item.get_closest_marker("sqlite_only") or _of_a_desk(item)}
    if not AT_LENGTH:
        left |= {item for item in items if item.get_closest_marker("measured")}
        left |= {item for item in on_postgresql if item.get_closest_marker("short_on_sqlite")}
    config.hook.pytest_deselected(items=sorted(left, key=lambda item: item.nodeid))
    items[:] = [item for item in items if item not in left]


def _of_a_desk(item: pytest.Item) -> bool:
    return item.path.parent.name in DESKS


def _params(item: pytest.Item) -> dict[str, object]:
    return getattr(getattr(item, "callspec", None), "params", {})


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest) -> Iterator[Sqlite | Postgresql]:
    """Each of the two databases the portal claims to run on."""
    made = Sqlite(migration.upgrade) if request.param == "sqlite" else Postgresql(migration.upgrade)
    yield made
    made.close()


@pytest.fixture(scope="module")
def empty_engine() -> Iterator[Engine]:
    """One empty SQLite database for a state machine, whose every run is rolled back."""
    made = Sqlite(migration.upgrade)
    with made.fresh() as url:
        engine = engine_for(url)
        yield engine
        engine.dispose()
    made.close()


@pytest.fixture
def session(server: Sqlite | Postgresql) -> Iterator[Session]:
    """A session on a fresh, empty database, opened for writing."""
    with server.session() as opened:
        yield opened


def _written(url: str, work: Callable[[Session], None]) -> None:
    engine = engine_for(url)
    opened = session_on(engine)
    database.begin_writing(opened)
    work(opened)
    opened.commit()
    opened.close()
    engine.dispose()


@pytest.fixture(scope="session")
def filled_server(server: Sqlite | Postgresql) -> tuple[Sqlite | Postgresql, World]:
    """Each of the two databases, with the small world of tests/support/world.py as a template."""
    made: list[World] = []
    server.add("filled", lambda url: _written(url, lambda session: made.append(fill(session))), base="empty")
    return server, made[0]


@pytest.fixture(scope="session")
def whole_server(filled_server: tuple[Sqlite | Postgresql, World]) -> tuple[Sqlite | Postgresql, Whole]:
    """The same with the whole world: every kind of object, of two aanbieders, and people who can sign in."""
    server, world = filled_server
    made: list[Whole] = []
    server.add("whole", lambda url: _written(url, lambda session: made.append(furnish(session, world))), base="filled")
    return server, made[0]


def portal_of_its_own(server: Sqlite | Postgresql, template: str) -> Iterator[Flask]:
    """A portal for one test alone, since the attacks on trust hook into it, on a fresh copy of the template."""
    with server.fresh(template) as url:
        made = portal_on(url)
        yield made
        _let_go(made)


def _let_go(portal: Flask) -> None:
    with portal.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def portals() -> dict[str, Flask]:
    """The portals that were made, by the address of their database. To make one takes longer than most tests."""
    return {}


@pytest.fixture
def world(filled_server: tuple[Sqlite | Postgresql, World]) -> World:
    """The numbers of what stands in the portal's database."""
    return filled_server[1]


@pytest.fixture
def app(filled_server: tuple[Sqlite | Postgresql, World], portals: dict[str, Flask]) -> Iterator[Flask]:
    """The real portal on a fresh copy of the small world, on the day for which that was written: "this year" is the same in every year.

    As in production it goes on: the next test gets it too, its settings restored.
    """
    with time_machine.travel(TODAY, tick=True), filled_server[0].fresh("filled", name="lent") as url:
        if url not in portals:
            portals[url] = portal_on(url)
        lent = portals[url]
        settings = dict(lent.config)
        yield lent
        _let_go(lent)
        lent.config.clear()
        lent.config.update(settings)


@pytest.fixture
def whole(whole_server: tuple[Sqlite | Postgresql, Whole]) -> Whole:
    """The numbers of what stands in the whole world."""
    return whole_server[1]


@pytest.fixture
def portal(whole_server: tuple[Sqlite | Postgresql, Whole]) -> Iterator[Flask]:
    """The real portal on a fresh copy of the whole world."""
    yield from portal_of_its_own(whole_server[0], "whole")


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


@pytest.fixture
def desk(filled_server: tuple[Sqlite | Postgresql, World]) -> Iterator[Desk]:
    """Reminders and invitations on a filled database of its own, as the command of cron works on it."""
    with filled_server[0].fresh("filled") as url:
        made = Desk(url, filled_server[1])
        yield made
        made.engine.dispose()


@pytest.fixture
def post() -> Iterator[MailServer]:
    """A real mail server that keeps what it gets."""
    with running() as server:
        yield server
