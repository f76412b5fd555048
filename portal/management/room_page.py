"""The bestedingsruimte of all aanbieders in a year, and of one: what is used, what is expected, and what must be done when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from wtforms import Form, SelectField, StringField, TextAreaField

from contracts.actions.spending_room import STEPS
from contracts.domain.spending import calendar_before
from kpi.queries.rooms import Room
from portal.management.words import counted
from portal.web.formatting import day, euros

BEFORE = {"aankondigen": "announced_on", "vaststellen": "settled_on", "plannen": "planned_on"}
SOURCE = "Het signaal en de termijnen komen uit de landelijke modelovereenkomst Wmo 1.2, artikel 1.5. Of deze regio die gebruikt, is niet nagegaan."
OFF = "Deze regio gebruikt geen signaal bij de bestedingsruimte."


def _or_nothing(text: str | None) -> str:
    """A field that was not sent at all is empty."""
    return text or ""


class RoomForm(Form):  # type: ignore[misc]
    """How much an aanbieder may cost in a year."""

    amount = StringField("Bestedingsruimte in euro's", filters=[_or_nothing])
    reason = TextAreaField("Waarom?", filters=[_or_nothing])


class StepForm(Form):  # type: ignore[misc]
    """What was done on which day."""

    step = SelectField("Wat is er gedaan?", validate_choice=False, filters=[_or_nothing])
    on = StringField("Op welke dag?", filters=[_or_nothing])
    decision = TextAreaField("Wat is het besluit?", filters=[_or_nothing])


class RoomRow(NamedTuple):
    """One aanbieder. Its template takes the fields apart in this order."""

    href: str
    provider: str
    room: str
    used: str
    percent: str
    expected: str
    note: str
    word: str
    tone: str
    sign: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RoomsPage:
    """All aanbieders in a year, with the days before it."""

    year: int
    years: tuple[int, ...]
    lead: str
    rows: tuple[RoomRow, ...]
    calendar: tuple[tuple[str, str, str], ...]
    source: str
    title: str = "Bestedingsruimte"


@dataclass(frozen=True, slots=True)
class RoomPage:
    """One aanbieder in one year."""

    provider_id: int
    kicker: str
    year: int
    lead: str
    row: RoomRow
    days: tuple[tuple[str, str], ...]
    reason: str
    decision: str
    version: int
    has_room: bool
    source: str
    has_errors: bool
    title: str


def rooms_page(found: Sequence[Room], *, year: int, today: date, percent: int) -> RoomsPage:
    """Put a year in words: who needs something first."""
    rows = sorted(((_weight(room, today), room) for room in found), key=lambda each: (-each[0], each[1].provider_name))
    waiting = sum(1 for weight, _room in rows if weight)
    lead = OFF if not percent else _lead(waiting, year)
    shown = tuple(_row(room, today, percent) for _weight, room in rows)
    return RoomsPage(year, tuple(range(today.year - 1, today.year + 2)), lead, shown, _calendar(found, year, today), SOURCE)


def _lead(waiting: int, year: int) -> str:
    if not waiting:
        return f"Bij geen enkele aanbieder vraagt de bestedingsruimte van {year} nu iets van u."
    return f"Bij {counted(waiting, 'aanbieder', 'aanbieders')} vraagt de bestedingsruimte van {year} nu iets van u."


def _weight(room: Room, today: date) -> int:
    """2: overdue, 1: something is to be done, 0: nothing."""
    if room.signal is None or not room.signal.step.code:
        return 0
    return 2 if room.signal.step.is_overdue(today) else 1


def _row(room: Room, today: date, percent: int) -> RoomRow:
    word, tone, sign = _state(room, today)
    share = f"{100 * room.used_cents // room.room_cents} %" if room.room_cents else "–"
    note = f"{counted(room.not_forecast, 'arrangement', 'arrangementen')} zonder prognose" if room.not_forecast else ""
    href = f"/beheer/bestedingsruimte/{room.provider_id}/{room.year}"
    sentence = _sentence(room, percent)
    room_text = "nog niet bepaald" if room.room_cents is None else euros(room.room_cents)
    used, expected = euros(room.used_cents), euros(room.expected_cents)
    return RoomRow(href, room.provider_name, room_text, used, share, expected, note, word, tone, sign, sentence)


def _sentence(room: Room, percent: int) -> str:
    if room.signal is not None:
        return room.signal.step.sentence
    return OFF if not percent else f"Leg vast hoeveel deze aanbieder in {room.year} mag kosten."


def _state(room: Room, today: date) -> tuple[str, str, str]:
    if room.signal is None:
        return "Geen ruimte bepaald" if room.room_cents is None else "Geen signaal", "rustig", "○"
    if room.signal.step.is_overdue(today):
        return "Te laat", "zorg", "▼"
    if room.signal.step.code:
        return ("Signaal" if room.signal.reached else "Dreigt"), "aandacht", "!"
    return "Afgehandeld" if room.signal.reached or room.signal.threatened else "Binnen de ruimte", "goed", "✓"


def _calendar(found: Sequence[Room], year: int, today: date) -> tuple[tuple[str, str, str], ...]:
    """What comes before the year: its name, its last day, and for how many aanbieders it was done."""
    told = []
    for rule, last in calendar_before(year):
        done = sum(1 for room in found if getattr(room.days, BEFORE[rule.code]) is not None)
        late = " Dat is te laat." if done < len(found) and last < today else ""
        told.append((rule.name, f"uiterlijk {day(last)}", f"Gedaan bij {done} van {len(found)}.{late}"))
    return tuple(told)


def step_choices() -> list[tuple[str, str]]:
    """What can be recorded."""
    return [("", "Kies wat er is gedaan"), *((code, name) for code, (_column, name) in STEPS.items())]


def room_page(room: Room, forms: Sequence[Form], *, today: date, percent: int) -> RoomPage:
    """One aanbieder in words."""
    days = ((name, getattr(room.days, column)) for column, name in STEPS.values())
    row = _row(room, today, percent)
    return RoomPage(
        provider_id=room.provider_id,
        kicker=room.provider_name,
        year=room.year,
        lead=row.sentence,
        row=row,
        days=tuple((name, "nog niet" if on is None else day(on)) for name, on in days),
        reason=room.reason,
        decision=room.decision,
        version=room.version,
        has_room=room.room_cents is not None,
        source=SOURCE,
        has_errors=any(form.errors for form in forms),
        title=f"Bestedingsruimte {room.year}",
    )
