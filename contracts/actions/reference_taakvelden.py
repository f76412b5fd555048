"""Storing the taakvelden of a region's file. What people chose for a line in a year is theirs: the file leaves it alone."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from contracts.actions.upsert import Counts, upsert
from contracts.domain.reference.budget import BudgetLineRecord
from contracts.domain.reference.record import columns
from contracts.foundation.journal import JournalEntry
from contracts.queries.taakvelden import shares_of, taakveld_object
from contracts.tables.budget import BudgetLine, BudgetLineTaakveld


def store_taakvelden(session: Session, lines: tuple[BudgetLineRecord, ...]) -> Counts:
    """Bring the lines and years that the file speaks of in line with it. Call it when the lines are stored."""
    ids = {row.code: row.id for row in session.execute(select(BudgetLine.code, BudgetLine.id))}
    told = [columns(each) | {"line_id": ids[line.code]} for line in lines for each in line.taakvelden]
    objects = {taakveld_object(row["line_id"], row["year"]) for row in told}
    theirs = set(session.scalars(select(JournalEntry.object).where(JournalEntry.object.in_(sorted(objects)))))
    ours = [row for row in told if taakveld_object(row["line_id"], row["year"]) not in theirs]
    stored = shares_of(session)
    for line_id, year in sorted({(row["line_id"], row["year"]) for row in ours}):
        codes = {row["code"] for row in ours if (row["line_id"], row["year"]) == (line_id, year)}
        gone = sorted(set(stored.get(year, {}).get(line_id, {})) - codes)
        t = BudgetLineTaakveld
        session.execute(delete(t).where(t.line_id == line_id, t.year == year, t.code.in_(gone)))
    return upsert(session, BudgetLineTaakveld, ours, key=("line_id", "year", "code"))
