"""Questions about the taakvelden of budget lines."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.foundation.journal import JournalEntry
from contracts.tables.budget import BudgetLineTaakveld

Shares = dict[int, dict[int, dict[str, int]]]
"""Year -> line id -> taakveld's code -> share in hundredths of a percent."""


def taakveld_object(line_id: int, year: int) -> str:
    """How the journal names the taakvelden of a line in a year."""
    return f"budget_line:{line_id}:{year}:taakveld"


def shares_of(session: Session, *, line_id: int | None = None, year: int | None = None) -> Shares:
    """The taakvelden of all lines and years, or of one line or one year. One query."""
    t = BudgetLineTaakveld
    asked = select(t.year, t.line_id, t.code, t.share).order_by(t.year, t.line_id, t.id)
    if line_id is not None:
        asked = asked.where(t.line_id == line_id)
    if year is not None:
        asked = asked.where(t.year == year)
    found: Shares = {}
    for in_year, line, code, share in session.execute(asked):
        found.setdefault(in_year, {}).setdefault(line, {})[code] = share
    return found


def taakveld_version(session: Session, *, line_id: int, year: int) -> int:
    """The number that guards a change: that of the journal's last line about it. 0: nobody changed what was loaded. One query."""
    asked = select(func.max(JournalEntry.id)).where(JournalEntry.object == taakveld_object(line_id, year))
    return session.scalar(asked) or 0
