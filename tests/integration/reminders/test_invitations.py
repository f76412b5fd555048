"""Invitations through a real mail server, read back with icalendar: what a calendar program gets, in the order in which it gets it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar

from contracts.foundation.database import begin_writing
from portal.reminders import invitations
from portal.reminders.invitation_words import Invitee, Meeting
from portal.reminders.invitations import Post
from tests.support.mail_server import SENDER, MailServer
from tests.support.reminder_desk import ADDRESS, Desk

POST = Post(ADDRESS, SENDER)
BEGINS = datetime.fromisoformat("2026-12-08T10:00:00+01:00")
FIRST = Meeting(12, "Gesprek derde kwartaal", "Huize Noord", "Karin Peters, Gemeente Maastricht", BEGINS, 90, "Stadhuis", 0)
MOVED = replace(FIRST, starts_at=BEGINS + timedelta(days=7), sequence=1)
OFF = replace(MOVED, sequence=2, is_cancelled=True)
NOOR = Invitee(1, "Noor Bakker", "noor@noord.example")
HANS = Invitee(2, "Hans Vermeulen", "hans@noord.example")
GUEST = Invitee(3, "Wim Smeets", "wim@corporatie.example", can_open=False)


def told(desk: Desk, tell: Any, meeting: Meeting, *people: Invitee, **more: str) -> int:
    with desk.session() as session:
        begin_writing(session)
        written = tell(session, meeting, people, post=POST, at=desk.at, **more)
        session.commit()
    return int(written)


def arrived(desk: Desk, post: MailServer) -> list[tuple[str, str, int, str]]:
    """What a calendar program reads of the mails that came now: to whom, the method, the sequence, the beginning."""
    before = len(post.taken)
    desk.send(post)
    found = []
    for to, mail in zip(post.recipients[before:], post.taken[before:], strict=True):
        assert mail["To"] == to and mail.get_content_type() == "multipart/alternative"
        plain, part = mail.iter_parts()
        assert (plain.get_content_type(), part.get_content_type()) == ("text/plain", "text/calendar")
        text = part.get_content()
        calendar = Calendar.from_ical(text)
        event: Any = calendar.walk("VEVENT")[0]
        assert event["UID"] == "gesprek-12@portaal.example" and part.get_param("method") == calendar["METHOD"]
        assert event["ATTENDEE"] == f"mailto:{to}" and event["ORGANIZER"] == f"mailto:{SENDER}"
        everything = text.replace("\r\n ", "") + plain.get_content()
        assert not [one.email for one in (NOOR, HANS, GUEST) if one.email != to and one.email in everything], "nobody else's address"
        found.append((to.split("@")[0], str(calendar["METHOD"]), int(event["SEQUENCE"]), f"{event['DTSTART'].dt:%d %H:%M}"))
    return found


def test_invited_moved_somebody_off_a_guest_later_and_cancelled(desk: Desk, post: MailServer) -> None:
    assert told(desk, invitations.invite, FIRST, NOOR, HANS) == 2
    assert arrived(desk, post) == [("noor", "REQUEST", 0, "08 10:00"), ("hans", "REQUEST", 0, "08 10:00")]
    assert post.taken[0]["Subject"].startswith("Uitnodiging: Gesprek derde kwartaal, dinsdag 8 december 2026")
    assert told(desk, invitations.invite, MOVED, NOOR, HANS) == 2
    assert arrived(desk, post) == [("noor", "REQUEST", 1, "15 10:00"), ("hans", "REQUEST", 1, "15 10:00")]
    assert post.taken[-1]["Subject"].startswith("Gewijzigd: ")
    assert told(desk, invitations.cancel, MOVED, HANS) == 1 and told(desk, invitations.invite, MOVED, GUEST) == 1
    assert arrived(desk, post) == [("hans", "CANCEL", 1, "15 10:00"), ("wim", "REQUEST", 1, "15 10:00")]
    assert post.taken[-2]["Subject"].startswith("U hoeft niet te komen") and post.taken[-1]["Subject"].startswith("Uitnodiging")
    assert told(desk, invitations.cancel, OFF, NOOR, GUEST, reason="De zaal is dicht") == 2
    assert arrived(desk, post) == [("noor", "CANCEL", 2, "15 10:00"), ("wim", "CANCEL", 2, "15 10:00")]
    assert "Reden: De zaal is dicht" in post.taken[-1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert arrived(desk, post) == [] and post.sent_twice == 0


def test_the_same_news_is_written_once(desk: Desk, post: MailServer) -> None:
    assert told(desk, invitations.invite, FIRST, NOOR) == 1 and arrived(desk, post)
    assert told(desk, invitations.invite, FIRST, NOOR) == 0 and arrived(desk, post) == []


def test_an_invitation_that_still_waits_says_what_is_true_now(desk: Desk, post: MailServer) -> None:
    told(desk, invitations.invite, FIRST, NOOR, HANS)
    told(desk, invitations.invite, MOVED, NOOR, HANS)
    assert told(desk, invitations.cancel, MOVED, HANS) == 0, "who heard nothing need not hear that it is off"
    assert arrived(desk, post) == [("noor", "REQUEST", 1, "15 10:00")]
    assert post.taken[-1]["Subject"].startswith("Uitnodiging"), "it is the first that this person hears of it"
    told(desk, invitations.invite, replace(MOVED, sequence=2, place="Online"), NOOR)
    assert told(desk, invitations.cancel, replace(OFF, sequence=3), NOOR) == 1
    assert arrived(desk, post) == [("noor", "CANCEL", 3, "15 10:00")], "the change that waited is taken back"


def test_who_was_told_long_ago_still_hears_that_it_is_off(desk: Desk, post: MailServer) -> None:
    """Mails are kept for ninety days; the list of participants remembers longer."""
    assert told(desk, invitations.cancel, OFF, replace(NOOR, invited_sequence=1), HANS) == 1
    assert arrived(desk, post) == [("noor", "CANCEL", 2, "15 10:00")]


def test_a_mail_that_may_have_arrived_counts_as_told(desk: Desk, post: MailServer) -> None:
    told(desk, invitations.invite, FIRST, NOOR)
    post.script = [None]  # the line breaks after the text
    desk.send(post)
    assert desk.states() == ["bezig"]
    assert told(desk, invitations.cancel, OFF, NOOR) == 1


def test_an_invitation_is_no_reminder_of_today(desk: Desk, post: MailServer) -> None:
    """A digest goes out once a day; who was invited today still gets it."""
    person = desk.world.people["invoerder-noord"].person_id
    told(desk, invitations.invite, FIRST, replace(NOOR, person_id=person))
    assert desk.write() == 1 and desk.write() == 0
