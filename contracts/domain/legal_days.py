"""The days of the Algemene termijnenwet (Atw): on which day a term that a law sets really ends.

Not the working days of an agreement (`working_days.py`): the Atw counts 5 May in every year, and the government may add days of its own
(art. 3 lid 3), which a region passes as `also_free`. Art. 1: a term that ends on a Saturday, Sunday or holiday runs on to the next other day.
Art. 2: a term of at least three days holds at least two of those other days. Art. 4: neither holds for terms of more than 90 days, twelve weeks
or three months, nor for terms in years; art. 1 lid 2: nor for terms that are counted backwards.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from contracts.domain.working_days import holidays_of

NONE: frozenset[date] = frozenset()
_SATURDAY = 5
_DAY = timedelta(days=1)
_LEAST_WORKING_DAYS = 2
_LEAST_LENGTH = 3


def is_legal_working_day(day: date, *, also_free: Collection[date] = NONE) -> bool:
    """Neither Saturday, Sunday, a holiday of art. 3 Atw (with Good Friday and every 5 May), nor a day that was made equal to one."""
    return day.weekday() < _SATURDAY and (day.month, day.day) != (5, 5) and day not in holidays_of(day.year) and day not in also_free


def lengthened(start: date, end: date, *, also_free: Collection[date] = NONE) -> date:
    """The last day of a term that began after `start` and would end on `end`, with art. 1 and 2 Atw."""
    if (end - start).days >= _LEAST_LENGTH:
        while _working_days(start, end, also_free) < _LEAST_WORKING_DAYS:
            end += _DAY
    while not is_legal_working_day(end, also_free=also_free):
        end += _DAY
    return end


def _working_days(start: date, end: date, also_free: Collection[date]) -> int:
    """Working days after `start` up to and including `end`; more than two weeks are not looked through, they hold enough."""
    days = min((end - start).days, 14)
    return sum(is_legal_working_day(start + number * _DAY, also_free=also_free) for number in range(1, days + 1))
