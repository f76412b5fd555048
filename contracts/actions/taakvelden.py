"""Giving a budget line its taakvelden in a year. What it had before stands in the journal, with who changed it and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from contracts.domain.decision import SHORTEST_REASON, require_budget_year
from contracts.domain.taakveld import require_taakvelden, shares_text
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry, record
from contracts.foundation.period import AMSTERDAM
from contracts.queries.taakvelden import shares_of, taakveld_object, taakveld_version
from contracts.tables.budget import BudgetLine, BudgetLineTaakveld


def set_taakvelden(
    session: Session, *, line_id: int, year: int, shares: Mapping[str, int], version: int, reason: str, by: Actor, at: datetime
) -> None:
    """Put these taakvelden (code -> hundredths of a percent, together 10000) in the place of what the line has. None: without taakveld.

    `version` is `taakveld_version` as it was seen. Raises NotFound, Refused, Conflict.
    """
    require_budget_year(year)
    parent_id = session.execute(select(BudgetLine.parent_id).where(BudgetLine.id == line_id)).one_or_none()
    if parent_id is None:
        raise NotFound(f"budget line {line_id}")
    if parent_id[0] is not None:
        raise Refused("taakvelden", "Een oormerk volgt de regel waar het onder valt. Geef die regel haar taakvelden.")
    require_taakvelden(shares, year)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused("reason", f"Geef een reden van minstens {SHORTEST_REASON} tekens.")
    was = shares_of(session, line_id=line_id, year=year).get(year, {}).get(line_id, {})
    _require_latest(session, line_id, year, version, mine=shares_text(shares), theirs=shares_text(was))
    session.execute(delete(BudgetLineTaakveld).where(BudgetLineTaakveld.line_id == line_id, BudgetLineTaakveld.year == year))
    source = f"Keuze van {at.astimezone(AMSTERDAM):%d-%m-%Y}"
    session.add_all(BudgetLineTaakveld(line_id=line_id, year=year, code=code, share=share, source=source) for code, share in shares.items())
    session.flush()
    details = {"was": was, "shares": dict(shares), "reason": reason.strip()}
    record(session, by=by, at=at, action="taakvelden gewijzigd", object=taakveld_object(line_id, year), details=details)


def _require_latest(session: Session, line_id: int, year: int, version: int, *, mine: str, theirs: str) -> None:
    latest = taakveld_version(session, line_id=line_id, year=year)
    if latest != version:
        first = session.scalar(select(JournalEntry.actor).where(JournalEntry.id == latest)) or "iemand anders"
        raise Conflict(mine=[("Taakvelden", mine)], theirs=[("Taakvelden", theirs)], by=first, version=latest)


def copy_taakvelden(session: Session, *, from_year: int, year: int, source: str) -> int:
    """Let lines without taakvelden in `year` have those of `from_year`, as far as every code holds there too. How many lines got them."""
    before, there = shares_of(session, year=from_year).get(from_year, {}), shares_of(session, year=year).get(year, {})
    copied = 0
    for line_id, shares in before.items():
        if line_id in there or not _hold(shares, year):
            continue
        copied += 1
        session.add_all(BudgetLineTaakveld(line_id=line_id, year=year, code=code, share=share, source=source) for code, share in shares.items())
    session.flush()
    return copied


def _hold(shares: Mapping[str, int], year: int) -> bool:
    try:
        require_taakvelden(shares, year)
    except Refused:
        return False
    return True
