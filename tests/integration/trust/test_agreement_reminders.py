"""Afspraken by a real mail server: told to who does them, then to who confirms them, and then to nobody."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from contracts.foundation.database import begin_writing
from kpi.actions import dialogues
from tests.support.mail_server import MailServer
from tests.support.reminder_desk import DAY, Desk

MONDAY, DUE = date(2026, 11, 30), date(2026, 11, 25)  # the due day is three working days after the desk's day


def told(desk: Desk, post: MailServer, day: date) -> set[str]:
    """Who is sent a mail about the plan on this day."""
    desk.at, before = datetime.combine(day, time(11), tzinfo=UTC), len(post.taken)
    desk.write(day)
    desk.send(post)
    bodies = [(mail["To"], mail.get_body(("plain",))) for mail in post.taken[before:]]
    return {to.partition("@")[0] for to, body in bodies if body is not None and "Maak een plan" in body.get_content()}


def do(desk: Desk, what: Any, who: str, **fields: Any) -> Any:
    """Somebody does something at the table."""
    member = desk.world.people[who]
    own = member.organisation_id if who == "tekenbevoegde" else None
    with desk.session() as session:
        begin_writing(session)
        made = what(session, by=member.as_actor(), at=desk.at, **fields, **({} if what is dialogues.plan_session else {"viewer_provider_id": own}))
        session.commit()
    return made


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("owner", "others"), [("tekenbevoegde", {"contractmanager"}), ("contractmanager", {"invoerder", "tekenbevoegde"})], ids=["aanbieder", "gemeente"]
)
def test_who_does_it_and_once_done_who_confirms_it(desk: Desk, post: MailServer, owner: str, others: set[str]) -> None:
    own = {"invoerder", "tekenbevoegde"} if owner == "tekenbevoegde" else {"contractmanager"}
    person = desk.world.people[owner]
    made = do(desk, dialogues.plan_session, "contractmanager", provider_id=desk.world.organisations["linde"], title="Gesprek", planned_at=desk.at)
    do(desk, dialogues.start, "contractmanager", session_id=made)
    agreed = {"text": "Maak een plan", "owner_organisation": person.organisation_name, "owner_name": person.name, "due_on": DUE}
    point = do(desk, dialogues.make_action_point, "contractmanager", session_id=made, **agreed)
    assert told(desk, post, DAY) == own
    assert told(desk, post, DUE) == own
    assert told(desk, post, MONDAY) == own, "late: every Monday"
    do(desk, dialogues.report_done, owner, action_id=point, version=1, result="Het plan ligt er.")
    assert told(desk, post, MONDAY + timedelta(days=7)) == others
    do(desk, dialogues.confirm_action_point, "contractmanager" if owner == "tekenbevoegde" else "tekenbevoegde", action_id=point, version=2)
    assert told(desk, post, MONDAY + timedelta(days=14)) == set()
    assert post.sent_twice == 0
