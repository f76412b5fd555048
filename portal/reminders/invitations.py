"""Invitations to a dialogue session by mail, with their calendar file (iTIP over mail: RFC 5546, RFC 6047).

Everybody gets a file of their own: it names nobody else's address. The UID is the one that the subscribed calendar uses, so a session has one
name in every calendar. A figure or a point of the agenda never goes into a mail. Replies of calendar programs are not asked (RSVP=FALSE):
nobody would read them, and the mail says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event, vCalAddress, vText
from sqlalchemy.orm import Session

from contracts.foundation.period import AMSTERDAM
from portal.config import Settings
from portal.reminders import invitation_words, outbox
from portal.reminders.invitation_words import Invitee, Meeting
from portal.reminders.wording import one_line

REQUEST, CANCEL = "REQUEST", "CANCEL"
MEETING_KEY = "gesprek-{}"
"""As portal/reminders/agenda.py names a session in the subscribed calendar."""


@dataclass(frozen=True, slots=True)
class Post:
    """From where invitations come: the portal's own address for links, and the mail address that organises."""

    address: str
    sender: str

    @property
    def host(self) -> str:
        """The second half of every UID."""
        return urlsplit(self.address).hostname or "localhost"


def post_of(settings: Settings) -> Post:
    """The post of this installation. Without a mail server mails wait in the outbox, under an address of the portal's own name."""
    made = Post(settings.address, "")
    return Post(settings.address, settings.mail.sender if settings.mail else f"samenzicht@{made.host}")


def invite(session: Session, meeting: Meeting, people: Iterable[Invitee], *, post: Post, at: datetime) -> int:
    """Tell these people when and where: an invitation, or what changed for who was told before. How many mails were written.

    A mail of an earlier moment that still waits is taken back: nobody gets two that contradict each other.
    """
    return _tell(session, meeting, people, REQUEST, "", post=post, at=at)


def cancel(session: Session, meeting: Meeting, people: Iterable[Invitee], *, reason: str = "", post: Post, at: datetime) -> int:
    """Tell these people that they need not come: the session is off (`reason`), or they were taken off its list.

    Who never got an invitation gets nothing; an invitation that still waits is taken back.
    """
    return _tell(session, meeting, people, CANCEL, reason, post=post, at=at)


def _tell(session: Session, meeting: Meeting, people: Iterable[Invitee], method: str, reason: str, *, post: Post, at: datetime) -> int:
    known = _mails_of(session, meeting.session_id)
    written = 0
    for one in people:
        earlier = known.get(one.participant_id, ())
        for mail in earlier:
            if mail.state == outbox.READY:
                outbox.withdraw(session, mail_id=mail.id)
        was_told = _was_told(one, earlier)
        if method == CANCEL and not was_told:
            continue
        told = invitation_words.words(meeting, one, is_off=method == CANCEL, was_told=was_told, reason=reason, address=post.address)
        file = written_for(meeting, one, method=method, said=told.short, post=post, at=at)
        key = f"{outbox.MEETING}:{meeting.session_id}:{one.participant_id}:{meeting.sequence}:{method}"
        written += outbox.write(
            session, key=key, person_id=one.person_id, to=one.email, subject=told.subject, body=told.body, calendar=file,
            address=post.address, at=at,
        )  # fmt: skip
    return written


def _mails_of(session: Session, session_id: int) -> Mapping[int, tuple[outbox.Written, ...]]:
    """The mails about a session, by participant."""
    found: dict[int, tuple[outbox.Written, ...]] = {}
    for mail in outbox.written_about(session, beginning=f"{outbox.MEETING}:{session_id}:"):
        number = int(mail.key.split(":")[2])
        found[number] = (*found.get(number, ()), mail)
    return found


def _was_told(one: Invitee, earlier: Iterable[outbox.Written]) -> bool:
    """Did a mail about this session reach this person, or may it have?

    A mail that was refused did not. A mail that is no longer there by its key (sent again on purpose, or too old to be kept) counts as sent.
    """
    states = {mail.key.split(":")[3]: mail.state for mail in earlier}
    if any(state in (outbox.BUSY, outbox.DONE) for state in states.values()):
        return True
    return one.invited_sequence is not None and str(one.invited_sequence) not in states


def written_for(meeting: Meeting, one: Invitee, *, method: str, said: str, post: Post, at: datetime) -> str:
    """The calendar file for one person, as text."""
    calendar = Calendar()
    for name, value in (("prodid", "-//Samenzicht//Agenda//NL"), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", method)):
        calendar.add(name, value)
    calendar.add_component(_event(meeting, one, method=method, said=said, post=post, at=at))
    year = timedelta(days=366)
    day = meeting.starts_at.astimezone(AMSTERDAM).date()
    calendar.add_missing_timezones(first_date=day - year, last_date=day + year)
    return str(calendar.to_ical().decode())


def _event(meeting: Meeting, one: Invitee, *, method: str, said: str, post: Post, at: datetime) -> Event:
    event = Event()
    begins = meeting.starts_at.astimezone(AMSTERDAM)
    event.add("uid", f"{MEETING_KEY.format(meeting.session_id)}@{post.host}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", begins)
    event.add("dtend", (begins.astimezone(UTC) + timedelta(minutes=meeting.minutes)).astimezone(AMSTERDAM))
    event.add("summary", one_line(f"{meeting.title} ({meeting.table})"))
    event.add("description", said)
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    if meeting.place:
        event.add("location", one_line(meeting.place))
    if one.can_open:
        event.add("url", f"{post.address}/dialoog/{meeting.session_id}")
    event.add("organizer", _person(post.sender, meeting.organiser))
    attendee = _person(one.email, one.name)
    for name, value in (("ROLE", "REQ-PARTICIPANT"), ("PARTSTAT", "NEEDS-ACTION"), ("RSVP", "FALSE")):
        attendee.params[name] = vText(value)
    event.add("attendee", attendee)
    return event


def _person(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(one_line(name).replace('"', "'"))
    return address
