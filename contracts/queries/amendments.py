"""The versions of what was agreed, and what each changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.domain.amendment import Changed, changes
from contracts.domain.subject import Subject
from contracts.tables.amendment import Amendment


@dataclass(frozen=True, slots=True)
class AmendmentItem:
    """One version. `changed` is what it changed in the version before; of the first one that is nothing."""

    number: int
    at: datetime
    person_name: str
    effective_on: date
    reason: str
    content: str
    changed: tuple[Changed, ...]


def amendments_of(session: Session, *, subject: Subject) -> tuple[AmendmentItem, ...]:
    """The versions, the newest first; empty while nothing was ever changed. The caller found the subject for its viewer. One query."""
    a = Amendment
    asked = select(a.number, a.at, a.person_name, a.effective_on, a.reason, a.content).filter_by(**subject.keys).order_by(a.number)
    found: list[AmendmentItem] = []
    for row in session.execute(asked):
        changed = changes(found[-1].content, row.content) if found else ()
        found.append(AmendmentItem(row.number, row.at, row.person_name, row.effective_on, row.reason, row.content, changed))
    return tuple(reversed(found))
