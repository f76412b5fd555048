"""No deviation vanishes: whatever people and the program do, each that was ever found is on the worklist, or closed with a reason."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from contracts.foundation import database
from kpi.domain import follow_up
from kpi.domain.dialogue import SETTLED
from kpi.queries.deviations import worklist
from kpi.queries.worklist_counts import worklist_counts
from kpi.tables.deviation import Deviation, DeviationEvent, Finding
from kpi.tables.dialogue import AgendaItem, DialogueSession
from portal.developer import migration
from tests.factories.reporting import add_world
from tests.support.databases import Sqlite, engine_for, session_on
from tests.support.deviation_walk import Walk
from tests.support.figures import measured, size

A_WALK = 500
MOVES = size(quick=400, full=20_000)
CLOSING = (follow_up.SETTLED, follow_up.LAPSED)


class Witness:
    """Remembers every deviation that was ever there, and says after each move which are gone, or stand on no agenda while they are open."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.ever: dict[int, tuple[str, int]] = {}

    def vanished(self) -> set[int]:
        """Deviations that are neither on the worklist nor closed with a reason, or are open and stand on no agenda and no list, or on two."""
        stored = {row.id: (row.state, row.version) for row in self.session.execute(select(Deviation.id, Deviation.state, Deviation.version))}
        changed = {number for number, seen in stored.items() if self.ever.get(number) != seen}
        listed = {line.id for line in worklist(self.session, page_size=10_000).lines}
        tally = sum(line.count for line in worklist_counts(self.session, states=follow_up.OPEN).lines)
        gone = (self.ever.keys() - stored.keys()) | ({number for number, (state, _) in stored.items() if state != follow_up.CLOSED} ^ listed)
        gone |= {number for number in changed if not self.is_told(number, stored[number][0])}
        placed = set(self.session.scalars(select(AgendaItem.deviation_id).where(AgendaItem.is_live, AgendaItem.deviation_id.is_not(None))))
        gone |= ({number for number, (state, _) in stored.items() if state != follow_up.CLOSED} - placed) | self.twice()
        self.ever = stored
        return gone if tally == len(listed) else gone | {0}

    def is_told(self, number: int, state: str) -> bool:
        """Whether its events lead to its state; and when it is closed, whether the last that closed it gives a reason."""
        events = self.session.execute(
            select(DeviationEvent.kind, DeviationEvent.text).where(DeviationEvent.deviation_id == number).order_by(DeviationEvent.id)
        ).all()
        reasons = [text for kind, text in events if kind in CLOSING]
        return follow_up.fold(kind for kind, _ in events) == state and (state != follow_up.CLOSED or bool(reasons and reasons[-1].strip()))

    def twice(self) -> set[int]:
        """Deviations on two agendas at once: then each side thinks that the other conversation is about it."""
        on = (
            select(AgendaItem.deviation_id)
            .join(DialogueSession, DialogueSession.id == AgendaItem.session_id)
            .where(DialogueSession.state != SETTLED, AgendaItem.deviation_id.is_not(None))
        )
        return {number for number in self.session.scalars(on.group_by(AgendaItem.deviation_id).having(func.count() > 1)) if number}


@pytest.fixture(scope="module")
def empty() -> Iterator[Sqlite]:
    made = Sqlite(migration.upgrade)
    yield made
    made.close()


def test_the_witness_sees_what_vanishes(empty: Sqlite) -> None:
    with empty.fresh() as url:
        engine = engine_for(url)
        session = session_on(engine)
        database.begin_writing(session)
        walk, witness = Walk(session, add_world(session), 1), Witness(session)
        for _ in range(3):
            walk.report()
        assert witness.vanished() == set()
        first, second = session.scalars(select(Deviation.id).order_by(Deviation.id).limit(2))
        session.execute(update(Deviation).where(Deviation.id == first).values(state=follow_up.CLOSED, version=2))
        assert witness.vanished() == {first}, "closed without a reason"
        session.execute(delete(AgendaItem).where(AgendaItem.deviation_id == second))
        for table in (Finding, DeviationEvent):
            session.execute(delete(table).where(table.deviation_id == second))
        session.execute(delete(Deviation).where(Deviation.id == second))
        assert witness.vanished() == {second}, "gone altogether"
        session.close()
        engine.dispose()


def walk_of(empty: Sqlite, seed: int, moves: int) -> tuple[int, Walk]:
    """How many deviations vanished in so many moves."""
    with empty.fresh() as url:
        engine = engine_for(url)
        session = session_on(engine)
        database.begin_writing(session)
        walk, witness, gone = Walk(session, add_world(session), seed), Witness(session), set[int]()
        for _ in range(4):
            walk.report()
        for _ in range(moves):
            name = walk.step()
            found = witness.vanished()
            assert not found, f"seed {seed}: {found} after {name}"
            gone |= found
        session.close()
        engine.dispose()
    return len(gone), walk


def test_no_deviation_vanishes_in_a_walk_of_random_moves(empty: Sqlite) -> None:
    happened: dict[str, int] = {}
    vanished = 0
    for seed, moves in enumerate([A_WALK] * (MOVES // A_WALK) or [MOVES]):
        found, walk = walk_of(empty, seed, moves)
        vanished += found
        for name, count in walk.moves.items():
            happened[name] = happened.get(name, 0) + count
    measured("random moves over deviations", sum(happened.values()))
    measured("deviations that vanished", vanished)
    done = {name for name in happened if ":" not in name}
    assert {"explain", "own", "plan", "begin", "agree", "end", "report", "resubmit"} <= done, happened
    assert vanished == 0
