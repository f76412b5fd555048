"""Everything that is open stands on exactly one agenda, or on the list of its table, whatever people and the program do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from contracts.foundation import database
from kpi.queries.agenda_check import misplaced
from portal.developer import migration
from tests.factories.reporting import add_world
from tests.support.agenda_walk import AgendaWalk, homeless
from tests.support.databases import Sqlite, engine_for, session_on
from tests.support.figures import FULL, measured, size

A_WALK = size(quick=250, full=500)
MOVES = size(quick=250, full=20_000)
ON_BOTH = 40
OFTEN = {"agree", "begin", "cancel", "close", "consent", "end", "move_on", "plan", "prepare", "put_listed", "put_one", "report", "share"}
ALSO = {
    "addendum",
    "amend",
    "announce",
    "confirm",
    "correct",
    "follow",
    "put_many",
    "remove",
    "remove_item",
    "restore_item",
    "take_off",
    "touch_point",
}
MUST_HAPPEN = OFTEN | ALSO if FULL else OFTEN


@pytest.fixture(scope="module")
def empty() -> Iterator[Sqlite]:
    made = Sqlite(migration.upgrade)
    yield made
    made.close()


def walked(session: Session, seed: int, moves: int) -> AgendaWalk:
    """So many moves; after each one everything that is open has one place."""
    walk = AgendaWalk(session, add_world(session), seed)
    for _ in range(3):
        walk.report()
    for _ in range(moves):
        name = walk.step()
        found = homeless(session)
        walk.lost |= found
        assert not found, f"seed {seed}: {found} after {name}"
    assert misplaced(session) == []
    return walk


def test_what_is_open_stands_on_one_agenda_in_a_walk_of_random_moves(empty: Sqlite) -> None:
    happened: dict[str, int] = {}
    lost = 0
    for seed in range(MOVES // A_WALK):
        with empty.fresh() as url:
            engine = engine_for(url)
            session = session_on(engine)
            database.begin_writing(session)
            walk = walked(session, seed, A_WALK)
            lost += len(walk.lost)
            for name, count in walk.moves.items():
                happened[name] = happened.get(name, 0) + count
            session.close()
            engine.dispose()
    measured("random moves at the partnership table", sum(happened.values()))
    measured("open points on no agenda or on two", lost)
    done = {name for name in happened if ":" not in name}
    assert done >= MUST_HAPPEN, (MUST_HAPPEN - done, happened)


def test_the_same_on_both_databases(session: Session) -> None:
    walked(session, seed=99, moves=ON_BOTH)
