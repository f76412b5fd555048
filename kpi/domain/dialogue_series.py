"""A series of dialogue sessions: the same weekday again and again, every so many weeks or months (S001 §7.1: planned periodically).

A moment is a clock time in Amsterdam: ten o'clock stays ten o'clock when the clock is changed. A series in months keeps the weekday and its place
in the month (the second Tuesday); a fifth one becomes the last one. Weekends and holidays are told, never forbidden: people decide.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from contracts.domain.working_days import holidays_of
from contracts.foundation.errors import Refused
from contracts.foundation.period import AMSTERDAM, DAYS, day_in_words

WEEKS, MONTHS = "week", "maand"
UNITS = (WEEKS, MONTHS)
MOST_SESSIONS, MOST_EVERY = 24, 26
SHORTEST, LONGEST = 15, 480
"""Of a session, in minutes."""
FURTHEST = 5
"""A series ends within so many years: nobody agrees on moments further away."""
_SATURDAY, _PLACES = 5, ("eerste", "tweede", "derde", "vierde", "laatste")
_LAST = 5


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every so many weeks or months. Raises Refused for what is no rhythm."""

    every: int
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise Refused("unit", "Kies weken of maanden.")
        if not 1 <= self.every <= MOST_EVERY:
            raise Refused("every", f"Kies een getal van 1 tot en met {MOST_EVERY}.")


def require_length(minutes: int) -> int:
    """How long a session takes. Raises Refused."""
    if not SHORTEST <= minutes <= LONGEST:
        raise Refused("minutes", f"Een gesprek duurt {SHORTEST} tot {LONGEST} minuten.")
    return minutes


def moments(first: datetime, rhythm: Rhythm, count: int) -> tuple[datetime, ...]:
    """The moments of a series, the first one included. Raises Refused for too many, or too far away."""
    if not 1 <= count <= MOST_SESSIONS:
        raise Refused("count", f"Kies een getal van 1 tot en met {MOST_SESSIONS}.")
    begins = first.astimezone(AMSTERDAM)
    days = [day_of(begins.date(), rhythm, number) for number in range(count)]
    if days[-1].year - days[0].year > FURTHEST:
        raise Refused("count", f"Het laatste gesprek valt op {day_in_words(days[-1])}. Een reeks duurt hoogstens {FURTHEST} jaar.")
    return tuple(at_time_of(begins, day) for day in days)


def day_of(first: date, rhythm: Rhythm, number: int) -> date:
    """The day of one session of a series; 0 is the first."""
    if rhythm.unit == WEEKS:
        return first + timedelta(weeks=rhythm.every * number)
    months = first.month - 1 + rhythm.every * number
    return weekday_in(first.year + months // 12, months % 12 + 1, first.weekday(), place_of(first))


def place_of(day: date) -> int:
    """Which one of its weekday this day is in its month: 1 to 4, or 5 for the last."""
    return (day.day - 1) // 7 + 1


def weekday_in(year: int, month: int, weekday: int, place: int) -> date:
    """The first to fourth of a weekday in a month, or the last one (5)."""
    begin = date(year, month, 1)
    first = begin + timedelta(days=(weekday - begin.weekday()) % 7)
    if place < _LAST:
        return first + timedelta(weeks=place - 1)
    last = calendar.monthrange(year, month)[1]
    return first + timedelta(weeks=(last - first.day) // 7)


def at_time_of(moment: datetime, day: date) -> datetime:
    """The same clock time in Amsterdam on another day."""
    return datetime.combine(day, moment.astimezone(AMSTERDAM).time(), tzinfo=AMSTERDAM)


def in_words(first: datetime, rhythm: Rhythm) -> str:
    """ "Elke 3 maanden op de tweede dinsdag", "Elke week op maandag"."""
    day = first.astimezone(AMSTERDAM).date()
    many = {WEEKS: "weken", MONTHS: "maanden"}[rhythm.unit]
    often = f"Elke {rhythm.unit}" if rhythm.every == 1 else f"Elke {rhythm.every} {many}"
    name = DAYS[day.weekday()]
    return f"{often} op {name}" if rhythm.unit == WEEKS else f"{often} op de {_PLACES[place_of(day) - 1]} {name} van de maand"


def odd_days(days: Iterable[date]) -> tuple[str, ...]:
    """What is unusual about these days, in words: a weekend or a holiday. Nothing is refused."""
    found = []
    for day in days:
        if day in holidays_of(day.year):
            found.append(f"{day_in_words(day).capitalize()} is een feestdag.")
        elif day.weekday() >= _SATURDAY:
            found.append(f"{day_in_words(day).capitalize()} valt in het weekend.")
    return tuple(found)
