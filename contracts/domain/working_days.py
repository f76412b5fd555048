"""Working days: deadlines are agreed in days on which people work, so weekends and public holidays do not count.

Which days are holidays comes from the library `holidays` (country NL, category public): New Year's Day, Good Friday, both Easter and
Pentecost days, King's Day (moved when it would fall on a Sunday), Ascension Day, both Christmas days, and Liberation Day in every fifth
year (2025, 2030, ...), when most people have it off. Good Friday counts because the Algemene termijnenwet treats it as a holiday too. In the other
years 5 May is a working day here: these are deadlines of an agreement, not terms of a law. No clock: every function is told its day.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays

COUNTRY, CATEGORY = "NL", "public"
_SATURDAY = 5
_DAY = timedelta(days=1)


@lru_cache(maxsize=64)
def holidays_of(year: int) -> frozenset[date]:
    """The public holidays of a year, also those that fall in a weekend."""
    return frozenset(holidays.country_holidays(COUNTRY, years=year, categories=(CATEGORY,)))


def is_working_day(day: date) -> bool:
    """Neither Saturday, Sunday nor a public holiday."""
    return day.weekday() < _SATURDAY and day not in holidays_of(day.year)


def working_day_from(day: date) -> date:
    """This day, or the first working day after it."""
    while not is_working_day(day):
        day += _DAY
    return day


def add_working_days(day: date, count: int) -> date:
    """The working day that is so many working days after this day (1: the next one). The day itself does not count, working day or not.

    0 gives the day itself, or the first working day after it. Raises ValueError below zero.
    """
    if count < 0:
        raise ValueError(f"working days are counted forwards: {count}")
    if count == 0:
        return working_day_from(day)
    for _ in range(count):
        day = working_day_from(day + _DAY)
    return day


def working_days_between(day: date, later: date) -> int:
    """How many working days come after `day`, up to and including `later`; 0 when that is not later."""
    return sum(is_working_day(day + number * _DAY) for number in range(1, (later - day).days + 1))
