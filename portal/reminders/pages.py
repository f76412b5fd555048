"""What the screens of mail and calendar show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.reminders.agenda import Entry
from portal.reminders.outbox import MailLine


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """One's own calendar: what stands in it, and its address for a calendar program. `link` is filled only just after it was made."""

    coming: list[Entry]
    made_at: datetime | None
    link: str = ""
    title: str = "Agenda"


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """The mails that need somebody, and how many there are of each kind."""

    stuck: list[MailLine]
    counts: dict[str, int]
    can_send: bool
    refusal: str = ""
    title: str = "Berichten"


@dataclass(frozen=True, slots=True)
class CaughtPage:
    """The demonstration's mails: they are shown, not sent."""

    mails: list[MailLine]
    title: str = "Post"
