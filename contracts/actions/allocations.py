"""Dividing a commitment's year over budget lines. Every change names who was first when two people change the same amount."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.domain.allocation import divide, read_amount, require_budget, require_room
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry, record
from contracts.foundation.money import format_euros
from contracts.queries.budget import lines
from contracts.tables.agreement import Allocation, Commitment, CommitmentYear


@dataclass(frozen=True, slots=True)
class _Year:
    """A commitment's year with its rows of allocations: line id -> (id, amount, version)."""

    id: int
    commitment_id: int
    year: int
    committed_cents: int
    version: int
    allocations: dict[int, tuple[int, int, int]]

    @property
    def object(self) -> str:
        """How the journal names this year's division as a whole."""
        return f"commitment:{self.commitment_id}:{self.year}"

    def cell(self, line_id: int) -> str:
        """How the journal names what one line pays of it."""
        return f"{self.object}:{line_id}"


def set_allocation(
    session: Session, *, commitment_id: int, budget_line_id: int, year: int, amount_text: str, version: int, by: Actor, at: datetime
) -> int:
    """Let one line pay this amount of a commitment's year, and return the new version. `version` is the one seen; 0: none was there.

    Raises NotFound (no such commitment or line), Refused (no amount, more than was promised, a line without budget), Conflict.
    """
    found = _year(session, commitment_id, year)
    names = _lines(session, [budget_line_id], year=year, budgeted=[budget_line_id])
    amount = read_amount(amount_text)
    _, current, stored = found.allocations.get(budget_line_id, (0, 0, 0))
    told = found.cell(budget_line_id)
    if stored != version:
        mine, theirs = [("Bedrag", format_euros(amount))], [("Bedrag", format_euros(current))]
        raise Conflict(mine=mine, theirs=theirs, by=_first(session, told, found.object), version=stored)
    others = sum(cents for _, cents, _ in found.allocations.values()) - current
    require_room(amount, current_cents=current, others_cents=others, committed_cents=found.committed_cents)
    _touch(session, found)
    _write(session, found, budget_line_id, amount)
    details = {"line": names[budget_line_id], "was_cents": current, "amount_cents": amount}
    record(session, by=by, at=at, action="verdeling gewijzigd", object=told, details=details)
    return stored + 1


def split_commitment(
    session: Session, *, commitment_id: int, year: int, shares: Mapping[int, int], version: int, by: Actor, at: datetime
) -> dict[int, int]:
    """Divide the whole year over lines by shares (line id -> share) and return the amounts: line id -> cents, exact to the cent.

    Lines that are not named pay nothing any more. `version` is the seen version of the commitment's year: any change to its
    division since then is a Conflict. Raises NotFound and Refused as well.
    """
    found = _year(session, commitment_id, year)
    amounts = divide(found.committed_cents, shares)
    names = _lines(session, [*shares, *found.allocations], year=year, budgeted=[line for line, share in shares.items() if share])
    if found.version != version:
        mine = [(names[line], format_euros(cents)) for line, cents in amounts.items()]
        theirs = [(names[line], format_euros(cents)) for line, (_, cents, _) in found.allocations.items()]
        raise Conflict(mine=mine, theirs=theirs, by=_first(session, found.object, *map(found.cell, found.allocations)), version=found.version)
    _touch(session, found)
    for line in names:
        if line in found.allocations or amounts.get(line):
            _write(session, found, line, amounts.get(line, 0))
    details = {
        "shares": {str(line): share for line, share in shares.items()},
        "was_cents": {str(line): cents for line, (_, cents, _) in found.allocations.items()},
        "amount_cents": {str(line): cents for line, cents in amounts.items()},
    }
    record(session, by=by, at=at, action="verdeling naar aandelen", object=found.object, details=details)
    return amounts


def _year(session: Session, commitment_id: int, year: int) -> _Year:
    if session.scalar(select(Commitment.id).where(Commitment.id == commitment_id)) is None:
        raise NotFound(f"commitment {commitment_id}")
    asked = select(CommitmentYear.id, CommitmentYear.committed_cents, CommitmentYear.version)
    row = session.execute(asked.where(CommitmentYear.commitment_id == commitment_id, CommitmentYear.year == year)).first()
    if row is None:
        raise Refused("year", f"Voor {year} is geen bedrag toegezegd.")
    paid = select(Allocation.budget_line_id, Allocation.id, Allocation.amount_cents, Allocation.version)
    rows = session.execute(paid.where(Allocation.commitment_id == commitment_id, Allocation.year == year).order_by(Allocation.budget_line_id))
    return _Year(row.id, commitment_id, year, row.committed_cents, row.version, {row[0]: (row[1], row[2], row[3]) for row in rows})


def _lines(session: Session, wanted: list[int], *, year: int, budgeted: list[int]) -> dict[int, str]:
    """The names of these lines; those in `budgeted` must have a budget in the year."""
    found = {line.id: line for line in lines(session, year=year, line_ids=frozenset(wanted))}
    if missing := set(wanted) - set(found):
        raise NotFound(f"budget line {min(missing)}")
    for line_id in budgeted:
        require_budget(found[line_id].name, budgeted_cents=found[line_id].budgeted_cents, year=year)
    return {line.id: line.name for line in found.values()}


def _touch(session: Session, found: _Year) -> None:
    """Every change in a year's division raises the year's version, so that a stale split is seen."""
    same = (CommitmentYear.id == found.id, CommitmentYear.version == found.version)
    changed = update(CommitmentYear).where(*same).values(version=found.version + 1).returning(CommitmentYear.id)
    _one(session.scalar(changed), found.version)


def _write(session: Session, found: _Year, line_id: int, amount_cents: int) -> None:
    """Insert or change one allocation, only if it is still as it was read."""
    row_id, _, version = found.allocations.get(line_id, (0, 0, 0))
    if not version:
        session.add(Allocation(commitment_id=found.commitment_id, budget_line_id=line_id, year=found.year, amount_cents=amount_cents))
        session.flush()
        return
    changed = update(Allocation).where(Allocation.id == row_id, Allocation.version == version)
    _one(session.scalar(changed.values(amount_cents=amount_cents, version=version + 1).returning(Allocation.id)), version)


def _one(changed_id: int | None, version: int) -> None:
    """The write lock makes this impossible; without it, no change is better than a lost one."""
    if changed_id is None:
        raise Conflict(mine=[], theirs=[], by="iemand anders", version=version)


def _first(session: Session, *objects: str) -> str:
    """Who last changed one of these, as the journal tells."""
    asked = select(JournalEntry.actor).where(JournalEntry.object.in_(objects)).order_by(JournalEntry.id.desc()).limit(1)
    return session.scalar(asked) or "iemand anders"
