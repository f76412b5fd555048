"""Keeps a division that follows shares in step with the amount that was promised for the year."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.domain.allocation import divide
from contracts.domain.division import SHARES
from contracts.tables.agreement import Allocation, AllocationShare, CommitmentYear


def redivide(session: Session, *, commitment_id: int, year: int) -> dict[int, int]:
    """Work out a year's allocations from its shares again, exact to the cent; gives line id -> cents of those that changed.

    Call it in the transaction that changed the promised amount or the shares. Does nothing when the division follows typed amounts
    ("bedragen"), when there is no such year, or when it has no shares: what was divided then stays for people to judge. Every change
    raises the versions of the allocation and of the year, so that somebody who saw the old division is told.
    """
    asked = select(CommitmentYear.id, CommitmentYear.committed_cents, CommitmentYear.division)
    found = session.execute(asked.where(CommitmentYear.commitment_id == commitment_id, CommitmentYear.year == year)).first()
    shares = _shares(session, commitment_id, year) if found is not None and found.division == SHARES else {}
    if found is None or not any(shares.values()):
        return {}
    stored = _stored(session, commitment_id, year)
    wanted = dict.fromkeys(stored, 0) | divide(found.committed_cents, shares)
    changed = {line: cents for line, cents in wanted.items() if cents != stored.get(line, 0)}
    for line, cents in changed.items():
        _write(session, commitment_id, year, line, cents, is_new=line not in stored)
    if changed:
        session.execute(update(CommitmentYear).where(CommitmentYear.id == found.id).values(version=CommitmentYear.version + 1))
    return changed


def _shares(session: Session, commitment_id: int, year: int) -> dict[int, int]:
    """By line id, so that the odd cent always goes to the same line."""
    s = AllocationShare
    asked = select(s.budget_line_id, s.share).where(s.commitment_id == commitment_id, s.year == year).order_by(s.budget_line_id)
    return {row.budget_line_id: row.share for row in session.execute(asked)}


def _stored(session: Session, commitment_id: int, year: int) -> dict[int, int]:
    a = Allocation
    asked = select(a.budget_line_id, a.amount_cents).where(a.commitment_id == commitment_id, a.year == year).order_by(a.budget_line_id)
    return {row.budget_line_id: row.amount_cents for row in session.execute(asked)}


def _write(session: Session, commitment_id: int, year: int, line_id: int, cents: int, *, is_new: bool) -> None:
    if is_new:
        session.add(Allocation(commitment_id=commitment_id, budget_line_id=line_id, year=year, amount_cents=cents))
        session.flush()
        return
    a = Allocation
    same = (a.commitment_id == commitment_id, a.budget_line_id == line_id, a.year == year)
    session.execute(update(a).where(*same).values(amount_cents=cents, version=a.version + 1))
