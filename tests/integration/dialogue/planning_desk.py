"""The page of a session's people, as tests use it, and the mails that were written about it."""

from __future__ import annotations

from typing import Any

from flask import Flask
from icalendar import Calendar
from sqlalchemy import select, update

from contracts.foundation import database
from portal.extensions import db
from portal.reminders.tables import OutgoingMail
from tests.integration.dialogue.conftest import Table
from tests.support.inspector import Answer, Inspector

SERIES = "/dialoog/reeksen"
GUEST = {"name": "Wim Smeets", "email": "wim@corporatie.example", "partner": "Woningcorporatie"}


def people(table: Table) -> str:
    """The page of a session's people."""
    return f"{table.session}/deelnemers"


def send(table: Table, what: str, who: Inspector | None = None, **fields: str) -> Answer:
    """Send a form of that page, as it stands there, with these fields."""
    sender, path = who or table.chair, f"{table.session}/{what}"
    return sender.post(path, sender.get(people(table)).form(path) | fields)


def mails(app: Flask) -> list[tuple[str, str, int]]:
    """What waits in the outbox: to whom, what the calendar is asked, the sequence."""
    with app.app_context():
        rows = db.session.execute(select(OutgoingMail.to_address, OutgoingMail.calendar, OutgoingMail.body).order_by(OutgoingMail.id)).all()
        db.session.remove()
    found = []
    for to, text, _ in rows:
        calendar: Any = Calendar.from_ical(text)
        event: Any = calendar.walk("VEVENT")[0]
        found.append((to.split("@")[0], str(calendar["METHOD"]), int(event["SEQUENCE"])))
    return found


def sent(app: Flask) -> None:
    """Everything that waits went out."""
    with app.app_context():
        database.begin_writing(db.session())
        db.session.execute(update(OutgoingMail).values(state="verstuurd"))
        db.session.commit()
        db.session.remove()


def actions(page: Answer) -> list[str]:
    """Where the forms of a page go."""
    assert page.root is not None
    return [form.get("action", "") for form in page.root.iter("{http://www.w3.org/1999/xhtml}form")]
