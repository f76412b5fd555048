"""One round of the reminders: write today's digests, then send what is ready. Meant for cron, as often as one likes.

Writing is one transaction. Sending is three steps a mail: take it (commit), hand it over, write down what became of it (commit). Whatever
breaks in between, no mail goes out twice: what was taken and never settled stays 'bezig', and the beheerder sees it.
"""

from __future__ import annotations

import smtplib
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from contracts.domain.awb_terms import Rulebook
from contracts.foundation.actor import system
from contracts.foundation.database import begin_writing
from contracts.foundation.journal import record
from portal.config import MailSettings
from portal.reminders import agenda, outbox, wording
from portal.reminders.facts import facts, recipients
from portal.reminders.message import BadAddress, message
from portal.reminders.plan import Digest, due, overview
from portal.reminders.post import REFUSED, Outcome, ServerUnusable, connection, send

Sessions = Callable[[], AbstractContextManager[Session]]
SENDER = system("herinneringen")


@dataclass(slots=True)
class Sent:
    """What a round did: how many of each outcome, and why it stopped when it did."""

    outcomes: Counter[str] = field(default_factory=Counter)
    problem: str = ""


def write_digests(session: Session, *, book: Rulebook, at: datetime, today: date, address: str) -> int:
    """Write today's digests into the outbox, once each, and bring those that still wait up to date. Needs a transaction open for writing."""
    open_now, people = facts(session, book=book, today=today), recipients(session)
    known = {one.person_id: one for one in people}
    for mail_id, person_id, key in outbox.waiting_reminders(session):
        items = overview(known[person_id], open_now, at=at, today=today) if person_id in known else ()
        if key != outbox.reminder_key(person_id, today) or not items:
            outbox.withdraw(session, mail_id=mail_id)
        else:
            outbox.rewrite(session, mail_id=mail_id, **_texts(Digest(known[person_id], items), at=at, today=today, address=address))
    written = 0
    for digest in due(people, open_now, at=at, today=today, last_told=outbox.last_told(session)):
        one = digest.recipient
        key = outbox.reminder_key(one.person_id, today)
        texts = _texts(digest, at=at, today=today, address=address)
        written += outbox.write(session, key=key, person_id=one.person_id, to=one.email, address=address, at=at, **texts)
    if written:
        record(session, by=SENDER, at=at, action="herinneringen geschreven", object="berichten", details={"aantal": written})
    return written


def _texts(digest: Digest, *, at: datetime, today: date, address: str) -> dict[str, str]:
    deadlines = agenda.deadlines_in(digest.items)
    return {
        "subject": wording.subject(digest.items, today=today),
        "body": wording.body(digest.recipient, digest.items, today=today, address=address),
        "calendar": agenda.written(deadlines, address=address, at=at) if deadlines else "",
    }


def send_ready(sessions: Sessions, settings: MailSettings, *, now: Callable[[], datetime]) -> Sent:
    """Send what is ready. Nothing is taken before the mail server is there; a server that gives up halfway ends the round."""
    done = Sent()
    with sessions() as session:
        waiting = outbox.ready(session, at=now())
        session.rollback()
        try:
            while waiting:
                with connection(settings) as server:
                    waiting = _some(session, server, waiting, settings, done, now)
        except ServerUnusable as problem:
            done.problem = str(problem)
    return done


def _some(session: Session, server: smtplib.SMTP, waiting: list[int], settings: MailSettings, done: Sent, now: Callable[[], datetime]) -> list[int]:
    """Send over one line until it breaks; what is left needs a new one."""
    while waiting:
        mail_id, *waiting = waiting
        begin_writing(session)
        mail = outbox.claim(session, mail_id=mail_id)
        session.commit()
        if mail is None:
            continue
        outcome = _hand_over(server, mail, settings, at=now())
        begin_writing(session)
        outbox.settle(session, mail=mail, outcome=outcome, at=now())
        session.commit()
        done.outcomes[outcome.kind] += 1
        if not _is_alive(server):
            break
    return waiting


def _hand_over(server: smtplib.SMTP, mail: outbox.MailLine, settings: MailSettings, *, at: datetime) -> Outcome:
    try:
        data = message(
            to=mail.to_address, subject=mail.subject, body=mail.body, calendar=mail.calendar,
            message_id=mail.message_id, sender=settings.sender, at=at,
        )  # fmt: skip
    except BadAddress:
        return Outcome(REFUSED, "Dit is geen e-mailadres waar een bericht heen kan.")
    return send(server, sender=settings.sender, to=mail.to_address, data=data)


def _is_alive(server: smtplib.SMTP) -> bool:
    """Can the next mail go over the same line?"""
    try:
        return server.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False
