"""Writing down the versions of what was agreed: each whole, none ever changed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.domain.amendment import FIRST_REASON, Changed, CommitmentTerms, FrameTerms, changes
from contracts.domain.subject import Subject
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict
from contracts.foundation.journal import JournalEntry, record
from contracts.tables.amendment import Amendment

ELSEWHERE = "Elders in het portaal gewijzigd, zonder wijziging van de overeenkomst."
Terms = CommitmentTerms | FrameTerms


def keep_version(session: Session, *, subject: Subject, before: Terms, after: Terms, effective_on: date, reason: str, by: Actor, at: datetime) -> int:
    """Write the version that is agreed now and return its number. `before` is how it stood; the caller changed the rows.

    Number 1 is written together with the first change. What was changed elsewhere since the last version (the amounts of a subsidie
    follow its events) gets a version of its own first, so that every version holds what its own reason explains.
    """
    known = _latest(session, subject)
    if known is None:
        moment, person = _first_recorded(session, subject)
        known = (_write(session, subject, 1, before, before.starts_on, FIRST_REASON, moment or at, person), before.text)
    if known[1] != before.text:
        known = (_write(session, subject, known[0] + 1, before, effective_on, ELSEWHERE, at, "Samenzicht"), before.text)
    number = _write(session, subject, known[0] + 1, after, effective_on, reason, at, by.name)
    told = [[each.label, each.was, each.now] for each in changes(before.text, after.text)]
    details = {"nummer": number, "gaat in op": effective_on.isoformat(), "reden": reason, "gewijzigd": told}
    record(session, by=by, at=at, action="overeenkomst gewijzigd", object=subject.object, details=details)
    return number


def require_seen(session: Session, *, subject: Subject, version: int, stored: int, now: Terms, mine: Terms) -> None:
    """Raises Conflict with both texts when somebody changed the terms after they were seen."""
    if version != stored:
        differ = changes(now.text, mine.text)
        raise Conflict(mine=_told(differ, mine=True), theirs=_told(differ, mine=False), by=last_writer(session, subject), version=stored)


def last_writer(session: Session, subject: Subject) -> str:
    """Who last changed it, as the journal tells."""
    asked = select(JournalEntry.actor).where(JournalEntry.object == subject.object).order_by(JournalEntry.id.desc()).limit(1)
    return session.scalar(asked) or "iemand anders"


def _told(differ: tuple[Changed, ...], *, mine: bool) -> list[tuple[str, str]]:
    return [(each.label, each.now if mine else each.was) for each in differ]


def _latest(session: Session, subject: Subject) -> tuple[int, str] | None:
    asked = select(Amendment.number, Amendment.content).filter_by(**subject.keys).order_by(Amendment.number.desc()).limit(1)
    row = session.execute(asked).first()
    return None if row is None else (row.number, row.content)


def _first_recorded(session: Session, subject: Subject) -> tuple[datetime | None, str]:
    """When it was recorded and by whom, as the journal tells."""
    asked = select(JournalEntry.at, JournalEntry.actor).where(JournalEntry.object == subject.object).order_by(JournalEntry.id).limit(1)
    row = session.execute(asked).first()
    return (None, "niet bekend") if row is None else (row.at, row.actor)


def _write(session: Session, subject: Subject, number: int, terms: Terms, effective_on: date, reason: str, at: datetime, person: str) -> int:
    about = {"number": number, "effective_on": effective_on, "reason": reason, "content": terms.text, "at": at, "person_name": person[:120]}
    session.add(Amendment(**subject.keys, **about))
    session.flush()
    return number
