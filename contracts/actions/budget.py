"""Changing the begroting: every change is a new revision with its decision; old ones stay as they were."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.domain.budget import LineInYear
from contracts.domain.decision import NewAmount, read_budget, require_budget_year, require_decision
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound
from contracts.foundation.journal import JournalEntry, record
from contracts.foundation.money import format_euros
from contracts.queries.budget import lines
from contracts.tables.budget import BudgetAmount


def revise_amount(session: Session, *, line_id: int, year: int, new: NewAmount, revision: int, by: Actor, at: datetime) -> int:
    """Give a line another amount in a year and return the new revision's number.

    `revision` is the latest one seen; 0: the line had no amount in this year. The footnote mark of the printed begroting
    stays with the printed revision. Raises NotFound, Refused, Conflict.
    """
    require_budget_year(year)
    found = lines(session, year=year, line_ids=frozenset([line_id]))
    if not found:
        raise NotFound(f"budget line {line_id}")
    amount = read_budget(new.amount_text, note=new.note)
    reason = require_decision(decided_on=new.decided_on, reason=new.reason, at=at)
    told = f"budget_line:{line_id}:{year}"
    _require_latest(session, found[0], revision, mine=_told(amount, new.note), told=told)
    made = BudgetAmount(line_id=line_id, year=year, revision=revision + 1, amount_cents=amount, is_provisional=new.is_provisional)
    made.note, made.reason, made.decided_on = new.note.strip(), reason, new.decided_on
    made.source = f"Besluit van {new.decided_on:%d-%m-%Y}"
    session.add(made)
    session.flush()
    details = {"was_cents": found[0].budgeted_cents, "amount_cents": amount, "decided_on": new.decided_on.isoformat(), "reason": reason}
    record(session, by=by, at=at, action="begroting gewijzigd", object=told, details={**details, "revision": revision + 1})
    return revision + 1


def _require_latest(session: Session, line: LineInYear, revision: int, *, mine: str, told: str) -> None:
    """The unique key (line, year, revision) backs this up: two writers cannot both add the same revision."""
    if line.revision != revision:
        asked = select(JournalEntry.actor).where(JournalEntry.object == told).order_by(JournalEntry.id.desc()).limit(1)
        theirs = _told(line.budgeted_cents, line.note) if line.revision else "geen bedrag"
        first = session.scalar(asked) or "iemand anders"
        raise Conflict(mine=[("Bedrag", mine)], theirs=[("Bedrag", theirs)], by=first, version=line.revision)


def _told(amount_cents: int | None, note: str) -> str:
    return f"n.v.t. ({note.strip()})" if amount_cents is None else format_euros(amount_cents)
