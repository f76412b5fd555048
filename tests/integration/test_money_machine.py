"""Any order of divisions, splits and revisions keeps the books right: checked after every step, refused steps included."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine, func, select

from contracts.actions.allocations import set_allocation, split_commitment
from contracts.actions.budget import revise_amount
from contracts.domain.decision import NewAmount
from contracts.foundation.database import begin_writing
from contracts.foundation.errors import Conflict, Refused
from contracts.foundation.journal import JournalEntry, first_break
from contracts.queries import budget
from portal.developer import migration
from tests.factories import contracts as make
from tests.support.databases import KEY, Sqlite, engine_for, session_on

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LINES, COMMITMENTS = 4, 3
which_line, which_commitment = st.integers(0, LINES - 1), st.integers(0, COMMITMENTS - 1)
stale = st.sampled_from([0, 0, 0, -1])


class Books(RuleBasedStateMachine):
    """A model of what the books must hold, beside the books themselves. Nothing is committed; the end rolls all back."""

    engine: Engine

    @initialize(promised=st.lists(st.integers(0, 10_000), min_size=COMMITMENTS, max_size=COMMITMENTS))
    def open(self, promised: list[int]) -> None:
        self.session = session_on(self.engine)
        begin_writing(self.session)
        provider = make.organisation(self.session)
        self.lines = [make.budget_line(self.session, amounts={2026: 5_000})]
        self.lines += [make.budget_line(self.session, parent_id=self.lines[0] if n == 1 else None, amounts={2026: 900}) for n in range(1, LINES)]
        self.commitments = [make.commitment(self.session, provider_id=provider, years={2026: (cents, cents // 3)}) for cents in promised]
        self.promised = dict(zip(self.commitments, promised, strict=True))
        self.budgets: dict[int, list[int | None]] = {line: [5_000 if n == 0 else 900] for n, line in enumerate(self.lines)}
        self.paid: dict[tuple[int, int], tuple[int, int]] = {}
        self.year_version = dict.fromkeys(self.commitments, 1)
        self.steps = 0

    @rule(c=which_commitment, n=which_line, cents=st.integers(-50, 10_000), late=stale)
    def set_one(self, c: int, n: int, cents: int, late: int) -> None:
        commitment, line = self.commitments[c], self.lines[n]
        current, version = self.paid.get((commitment, line), (0, 0))
        others = sum(self.paid.get((commitment, each), (0, 0))[0] for each in self.lines if each != line)
        text = f"{'-' if cents < 0 else ''}{abs(cents) // 100},{abs(cents) % 100:02d}"
        fits = cents >= 0 and (cents <= current or cents + others <= self.promised[commitment])
        expected = Refused if cents < 0 or self.budgets[line][-1] is None else Conflict if late else None if fits else Refused
        try:
            set_allocation(
                self.session,
                commitment_id=commitment,
                budget_line_id=line,
                year=2026,
                amount_text=text,
                version=version + late,
                by=make.actor(),
                at=AT,
            )
        except (Refused, Conflict) as error:
            assert type(error) is expected
            return
        assert expected is None
        self.paid[commitment, line] = (cents, version + 1)
        self._stepped(commitment)

    @rule(c=which_commitment, shares=st.dictionaries(which_line, st.integers(0, 9), max_size=LINES), late=stale)
    def split(self, c: int, shares: dict[int, int], late: int) -> None:
        commitment, wanted = self.commitments[c], {self.lines[n]: share for n, share in shares.items()}
        closed = any(share and self.budgets[line][-1] is None for line, share in wanted.items())
        expected = Refused if closed or not sum(wanted.values()) else Conflict if late else None
        version = self.year_version[commitment] + late
        try:
            parts = split_commitment(self.session, commitment_id=commitment, year=2026, shares=wanted, version=version, by=make.actor(), at=AT)
        except (Refused, Conflict) as error:
            assert type(error) is expected
            return
        assert expected is None and sum(parts.values()) == self.promised[commitment]
        for line in self.lines:
            if (commitment, line) in self.paid or parts.get(line):
                self.paid[commitment, line] = (parts.get(line, 0), self.paid.get((commitment, line), (0, 0))[1] + 1)
        self._stepped(commitment)

    @rule(n=which_line, cents=st.none() | st.integers(0, 9_999), late=stale)
    def revise(self, n: int, cents: int | None, late: int) -> None:
        line = self.lines[n]
        text = None if cents is None else f"{cents // 100},{cents % 100:02d}"
        try:
            new = NewAmount(text, date(2026, 11, 1), "Besluit van de raad", note="n.v.t.", accepts_shortage=True)
            revision = len(self.budgets[line]) + late
            revise_amount(self.session, line_id=line, year=2026, new=new, revision=revision, by=make.actor(), at=AT)
        except Conflict:
            assert late
            return
        assert not late
        self.budgets[line].append(cents)
        self.steps += 1

    def _stepped(self, commitment: int) -> None:
        self.year_version[commitment] += 1
        self.steps += 1

    @invariant()
    def the_books_are_right(self) -> None:
        if not hasattr(self, "steps"):
            return
        made = budget.matrix(self.session, year=2026)
        assert made.totals.difference_cents == 0
        for column in made.columns:
            assert 0 <= column.unallocated_cents <= self.promised[column.commitment.id]
            assert column.commitment.version == self.year_version[column.commitment.id]
        for row in made.rows:
            assert row.line.budgeted_cents == self.budgets[row.line.id][-1] and row.line.revision == len(self.budgets[row.line.id])
            for column, cell in zip(made.columns, row.cells, strict=True):
                assert (cell.direct_cents, cell.version) == self.paid.get((column.commitment.id, row.line.id), (0, 0))
        assert self.session.scalar(select(func.count()).select_from(JournalEntry)) == self.steps

    def teardown(self) -> None:
        if hasattr(self, "steps"):
            assert first_break(self.session.scalars(select(JournalEntry).order_by(JournalEntry.id)), key=KEY) is None
            self.session.rollback()
            self.session.close()


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """One empty SQLite database; every run of the machine is rolled back."""
    made = Sqlite(migration.upgrade)
    with made.fresh() as url:
        engine = engine_for(url)
        yield engine
        engine.dispose()
    made.close()


def test_any_order_of_changes_keeps_the_books_right(engine: Engine) -> None:
    machine = type("BooksOnSqlite", (Books,), {"engine": engine})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    )
