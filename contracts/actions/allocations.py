"""One line's part of a commitment's year. The whole year at once: `division.py`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contracts.actions.division_rows import divided_year, first_of, names_of, reasons_of, touch, write_amount, write_shares
from contracts.domain.allocation import read_amount, require_budget, require_room
from contracts.domain.division import AMOUNTS
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict
from contracts.foundation.journal import record
from contracts.foundation.money import format_euros
from contracts.queries.budget import lines


def set_allocation(
    session: Session,
    *,
    commitment_id: int,
    budget_line_id: int,
    year: int,
    amount_text: str,
    version: int,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> int:
    """Let one line pay this amount of a commitment's year, and return the new version. `version` is the one seen; 0: none was there.

    A year that followed shares follows amounts from then on. Raises NotFound (no such commitment or line), Refused (no amount, more than
    was promised, a line without budget, a line beyond its budget without a reason), Conflict.
    """
    found = divided_year(session, commitment_id=commitment_id, year=year)
    known = lines(session, year=year)
    name = names_of(known, {budget_line_id})[budget_line_id]
    require_budget(name, budgeted_cents=next(line.budgeted_cents for line in known if line.id == budget_line_id), year=year)
    amount = read_amount(amount_text)
    _, current, stored, _ = found.allocations.get(budget_line_id, (0, 0, 0, ""))
    told = found.cell(budget_line_id)
    if stored != version:
        mine, theirs = [("Bedrag", format_euros(amount))], [("Bedrag", format_euros(current))]
        raise Conflict(mine=mine, theirs=theirs, by=first_of(session, told, found.object), version=stored)
    others = sum(found.amounts.values()) - current
    require_room(amount, current_cents=current, others_cents=others, committed_cents=found.committed_cents)
    reasons = reasons_of(session, found, known, found.amounts | {budget_line_id: amount}, reason=reason)
    touch(session, found, division=AMOUNTS)
    write_amount(session, found, budget_line_id, amount, reasons.get(budget_line_id, ""))
    write_shares(session, found, {})
    details = {"line": name, "was_cents": current, "amount_cents": amount, "reason": reasons.get(budget_line_id, "")}
    record(session, by=by, at=at, action="verdeling gewijzigd", object=told, details=details)
    return stored + 1
