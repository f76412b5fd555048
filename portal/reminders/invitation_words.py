"""The words of an invitation, a change and a cancellation: plain text, the same in the mail and in the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.foundation.period import AMSTERDAM
from portal.reminders.wording import one_line
from portal.web.formatting import clock_time, weekday


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session as an invitation tells it. `table`: who talk with each other, in words. `sequence` rises with every change that people hear of."""

    session_id: int
    title: str
    table: str
    organiser: str
    starts_at: datetime
    minutes: int
    place: str
    sequence: int
    is_cancelled: bool = False

    @property
    def when(self) -> str:
        """ "dinsdag 8 december 2026, 10:00 tot 11:30 uur", in Amsterdam."""
        ends_at = self.starts_at + timedelta(minutes=self.minutes)
        return f"{weekday(self.starts_at.astimezone(AMSTERDAM).date())}, {clock_time(self.starts_at)} tot {clock_time(ends_at)} uur"


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody who is told. `invited_sequence`: what they were last told, None for nothing. A guest cannot open the session (`can_open`)."""

    participant_id: int
    name: str
    email: str
    can_open: bool = True
    person_id: int | None = None
    invited_sequence: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """A mail. `short` is what stands in the calendar too."""

    subject: str
    body: str
    short: str


def words(meeting: Meeting, one: Invitee, *, is_off: bool, was_told: bool, reason: str, address: str) -> Words:
    """What this person is told. Nothing that was said at the table, and no figure, stands in it."""
    title, opening = _opening(meeting, is_off=is_off, was_told=was_told, reason=reason)
    facts = [
        f"Wat: {one_line(meeting.title)} ({one_line(meeting.table)})",
        f"Wanneer: {meeting.when}",
        *([f"Waar: {one_line(meeting.place)}"] if meeting.place else []),
        f"Wie nodigt uit: {one_line(meeting.organiser)}",
    ]
    link = [] if not one.can_open or is_off else ["", "De agenda en de stukken staan in Samenzicht:", f"{address}/dialoog/{meeting.session_id}"]
    cannot = [] if is_off else ["", "Kunt u niet komen? Zeg het tegen wie u uitnodigt."]
    short = "\n".join([*opening, "", *facts, *link])
    foot = ["", "Dit bericht is automatisch gemaakt. Antwoorden worden niet gelezen, ook niet die van uw agenda.", f"Vragen? {address}/contact"]
    body = "\n".join([f"Beste {one_line(one.name)},", "", short, *cannot, *foot]) + "\n"
    return Words(one_line(f"{title}: {meeting.title}, {meeting.when}")[:180], body, short)


def _opening(meeting: Meeting, *, is_off: bool, was_told: bool, reason: str) -> tuple[str, list[str]]:
    """The first word of the subject, and the first sentences."""
    if is_off and meeting.is_cancelled:
        return "Gaat niet door", ["Dit gesprek gaat niet door.", *([f"Reden: {one_line(reason)}"] if reason else [])]
    if is_off:
        return "U hoeft niet te komen", ["U staat niet meer op de lijst van dit gesprek. U hoeft niet te komen."]
    if was_told:
        return "Gewijzigd", ["Dit gesprek is veranderd. Zo is het nu."]
    return "Uitnodiging", ["U bent uitgenodigd voor dit gesprek."]
