"""The rows of a year's division: read whole, and changed only when they are still as they were read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from contracts.domain.allocation import require_budget
from contracts.domain.budget import LineInYear
from contracts.domain.division import Divided, require_reason
from contracts.domain.overrun import overruns
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from contracts.queries.division import paid_by_lines, shares_in
from contracts.tables.agreement import Allocation, AllocationShare, Commitment, CommitmentYear


@dataclass(frozen=True, slots=True)
class DividedYear:
    """A commitment's year with its rows of allocations: line id -> (id, amount, version, reason), and its shares when it follows those."""

    id: int
    commitment_id: int
    year: int
    committed_cents: int
    division: str
    version: int
    allocations: Mapping[int, tuple[int, int, int, str]]
    shares: Mapping[int, int]

    @property
    def object(self) -> str:
        """How the journal names this year's division as a whole."""
        return f"commitment:{self.commitment_id}:{self.year}"

    def cell(self, line_id: int) -> str:
        """How the journal names what one line pays of it."""
        return f"{self.object}:{line_id}"

    @property
    def amounts(self) -> dict[int, int]:
        """What each line pays."""
        return {line: cents for line, (_, cents, _, _) in self.allocations.items()}

    @property
    def divided(self) -> Divided:
        """As it stands, in the terms in which it was divided."""
        return Divided({line: cents for line, cents in self.amounts.items() if cents}, self.shares)


def divided_year(session: Session, *, commitment_id: int, year: int) -> DividedYear:
    """The year as it stands. Raises NotFound without the commitment, Refused when nothing was promised for the year."""
    if session.scalar(select(Commitment.id).where(Commitment.id == commitment_id)) is None:
        raise NotFound(f"commitment {commitment_id}")
    y, a = CommitmentYear, Allocation
    asked = select(y.id, y.committed_cents, y.division, y.version).where(y.commitment_id == commitment_id, y.year == year)
    row = session.execute(asked).first()
    if row is None:
        raise Refused("year", f"Voor {year} is geen bedrag toegezegd.")
    paid = select(a.budget_line_id, a.id, a.amount_cents, a.version, a.reason).where(a.commitment_id == commitment_id, a.year == year)
    rows = session.execute(paid.order_by(a.budget_line_id))
    allocations = {line: (key, cents, version, reason) for line, key, cents, version, reason in rows}
    shares = shares_in(session, commitment_id=commitment_id, years=(year,)).get(year, {})
    return DividedYear(row.id, commitment_id, year, row.committed_cents, row.division, row.version, allocations, shares)


def names_of(lines: Sequence[LineInYear], wanted: Collection[int]) -> dict[int, str]:
    """The names of the wanted lines. Raises NotFound when one does not exist."""
    found = {line.id: line.name for line in lines if line.id in wanted}
    if missing := set(wanted) - set(found):
        raise NotFound(f"budget line {min(missing)}")
    return found


def reasons_of(session: Session, found: DividedYear, lines: Sequence[LineInYear], amounts: Mapping[int, int], *, reason: str) -> dict[int, str]:
    """Per line why it may be beyond its budget; a line that is (still) within it has none.

    Raises Refused when a line without budget would pay more, and when a rise takes a line beyond its budget without a reason.
    """
    change = {line: amounts.get(line, 0) - found.amounts.get(line, 0) for line in {*amounts, *found.amounts}}
    for line in lines:
        if change.get(line.id, 0) > 0:
            require_budget(line.name, budgeted_cents=line.budgeted_cents, year=found.year, field=f"line-{line.id}")
    paid = paid_by_lines(session, year=found.year)
    beyond = overruns(lines, year=found.year, paid=paid, change=change)
    risen = require_reason(beyond, change, reason=reason)
    over = {line for overrun in beyond for line in overrun.payers}
    kept = {line: told for line, (_, _, _, told) in found.allocations.items() if told and line in over and amounts.get(line)}
    return kept | dict.fromkeys(risen, reason.strip())


def touch(session: Session, found: DividedYear, *, division: str) -> None:
    """Every change in a year's division raises the year's version, so that a stale division is seen."""
    same = (CommitmentYear.id == found.id, CommitmentYear.version == found.version)
    changed = update(CommitmentYear).where(*same).values(version=found.version + 1, division=division).returning(CommitmentYear.id)
    _one(session.scalar(changed), found.version)


def write_amount(session: Session, found: DividedYear, line_id: int, amount_cents: int, reason: str) -> None:
    """Insert or change one allocation, only if it is still as it was read."""
    row_id, _, version, _ = found.allocations.get(line_id, (0, 0, 0, ""))
    if not version:
        about = {"commitment_id": found.commitment_id, "budget_line_id": line_id, "year": found.year}
        session.add(Allocation(**about, amount_cents=amount_cents, reason=reason))
        session.flush()
        return
    changed = update(Allocation).where(Allocation.id == row_id, Allocation.version == version)
    values = {"amount_cents": amount_cents, "reason": reason, "version": version + 1}
    _one(session.scalar(changed.values(**values).returning(Allocation.id)), version)


def write_shares(session: Session, found: DividedYear, shares: Mapping[int, int]) -> None:
    """The shares of the year in the place of the former ones; none when it follows amounts. What they were stands in the journal."""
    s = AllocationShare
    session.execute(delete(s).where(s.commitment_id == found.commitment_id, s.year == found.year))
    for line, share in shares.items():
        session.add(s(commitment_id=found.commitment_id, year=found.year, budget_line_id=line, share=share))
    session.flush()


def first_of(session: Session, *objects: str) -> str:
    """Who last changed one of these, as the journal tells."""
    asked = select(JournalEntry.actor).where(JournalEntry.object.in_(objects)).order_by(JournalEntry.id.desc()).limit(1)
    return session.scalar(asked) or "iemand anders"


def _one(changed_id: int | None, version: int) -> None:
    """The write lock makes this impossible; without it, no change is better than a lost one."""
    if changed_id is None:
        raise Conflict(mine=[], theirs=[], by="iemand anders", version=version)
