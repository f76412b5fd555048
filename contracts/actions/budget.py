"""Changing the begroting: every change is a new revision with its decision; old ones stay as they were."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.domain.budget import LineInYear
from contracts.domain.decision import (
    NewAmount,
    is_closed,
    read_budget,
    require_budget_year,
    require_cover,
    require_decision,
    require_open,
    shortage,
)
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound
from contracts.foundation.journal import JournalEntry, record
from contracts.foundation.money import format_euros
from contracts.queries.budget import lines
from contracts.queries.budget_line import allocated_cents, amount_object
from contracts.tables.budget import BudgetAmount

REVISED = "begroting gewijzigd"


def revise_amount(session: Session, *, line_id: int, year: int, new: NewAmount, revision: int, by: Actor, at: datetime) -> int:
    """Give a line another amount in a year and return the new revision's number.

    `revision` is the latest one seen; 0: the line had no amount in this year. The footnote mark of the printed begroting
    stays with the printed revision. A year that is over, and an amount below what is promised already, ask a confirmation of their own.
    Raises NotFound, Refused, Conflict.
    """
    require_budget_year(year)
    found = lines(session, year=year, line_ids=frozenset([line_id]))
    if not found:
        raise NotFound(f"budget line {line_id}")
    line, told = found[0], amount_object(line_id, year)
    amount = read_budget(new.amount_text, note=new.note)
    reason = require_decision(decided_on=new.decided_on, reason=new.reason, at=at)
    require_open(year, confirmed=new.confirms_closed, at=at)
    _require_latest(session, line, revision, mine=_told(amount, new.note), told=told)
    allocated = allocated_cents(session, line_id=line_id, year=year)
    require_cover(line.name, amount, year=year, allocated_cents=allocated, accepted=new.accepts_shortage)
    add_revision(session, line_id=line_id, year=year, revision=revision + 1, amount_cents=amount, new=new)
    details = {"was_cents": line.budgeted_cents, "amount_cents": amount, "decided_on": new.decided_on.isoformat(), "reason": reason}
    short = shortage(amount, allocated_cents=allocated)
    known = {"revision": revision + 1} | ({"short_cents": short} if short else {}) | ({"closed_year": True} if is_closed(year, at=at) else {})
    record(session, by=by, at=at, action=REVISED, object=told, details={**details, **known})
    return revision + 1


def add_revision(session: Session, *, line_id: int, year: int, revision: int, amount_cents: int | None, new: NewAmount) -> None:
    """Store a revision whose facts were checked, and flush. The journal is the caller's."""
    made = BudgetAmount(line_id=line_id, year=year, revision=revision, amount_cents=amount_cents, is_provisional=new.is_provisional)
    made.note, made.reason, made.decided_on = new.note.strip(), new.reason.strip(), new.decided_on
    made.source = f"Besluit van {new.decided_on:%d-%m-%Y}"
    session.add(made)
    session.flush()


def _require_latest(session: Session, line: LineInYear, revision: int, *, mine: str, told: str) -> None:
    """The unique key (line, year, revision) backs this up: two writers cannot both add the same revision."""
    if line.revision != revision:
        asked = select(JournalEntry.actor).where(JournalEntry.object == told).order_by(JournalEntry.id.desc()).limit(1)
        theirs = _told(line.budgeted_cents, line.note) if line.revision else "geen bedrag"
        first = session.scalar(asked) or "iemand anders"
        raise Conflict(mine=[("Bedrag", mine)], theirs=[("Bedrag", theirs)], by=first, version=line.revision)


def _told(amount_cents: int | None, note: str) -> str:
    return f"n.v.t. ({note.strip()})" if amount_cents is None else format_euros(amount_cents)
