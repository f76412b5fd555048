"""Advice by a real mail server: the contractmanager is told at once and around the term, and nobody else; answers go to the klankbordgroep."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from contracts.foundation.database import begin_writing
from kpi.actions.advice_answers import answer
from kpi.actions.advice_giving import give
from portal.accounts.people_queries import members
from portal.reminders import advice_mail
from tests.support.mail_server import MailServer
from tests.support.reminder_desk import ADDRESS, DAY, Desk

SUBJECT, TEXT = "De wachttijd van mijn zus", "Laat mensen elke maand weten hoelang het nog duurt."


def told(desk: Desk, post: MailServer, day: date) -> dict[str, str]:
    """Who is sent what about the advice on this day."""
    desk.at, before = datetime.combine(day, time(11), tzinfo=UTC), len(post.taken)
    desk.write(day)
    desk.send(post)
    bodies = [(mail["To"], mail.get_body(("plain",)), mail["Subject"]) for mail in post.taken[before:]]
    texts = {to.partition("@")[0]: f"{subject} {body.get_content()}" for to, body, subject in bodies if body is not None}
    return {to: text for to, text in texts.items() if "/advies/" in text}


def do(desk: Desk, what: Any, who: str, **fields: Any) -> Any:
    with desk.session() as session:
        begin_writing(session)
        made = what(session, by=desk.world.people[who].as_actor(), at=desk.at, **fields)
        session.commit()
    return made


@pytest.mark.sqlite_only
def test_the_gemeente_is_told_before_and_after_the_term_and_the_members_of_the_answer(desk: Desk, post: MailServer) -> None:
    advice = do(desk, give, "klankbordgroeplid", subject=SUBJECT, text=TEXT, may_be_named=True, answer_working_days=14)
    due = date(2026, 12, 10)
    for day in (DAY, date(2026, 11, 26), date(2026, 12, 7), due, due + timedelta(days=1), due + timedelta(days=4)):
        mails = told(desk, post, day)
        assert set(mails) == {"contractmanager"}, day
        assert f"{ADDRESS}/advies/{advice}" in mails["contractmanager"]
        assert not any(secret in mails["contractmanager"] for secret in (SUBJECT, TEXT, "zus", desk.world.people["klankbordgroeplid"].name))
    assert told(desk, post, due + timedelta(days=5)) == {}
    more = {"verdict": "niet mee eens", "reason": "Dat lukt ons helaas niet meer."}
    number = do(desk, answer, "contractmanager", advice_id=advice, version=1, **more)
    with desk.session() as session:
        begin_writing(session)
        board = [one for one in members(session) if one.organisation_kind == "klankbordgroep"]
        about: dict[str, Any] = {"advice_id": advice, "number": number, "is_outcome": False, "address": ADDRESS, "at": desk.at}
        sent = [advice_mail.write(session, person_id=one.person_id, name=one.name, to=one.email, **about) for one in board for _ in range(2)]
        session.commit()
    assert sent == [True, False]
    mails = told(desk, post, due + timedelta(days=11))
    assert set(mails) == {"klankbordgroeplid"}
    assert not any(secret in mails["klankbordgroeplid"] for secret in (SUBJECT, TEXT, *more.values()))
    assert post.sent_twice == 0
