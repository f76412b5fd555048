"""A database with the small world, and how a round of reminders is made on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Executable, select
from sqlalchemy.orm import Session

from contracts.domain.awb_terms import Rulebook
from contracts.foundation.database import begin_writing
from portal.reminders import outbox, rounds
from portal.reminders.tables import OutgoingMail
from tests.support.databases import engine_for, session_on
from tests.support.mail_server import MailServer
from tests.support.world import World

DAY, ADDRESS = date(2026, 11, 20), "https://portaal.example"  # three working days before Huize Noord's deadline
NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)


class Desk:
    """A database with the small world, and how a round is made on it."""

    def __init__(self, url: str, world: World) -> None:
        self.url, self.world, self.at = url, world, NOON
        self.engine = engine_for(url)

    @contextmanager
    def session(self) -> Iterator[Session]:
        opened = session_on(self.engine)
        try:
            yield opened
        finally:
            opened.close()

    def change(self, statement: Executable) -> None:
        with self.session() as session:
            begin_writing(session)
            session.execute(statement)
            session.commit()

    def write(self, day: date = DAY) -> int:
        with self.session() as session:
            begin_writing(session)
            written = rounds.write_digests(session, book=Rulebook(), at=self.at, today=day, address=ADDRESS)
            session.commit()
        return written

    def put(self, count: int) -> None:
        """Mails of another kind, for whoever sends: rounds neither rewrite them nor take them back."""
        with self.session() as session:
            begin_writing(session)
            person = self.world.people["invoerder"].person_id
            for number in range(count):
                told = {"to": f"p{number}@voorbeeld.example", "subject": f"Bericht {number}", "body": "Tekst.\n", "calendar": ""}
                outbox.write(session, key=f"proef:{number}", person_id=person, address=ADDRESS, at=NOON, **told)
            session.commit()

    def send(self, server: MailServer, **changed: Any) -> rounds.Sent:
        return rounds.send_ready(self.session, server.settings(**changed), now=lambda: self.at)

    def states(self) -> list[str]:
        with self.session() as session:
            return list(session.scalars(select(OutgoingMail.state).order_by(OutgoingMail.id)))

    def mail(self) -> OutgoingMail:
        with self.session() as session:
            return session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).first() or OutgoingMail()
