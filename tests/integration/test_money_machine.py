"""Any order of divisions, splits and revisions keeps the books right: checked after every step, refused steps included."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine, func, select, update

from contracts.actions.allocations import set_allocation
from contracts.actions.budget import revise_amount
from contracts.actions.division import divide_year
from contracts.actions.redivide import redivide
from contracts.domain.decision import NewAmount
from contracts.domain.division import SHARES, NewDivision
from contracts.domain.splits import percent_text, shares_of
from contracts.foundation.database import begin_writing
from contracts.foundation.errors import Conflict, Refused
from contracts.foundation.journal import JournalEntry, first_break
from contracts.foundation.money import split as split_cents
from contracts.queries import budget
from contracts.tables.agreement import CommitmentYear
from tests.factories import contracts as make
from tests.support.databases import KEY, session_on

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LINES, COMMITMENTS = 4, 3
which_line, which_commitment = st.integers(0, LINES - 1), st.integers(0, COMMITMENTS - 1)
stale = st.sampled_from([0, 0, 0, -1])
reason = st.sampled_from(["", "Het college besloot dit."])


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
        self.shares: dict[int, dict[int, int]] = {}
        self.year_version = dict.fromkeys(self.commitments, 1)
        self.steps = 0

    def beyond(self, commitment: int, amounts: dict[int, int]) -> bool:
        """Would a line that pays more hold more than its budget, itself or as a part of the first line?"""
        held = dict.fromkeys(self.lines, 0)
        for (each, line), (cents, _) in self.paid.items():
            held[line] += 0 if each == commitment else cents
        change = {line: amounts.get(line, 0) - self.paid.get((commitment, line), (0, 0))[0] for line in self.lines}
        for group in ([self.lines[0], self.lines[1]], *([line] for line in self.lines[1:])):
            budget_cents = self.budgets[group[0]][-1]
            over = budget_cents is not None and sum(held[line] + amounts.get(line, 0) for line in group) > budget_cents
            if over and sum(change[line] for line in group) > 0:
                return True
        return False

    @rule(c=which_commitment, n=which_line, cents=st.integers(-50, 10_000), late=stale, why=reason)
    def set_one(self, c: int, n: int, cents: int, late: int, why: str) -> None:
        commitment, line = self.commitments[c], self.lines[n]
        own = {each: cents for (other, each), (cents, _) in self.paid.items() if other == commitment}
        current, version = self.paid.get((commitment, line), (0, 0))
        others = sum(own.values()) - current
        text = f"{'-' if cents < 0 else ''}{abs(cents) // 100},{abs(cents) % 100:02d}"
        fits = cents >= 0 and (cents <= current or cents + others <= self.promised[commitment])
        fits = fits and (bool(why) or not self.beyond(commitment, own | {line: cents}))
        expected = Refused if cents < 0 or self.budgets[line][-1] is None else Conflict if late else None if fits else Refused
        place = {"commitment_id": commitment, "budget_line_id": line, "year": 2026}
        try:
            set_allocation(self.session, amount_text=text, version=version + late, reason=why, by=make.actor(), at=AT, **place)
        except (Refused, Conflict) as error:
            assert type(error) is expected or (isinstance(error, Refused) and expected is Refused)
            return
        assert expected is None
        self.paid[commitment, line] = (cents, version + 1)
        self.shares.pop(commitment, None)
        self._stepped(commitment)

    @rule(c=which_commitment, parts=st.dictionaries(which_line, st.integers(0, 9), max_size=LINES), late=stale, why=reason)
    def split(self, c: int, parts: dict[int, int], late: int, why: str) -> None:
        commitment, shares = (
            self.commitments[c],
            {line: share for line, share in shares_of({self.lines[n]: x for n, x in parts.items()}).items() if share},
        )
        order = sorted(shares)
        exact = dict(zip(order, split_cents(self.promised[commitment], [shares[line] for line in order]), strict=True)) if shares else {}
        closed = any(self.budgets[line][-1] is None and cents > self.paid.get((commitment, line), (0, 0))[0] for line, cents in exact.items())
        refused = closed or (not why and self.beyond(commitment, exact))
        expected = Refused if not shares else Conflict if late else Refused if refused else None
        new = NewDivision(SHARES, {line: percent_text(share, decimals=2) for line, share in shares.items()}, why)
        version = self.year_version[commitment] + late
        try:
            made = divide_year(self.session, commitment_id=commitment, year=2026, new=new, version=version, by=make.actor(), at=AT)
        except (Refused, Conflict) as error:
            assert isinstance(error, expected or ())
            return
        assert expected is None and made == exact and sum(made.values()) == self.promised[commitment]
        self.shares[commitment] = shares
        self._paid(commitment, exact)

    def _paid(self, commitment: int, exact: dict[int, int]) -> None:
        """Rows that change get a version more; those that stay as they are keep theirs (a reason that comes or goes is read back)."""
        told = budget.matrix(self.session, year=2026)
        place = [column.commitment.id for column in told.columns].index(commitment)
        versions = {row.line.id: row.cells[place].version for row in told.rows}
        for line in self.lines:
            if (commitment, line) in self.paid or exact.get(line):
                self.paid[commitment, line] = (exact.get(line, 0), versions[line])
        self._stepped(commitment)

    @rule(c=which_commitment, cents=st.integers(0, 10_000))
    def promise(self, c: int, cents: int) -> None:
        """The promise changes; what follows shares follows it, and typed amounts stay for people to judge."""
        commitment = self.commitments[c]
        if commitment not in self.shares and cents < sum(paid for (each, _), (paid, _) in self.paid.items() if each == commitment):
            return
        self.session.execute(update(CommitmentYear).where(CommitmentYear.commitment_id == commitment).values(committed_cents=cents))
        self.promised[commitment] = cents
        changed = redivide(self.session, commitment_id=commitment, year=2026)
        assert not changed or commitment in self.shares
        for line, paid in changed.items():
            self.paid[commitment, line] = (paid, self.paid.get((commitment, line), (0, 0))[1] + 1)
        self.year_version[commitment] += bool(changed)

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
            if column.commitment.id in self.shares:
                assert column.unallocated_cents == 0
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


def test_any_order_of_changes_keeps_the_books_right(empty_engine: Engine) -> None:
    machine = type("BooksOnSqlite", (Books,), {"engine": empty_engine})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    )
