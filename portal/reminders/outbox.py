"""The outbox: writing a mail once, taking one to send, and writing down what became of it. Each step is one change in the database."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import NotFound, Refused
from contracts.foundation.journal import record
from contracts.foundation.period import AMSTERDAM
from portal.reminders.post import LATER, REFUSED, SENT, Outcome
from portal.reminders.tables import OutgoingMail

READY, BUSY, DONE, FAILED = "klaar", "bezig", "verstuurd", "mislukt"
MOST_ATTEMPTS = 6
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=4)
KEPT = timedelta(days=90)
REMINDER, MEETING, ANSWER, SIGNATURE = "herinnering", "gesprek", "advies", "handtekening"
"""What mails are for, as their keys begin."""
SHOWN = 200


@dataclass(frozen=True, slots=True)
class MailLine:
    """One mail of the outbox."""

    id: int
    person_id: int | None
    to_address: str
    subject: str
    body: str
    calendar: str
    message_id: str
    state: str
    attempts: int
    last_error: str
    written_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Written:
    """A mail as it is known by its key: what it is for, and how far it came."""

    id: int
    key: str
    state: str


_LINE: Select[*tuple[Any, ...]] = select(
    OutgoingMail.id, OutgoingMail.person_id, OutgoingMail.to_address, OutgoingMail.subject, OutgoingMail.body, OutgoingMail.calendar,
    OutgoingMail.message_id, OutgoingMail.state, OutgoingMail.attempts, OutgoingMail.last_error, OutgoingMail.written_at, OutgoingMail.sent_at,
)  # fmt: skip


def reminder_key(person_id: int, day: date) -> str:
    """What makes a digest unique: one person, one day."""
    return f"{REMINDER}:{person_id}:{day.isoformat()}"


def write(session: Session, *, key: str, person_id: int | None, to: str, subject: str, body: str, calendar: str, address: str, at: datetime) -> bool:
    """Put a mail in the outbox; False when this one was written before. Its Message-ID stays the same however often it is tried."""
    if session.scalar(select(OutgoingMail.id).where(OutgoingMail.key == key)) is not None:
        return False
    message_id = f"<{uuid.uuid4().hex}@{urlsplit(address).hostname}>"
    told = {"to_address": to, "subject": subject, "body": body, "calendar": calendar, "message_id": message_id}
    session.add(OutgoingMail(key=key, person_id=person_id, written_at=at, next_try_at=at, **told))
    session.flush()
    return True


def last_told(session: Session) -> dict[int, date]:
    """When each person last got a digest, or will get one that is written."""
    # a digest that was sent again on purpose has another key: it still counts
    digests = [OutgoingMail.key.not_like(f"{other}:%") for other in (MEETING, ANSWER, SIGNATURE)]
    rows = session.execute(select(OutgoingMail.person_id, func.max(OutgoingMail.written_at)).where(*digests).group_by(OutgoingMail.person_id))
    return {row[0]: row[1].astimezone(AMSTERDAM).date() for row in rows if row[0] is not None}


def waiting_reminders(session: Session) -> list[tuple[int, int, str]]:
    """Digests that were written and not handed over yet: id, person, key."""
    rows = session.execute(
        select(OutgoingMail.id, OutgoingMail.person_id, OutgoingMail.key)
        .where(OutgoingMail.state == READY, OutgoingMail.key.like(f"{REMINDER}:%"), OutgoingMail.person_id.is_not(None))
        .order_by(OutgoingMail.id)
    )
    return [(row[0], row[1], row[2]) for row in rows if row[1] is not None]


def written_about(session: Session, *, beginning: str) -> list[Written]:
    """The mails whose key begins like this, in the order in which they were written."""
    rows = select(OutgoingMail.id, OutgoingMail.key, OutgoingMail.state).where(OutgoingMail.key.startswith(beginning, autoescape=True))
    return [Written(*row) for row in session.execute(rows.order_by(OutgoingMail.id))]


def withdraw(session: Session, *, mail_id: int) -> None:
    """Take back a mail that is no longer needed and that nobody got."""
    session.execute(delete(OutgoingMail).where(OutgoingMail.id == mail_id, OutgoingMail.state == READY))


def rewrite(session: Session, *, mail_id: int, subject: str, body: str, calendar: str) -> None:
    """Let a mail that still waits say what is true now."""
    told = {"subject": subject, "body": body, "calendar": calendar}
    session.execute(update(OutgoingMail).where(OutgoingMail.id == mail_id, OutgoingMail.state == READY).values(**told))


def ready(session: Session, *, at: datetime) -> list[int]:
    """The mails that may be tried now, the oldest first."""
    query = select(OutgoingMail.id).where(OutgoingMail.state == READY, OutgoingMail.next_try_at <= at).order_by(OutgoingMail.id)
    return list(session.scalars(query))


def claim(session: Session, *, mail_id: int) -> MailLine | None:
    """Take a mail to send it. None when somebody else has it: of two that try, one gets it. Commit before sending."""
    change = (
        update(OutgoingMail).where(OutgoingMail.id == mail_id, OutgoingMail.state == READY).values(state=BUSY, attempts=OutgoingMail.attempts + 1)
    )
    if session.execute(change).rowcount != 1:  # type: ignore[attr-defined]
        return None
    return MailLine(*session.execute(_LINE.where(OutgoingMail.id == mail_id)).one())


def settle(session: Session, *, mail: MailLine, outcome: Outcome, at: datetime) -> None:
    """Write down what became of a mail that was taken. What is not known stays 'bezig': it is never sent again by itself."""
    values: dict[str, object] = {"last_error": "" if outcome.kind == SENT else outcome.words}
    if outcome.kind == SENT:
        values |= {"state": DONE, "sent_at": at}
    elif outcome.kind == REFUSED or (outcome.kind == LATER and mail.attempts >= MOST_ATTEMPTS):
        values |= {"state": FAILED}
    elif outcome.kind == LATER:
        values |= {"state": READY, "next_try_at": at + wait_after(mail.attempts)}
    session.execute(update(OutgoingMail).where(OutgoingMail.id == mail.id, OutgoingMail.state == BUSY).values(**values))


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many tries: 5 minutes, 15, 45 ... at most four hours."""
    return min(FIRST_WAIT * int(3 ** (attempts - 1)), LONGEST_WAIT)


