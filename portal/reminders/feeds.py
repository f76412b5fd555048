"""A person's own calendar address: made, renewed, and found again by its long random part."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import NotFound
from contracts.foundation.journal import record
from portal.accounts import secrets
from portal.reminders.facts import recipients
from portal.reminders.plan import Recipient
from portal.reminders.tables import CalendarFeed


def renew(session: Session, *, person_id: int, by: Actor, at: datetime) -> str:
    """A new address for this person; the earlier one stops working. Returns its random part, which is shown once and stored hashed."""
    token = secrets.new_token()
    end(session, person_id=person_id)
    session.add(CalendarFeed(person_id=person_id, token_hash=secrets.hashed(token), made_at=at))
    session.flush()
    record(session, by=by, at=at, action="agenda-adres gemaakt", object=f"persoon {person_id}")
    return token


def end(session: Session, *, person_id: int) -> None:
    """Let this person's address stop working."""
    session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == person_id))


def made_at(session: Session, *, person_id: int) -> datetime | None:
    """Since when this person has an address; None when there is none."""
    return session.scalar(select(CalendarFeed.made_at).where(CalendarFeed.person_id == person_id))


def recipient_of(session: Session, *, token: str) -> Recipient:
    """Whose address this is. Raises NotFound for an unknown one, and for somebody who is blocked or has no role any more."""
    person_id = session.scalar(select(CalendarFeed.person_id).where(CalendarFeed.token_hash == secrets.hashed(token)))
    if person_id is None:
        raise NotFound("calendar")
    return recipient(session, person_id=person_id)


def recipient(session: Session, *, person_id: int) -> Recipient:
    """Somebody who is not blocked and has a role, with all their places. Raises NotFound."""
    found = next((one for one in recipients(session) if one.person_id == person_id), None)
    if found is None:
        raise NotFound("calendar")
    return found
