"""A concept that waits for its second signature is mailed to the other publishers, by a real mail server, and to nobody else."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select, update

from kpi.domain.plain_language import problems
from portal.accounts.tables import Person
from portal.extensions import db
from portal.reminders import outbox, rounds
from portal.reminders.tables import OutgoingMail
from portal.web import clock
from tests.integration.publishing.conftest import Desk
from tests.support.mail_server import MailServer

SECOND = "publicist-twee@voorbeeld.example"


def sent(app: Flask, post: MailServer) -> dict[str, str]:
    """Send what waits: to whom, and what it says."""
    before = len(post.taken)
    with app.app_context():
        rounds.send_ready(db.session.session_factory, post.settings(), now=clock.now)
    told = {}
    for mail in post.taken[before:]:
        body = mail.get_body(("plain",))
        assert body is not None
        told[str(mail["To"])] = f"{mail['Subject']}\n{body.get_content()}".replace("\r\n", "\n")
    return told


def test_the_first_signature_is_mailed_to_the_others_and_the_second_to_nobody(ready: Desk, post: MailServer) -> None:
    page = ready.made()
    assert sent(ready.app, post) == {}, "a concept that nobody signed asks nobody"
    assert ready.signed(ready.publisher, page, code="000000").status == 422
    assert sent(ready.app, post) == {}, "a signature that was refused leaves no mail"
    assert ready.signed(ready.publisher, page).status == 303
    mails = sent(ready.app, post)
    assert list(mails) == [SECOND]
    told = next(iter(mails.values()))
    assert f"{page}\n" in told and "4e kwartaal 2025" in told and "Publicist T. Proef tekende" in told
    assert re.findall(r"\d+", told.replace(page, "").replace("4e kwartaal 2025", "")) == [], "no figures"
    assert not [name for name in ready.names if name in told]
    assert problems([line for line in told.splitlines() if line.endswith(".")]) == ()
    assert ready.signed(ready.second, page).status == 303
    assert sent(ready.app, post) == {} and post.sent_twice == 0


def test_the_mail_is_no_reminder(ready: Desk) -> None:
    page = ready.made()
    ready.signed(ready.publisher, page)
    with ready.app.app_context():
        keys = list(db.session.scalars(select(OutgoingMail.key)))
        assert len(keys) == 1 and keys[0].startswith(f"{outbox.SIGNATURE}:")
        assert outbox.last_told(db.session()) == {}, "who is asked to sign still gets today's reminder"


@pytest.mark.sqlite_only
def test_a_blocked_colleague_is_not_asked(ready: Desk) -> None:
    page = ready.made()
    ready.write(update(Person).where(Person.email == SECOND).values(is_blocked=True))
    ready.signed(ready.publisher, page)
    with ready.app.app_context():
        assert list(db.session.scalars(select(OutgoingMail.key))) == []
