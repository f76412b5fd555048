"""The decisions on a line's amount of a year, as the page of the line tells them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from contracts.domain.budget_line import Amount
from contracts.queries.budget_line import line_picture


def revisions(session: Session, *, line_id: int, year: int) -> tuple[Amount, ...]:
    """The newest first; none for a year without any."""
    found = line_picture(session, line_id=line_id).years
    return tuple(amount for each in found if each.year == year for amount in sorted(each.revisions, key=lambda amount: -amount.revision))