def send_again(session: Session, *, mail_id: int, by: Actor, at: datetime) -> None:
    """On purpose: try a mail again of which nothing is known, or that was refused. Raises NotFound, or Refused when it is sent or waits."""
    row = session.execute(select(OutgoingMail.state, OutgoingMail.key, OutgoingMail.person_id).where(OutgoingMail.id == mail_id)).first()
    if row is None:
        raise NotFound(f"mail {mail_id}")
    # another key: it no longer is today's reminder, which a later round could rewrite or take back
    values = {"state": READY, "next_try_at": at, "attempts": 0, "key": f"opnieuw:{mail_id}:{at:%Y%m%dT%H%M%S%f}"}
    change = update(OutgoingMail).where(OutgoingMail.id == mail_id, OutgoingMail.state.in_((BUSY, FAILED))).values(**values)
    if session.execute(change).rowcount != 1:  # type: ignore[attr-defined]
        raise Refused("", "Dit bericht is al verstuurd of staat al klaar.")
    record(session, by=by, at=at, action="bericht opnieuw klaargezet", object=f"bericht {mail_id}", details={"was": row.key})


def lines(session: Session, *, states: Sequence[str]) -> list[MailLine]:
    """Mails in these states, the latest first."""
    return [MailLine(*row) for row in session.execute(_LINE.where(OutgoingMail.state.in_(states)).order_by(OutgoingMail.id.desc()).limit(SHOWN))]


def counts(session: Session) -> dict[str, int]:
    """How many mails there are in each state."""
    return {row[0]: row[1] for row in session.execute(select(OutgoingMail.state, func.count()).group_by(OutgoingMail.state))}


def forget_old(session: Session, *, at: datetime) -> int:
    """Remove mails after 90 days, whatever became of them."""
    return int(session.execute(delete(OutgoingMail).where(OutgoingMail.written_at < at - KEPT)).rowcount)  # type: ignore[attr-defined]
