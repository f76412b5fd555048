"""Deadlines and dialogue sessions as a calendar file (RFC 5545). Titles and dates, never a figure: a calendar is read by many programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Alarm, Calendar, Event
from sqlalchemy.orm import Session

from contracts.domain.awb_terms import Rulebook
from kpi.domain import report as lifecycle
from kpi.domain.dialogue import CONCEPT, OVER
from kpi.queries.dialogues import sessions
from kpi.queries.due import OpenReport, open_reports
from portal.access.identity import Kind, Role
from portal.reminders.facts import subsidy_terms
from portal.reminders.plan import Item, Place, Recipient
from portal.reminders.wording import one_line

NAME = "Samenzicht"
MORNING_BEFORE = timedelta(hours=-15)  # nine o'clock in the morning of the day before a whole day
_NOT_COMING = (CONCEPT, *OVER)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a calendar: a whole day, or a moment that takes so many minutes. `key` stays the same as long as the thing exists."""

    key: str
    title: str
    when: date | datetime
    path: str
    place: str = ""
    minutes: int = 0


def entries_of(session: Session, recipient: Recipient, *, book: Rulebook, today: date) -> list[Entry]:
    """What stands in this person's calendar: what they must hand in, or wait for, the sessions where they sit, the terms of subsidies."""
    found: dict[str, Entry] = {}
    for place in recipient.places:
        for entry in [*_at_place(session, place), *_of_subsidies(session, place, book=book, today=today)]:
            found.setdefault(entry.key, entry)
    return list(found.values())


def _at_place(session: Session, place: Place) -> list[Entry]:
    provider = place.organisation_id if place.organisation_kind == Kind.PROVIDER else None
    sits_at_table = place.roles & ({Role.ENTRY, Role.SIGNATORY} if provider else {Role.CONTRACT_MANAGER})
    if not sits_at_table or (provider is None and place.organisation_kind != Kind.CENTRE):
        return []
    entries = [deadline(report, of_provider=provider is not None) for report in open_reports(session, provider_id=provider) if _is_out(report)]
    for one in sessions(session, viewer_provider_id=provider):
        if one.state not in _NOT_COMING:
            title, path = f"{one.title} ({one.provider_name})", f"/dialoog/{one.session_id}"
            entries.append(Entry(f"gesprek-{one.session_id}", title, one.planned_at, path, one.place, one.duration_minutes))
    return entries


def _of_subsidies(session: Session, place: Place, *, book: Rulebook, today: date) -> list[Entry]:
    """The subsidiebeheerder's: what the gemeente has to do, by when."""
    if place.organisation_kind != Kind.CENTRE or Role.SUBSIDY_MANAGER not in place.roles:
        return []
    terms = subsidy_terms(session, book=book, today=today)
    return [
        Entry(f"subsidie-{one.commitment_id}-{one.code}", one.about, one.last_on, f"/beheer/overeenkomsten/{one.commitment_id}/subsidie")
        for one in terms
    ]


def _is_out(report: OpenReport) -> bool:
    """Is it still to come in?"""
    return report.state not in lifecycle.TO_REVIEW


def deadline(report: OpenReport, *, of_provider: bool = True) -> Entry:
    """The last day of a report. The aanbieder's own is named after it; the contractmanager has one a quarter and last day, not one an aanbieder."""
    if of_provider:
        path = f"/aanbieder/rapportages/{report.slug}"
        return Entry(f"rapportage-{report.report_id}", f"Laatste dag rapportage {report.label} ({report.provider_name})", report.last_day, path)
    key = f"inlevering-{report.period}-{report.last_day.isoformat()}"
    return Entry(key, f"Laatste dag voor aanbieders: rapportage {report.label}", report.last_day, "/beheer/rapportages")


def deadlines_in(items: Iterable[Item]) -> list[Entry]:
    """The deadlines of a digest, for the file that goes with it."""
    return [deadline(item.report) for item in items if item.report is not None and item.path.startswith("/aanbieder/") and item.last_day]


def written(entries: Iterable[Entry], *, address: str, at: datetime) -> str:
    """The calendar as text."""
    host = urlsplit(address).hostname or "localhost"
    calendar = Calendar()
    for name, value in (("prodid", "-//Samenzicht//Agenda//NL"), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH")):
        calendar.add(name, value)
    calendar.add("x-wr-calname", NAME)
    for entry in sorted(entries, key=lambda one: one.key):
        calendar.add_component(_event(entry, host=host, address=address, at=at))
    return str(calendar.to_ical().decode())


def _event(entry: Entry, *, host: str, address: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{host}")
    event.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
    event.add("summary", one_line(entry.title))
    event.add("url", f"{address}{entry.path}")
    if isinstance(entry.when, datetime):
        event.add("dtstart", entry.when.astimezone(UTC))
        event.add("dtend", entry.when.astimezone(UTC) + timedelta(minutes=entry.minutes))
    else:
        event.add("dtstart", entry.when)
        event.add("dtend", entry.when + timedelta(days=1))
        event.add("transp", "TRANSPARENT")  # a deadline does not make somebody busy all day
        event.add_component(_alarm(entry))
    if entry.place:
        event.add("location", one_line(entry.place))
    return event


def _alarm(entry: Entry) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one_line(entry.title))
    alarm.add("trigger", MORNING_BEFORE)
    return alarm
