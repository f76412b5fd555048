"""New lines of the begroting, and a new year for all lines at once: the begroting changes every year."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.actions.budget import REVISED, add_revision
from contracts.actions.taakvelden import copy_taakvelden
from contracts.domain.budget_line import NewLine, read_code, read_name, read_note
from contracts.domain.decision import SHORTEST_REASON, NewAmount, is_closed, require_budget_year, require_decision
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Refused
from contracts.foundation.journal import record
from contracts.foundation.period import AMSTERDAM
from contracts.queries.budget import lines
from contracts.queries.budget_line import amount_object
from contracts.tables.budget import BudgetLine


def make_line(session: Session, *, new: NewLine, by: Actor, at: datetime) -> int:
    """Add a line, or an earmark inside one, and return its id. It has no amount in any year yet. Raises Refused."""
    code, name, note = read_code(new.code), read_name(new.name), read_note(new.note)
    if len(new.reason.strip()) < SHORTEST_REASON:
        raise Refused("reason", f"Geef een reden van minstens {SHORTEST_REASON} tekens.")
    if session.scalar(select(BudgetLine.id).where(BudgetLine.code == code)) is not None:
        raise Refused("code", f"De korte naam '{code}' is al in gebruik. Kies een andere.")
    _require_parent(session, new.parent_id)
    last = session.scalar(select(func.max(BudgetLine.position))) or 0
    source = f"Toegevoegd op {at.astimezone(AMSTERDAM):%d-%m-%Y} door {by.name}"[:200]
    made = BudgetLine(code=code, name=name, parent_id=new.parent_id, position=last + 1, note=note, source=source)
    session.add(made)
    session.flush()
    details = {"code": code, "name": name, "parent_id": new.parent_id, "reason": new.reason.strip()}
    record(session, by=by, at=at, action="begrotingsregel gemaakt", object=f"budget_line:{made.id}", details=details)
    return made.id


def _require_parent(session: Session, parent_id: int | None) -> None:
    """An earmark stands in a line, not in another earmark."""
    if parent_id is None:
        return
    found = session.execute(select(BudgetLine.parent_id).where(BudgetLine.id == parent_id)).one_or_none()
    if found is None or found[0] is not None:
        raise Refused("parent_id", "Kies een hoofdregel van de begroting. Een oormerk kan niet in een ander oormerk staan.")


def open_year(session: Session, *, year: int, decided_on: date, reason: str, note: str, by: Actor, at: datetime) -> int:
    """Give every line without an amount in `year` that of the year before, as a first, provisional revision; how many lines got one.

    "n.v.t." stays so. Taakvelden come along as far as they hold in the new year. Each amount can be revised on its own
    after that. Raises Refused.
    """
    require_budget_year(year)
    if is_closed(year, at=at):
        raise Refused("year", f"{year} is afgesloten. Geef een regel van dat jaar een bedrag op haar eigen pagina.")
    reason = require_decision(decided_on=decided_on, reason=reason, at=at)
    there = {line.id for line in lines(session, year=year) if line.revision}
    copied = 0
    for line in lines(session, year=year - 1):
        if line.id in there or not line.revision:
            continue
        copied += 1
        told = note.strip() or ("" if line.budgeted_cents is not None else "n.v.t.")
        new = NewAmount(amount_text=None, decided_on=decided_on, reason=reason, note=told, is_provisional=True)
        add_revision(session, line_id=line.id, year=year, revision=1, amount_cents=line.budgeted_cents, new=new)
        details = {"was_cents": None, "amount_cents": line.budgeted_cents, "decided_on": decided_on.isoformat(), "reason": reason, "revision": 1}
        record(session, by=by, at=at, action=REVISED, object=amount_object(line.id, year), details={**details, "copied_from": year - 1})
    if not copied:
        raise Refused("year", f"Er is niets over te nemen: in {year - 1} staat geen bedrag, of in {year} heeft elke regel er al een.")
    copy_taakvelden(session, from_year=year - 1, year=year, source=f"Overgenomen van {year - 1} op {at.astimezone(AMSTERDAM):%d-%m-%Y}")
    return copied
