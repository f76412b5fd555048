"""The calendar file of an invitation: one person's own, at Amsterdam's time, and nothing that was typed becomes a line of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from portal.reminders.invitation_words import Invitee, Meeting, words
from portal.reminders.invitations import CANCEL, REQUEST, Post, written_for
from portal.reminders.message import message

POST = Post("https://portaal.example", "portaal@gemeente.example")
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
NOOR = Invitee(7, "Noor Bakker", "noor@grubbe.example", person_id=3)
GUEST = Invitee(8, "Wim Smeets", "wim@corporatie.example", can_open=False)


def meeting(**changed: Any) -> Meeting:
    told = {
        "session_id": 12,
        "title": "Gesprek derde kwartaal",
        "table": "De Grubbe",
        "organiser": "Karin Peters, Gemeente Maastricht",
        "starts_at": datetime.fromisoformat("2026-12-08T10:00:00+01:00"),
        "minutes": 90,
        "place": "Stadhuis; kamer 3, links",
        "sequence": 0,
    }
    return Meeting(**(told | changed))


def event_of(text: str) -> Any:
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    return event


def test_it_names_the_moment_in_amsterdam_and_one_address() -> None:
    text = written_for(meeting(), NOOR, method=REQUEST, said="Kort.", post=POST, at=AT)
    event = event_of(text)
    assert event["UID"] == "gesprek-12@portaal.example" and int(event["SEQUENCE"]) == 0 and event["STATUS"] == "CONFIRMED"
    assert "METHOD:REQUEST\r\n" in text and "BEGIN:VTIMEZONE\r\nTZID:Europe/Amsterdam" in text
    assert "DTSTART;TZID=Europe/Amsterdam:20261208T100000" in text and "DTEND;TZID=Europe/Amsterdam:20261208T113000" in text
    assert event["SUMMARY"] == "Gesprek derde kwartaal (De Grubbe)" and event["LOCATION"] == "Stadhuis; kamer 3, links"
    assert event["ATTENDEE"] == "mailto:noor@grubbe.example" and event["ATTENDEE"].params["RSVP"] == "FALSE"
    assert event["ORGANIZER"] == "mailto:portaal@gemeente.example" and event["ORGANIZER"].params["CN"] == "Karin Peters, Gemeente Maastricht"
    assert text.count("mailto:") == 2 and event["URL"] == "https://portaal.example/dialoog/12"
    assert len(text) < 1500, "not the time zone's whole century"
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


@pytest.mark.parametrize(("begins", "offset", "ends"), [("2027-03-28T01:30:00+01:00", 1, "04:00"), ("2026-10-25T02:30:00+02:00", 2, "03:00")])
def test_the_clock_that_is_changed_meanwhile_takes_nothing_off(begins: str, offset: int, ends: str) -> None:
    made = meeting(starts_at=datetime.fromisoformat(begins))
    event = event_of(written_for(made, NOOR, method=REQUEST, said="Kort.", post=POST, at=AT))
    if begins.startswith("2027"):  # the hour between two and three that night comes twice in autumn: no file can name it
        assert event["DTSTART"].dt.utcoffset() == timedelta(hours=offset)
        assert event["DTEND"].dt.astimezone(UTC) - event["DTSTART"].dt.astimezone(UTC) == timedelta(minutes=90)
    assert f"{event['DTEND'].dt:%H:%M}" == ends and f"tot {ends} uur" in made.when


def test_a_guest_gets_no_link_that_cannot_be_opened() -> None:
    said = words(meeting(), GUEST, is_off=False, was_told=False, reason="", address=POST.address)
    text = written_for(meeting(), GUEST, method=REQUEST, said=said.short, post=POST, at=AT)
    assert "/dialoog/" not in text.replace("\r\n ", "") + said.body and "URL" not in event_of(text)
    for fact in ("Gesprek derde kwartaal (De Grubbe)", "dinsdag 8 december 2026, 10:00 tot 11:30 uur", "kamer 3", "Karin Peters"):
        assert fact in said.body and fact in str(event_of(text)["DESCRIPTION"])


def test_each_kind_of_news_says_what_to_do() -> None:
    def first(one: Meeting, *, is_off: bool = False, was_told: bool = True) -> str:
        return words(one, NOOR, is_off=is_off, was_told=was_told, reason="Te veel mensen ziek", address=POST.address).subject.split(":")[0]

    off = meeting(is_cancelled=True)
    assert [first(meeting(), was_told=False), first(meeting()), first(meeting(), is_off=True), first(off, is_off=True)] == [
        "Uitnodiging", "Gewijzigd", "U hoeft niet te komen", "Gaat niet door",
    ]  # fmt: skip
    body = words(off, NOOR, is_off=True, was_told=True, reason="Te veel mensen ziek", address=POST.address).body
    assert "Reden: Te veel mensen ziek" in body and "/dialoog/" not in body


@pytest.mark.parametrize("typed", ['Jan "de" Vries', "x\r\nATTENDEE:mailto:kwaad@voorbeeld.example", "METHOD:CANCEL", "a;b:c,d\\n", "é" * 200])
def test_what_people_typed_stays_words(typed: str) -> None:
    made = meeting(title=typed, place=typed, organiser=typed, table=typed)
    who = Invitee(1, typed, "noor@grubbe.example")
    said = words(made, who, is_off=False, was_told=False, reason=typed, address=POST.address)
    text = written_for(made, who, method=REQUEST, said=said.short, post=POST, at=AT)
    event = event_of(text)
    assert event["ATTENDEE"] == "mailto:noor@grubbe.example" and event["ORGANIZER"] == "mailto:portaal@gemeente.example"
    assert "\nBcc" not in said.body and "\n" not in said.subject
    sent = message(to=who.email, subject=said.subject, body=said.body, calendar=text, message_id="<1@x>", sender=POST.sender, at=AT)
    assert b'method="REQUEST"' in sent and b'method="CANCEL"' not in sent


def test_the_method_of_the_mail_follows_the_file() -> None:
    for method in (REQUEST, CANCEL):
        text = written_for(meeting(), NOOR, method=method, said="METHOD:PUBLISH\nMETHOD:PUBLISH", post=POST, at=AT)
        sent = message(to=NOOR.email, subject="x", body="y", calendar=text, message_id="<1@x>", sender=POST.sender, at=AT)
        assert f'method="{method}"'.encode() in sent and b"multipart/alternative" in sent and b"PUBLISH" not in sent
