"""Terms: how long somebody has, from which day, and which day is the last. Days without hours: no clock and no summer time comes into it.

How is counted: the day of the event itself does not count. Weeks end on the same day of the week; months and years on the day with the same
number, or on the month's last day when there is none (31 January + 1 month: 28 or 29 February). A term "after the end" of a period begins on
the first day after it, so that six months after a year that ended with February end with August.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from contracts.domain.legal_days import NONE, lengthened

_DAY = timedelta(days=1)
_MONTHS_IN_YEAR = 12


class Unit(StrEnum):
    """What a term is counted in."""

    DAYS = "dagen"
    WEEKS = "weken"
    MONTHS = "maanden"
    YEARS = "jaar"


class Counting(StrEnum):
    """From where a term is counted."""

    EVENT = "na een gebeurtenis"
    PERIOD_END = "na afloop van een tijdvak"
    BEFORE = "voor een dag"


# The longest term of each unit that the Algemene termijnenwet still lengthens (art. 4); years are not in it.
_LONGEST = {Unit.DAYS: 90, Unit.WEEKS: 12, Unit.MONTHS: 3, Unit.YEARS: 0}
_SINGLE = {Unit.DAYS: "dag", Unit.WEEKS: "week", Unit.MONTHS: "maand", Unit.YEARS: "jaar"}


@dataclass(frozen=True, slots=True)
class TermRule:
    """One term with its article. `from_what` says in Dutch what it is counted from; `in_law`: a law or verordening sets it.

    (Gemeentewet art. 145 lets the Atw hold for terms of a verordening too; a term of an agreement has `in_law` False.)
    """

    code: str
    name: str
    article: str
    count: int
    unit: Unit
    counting: Counting
    from_what: str
    in_law: bool = True

    @property
    def length(self) -> str:
        """The length in words: "13 weken", "1 jaar"."""
        return f"{self.count} {_SINGLE[self.unit] if self.count == 1 else self.unit.value}"

    @property
    def is_lengthened(self) -> bool:
        """Does the Algemene termijnenwet move its last day past a weekend or holiday?"""
        return self.in_law and self.counting is not Counting.BEFORE and self.count <= _LONGEST[self.unit]


@dataclass(frozen=True, slots=True)
class Suspension:
    """Days on which a term stands still (Awb 4:15), both included. A suspension of no days has `last_on` before `first_on`."""

    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Extension:
    """A new last day that was told on a day within the term (Awb 4:14): the day that was named, also when it is a Sunday."""

    told_on: date
    until_on: date


Change = Suspension | Extension


def add_months(day: date, months: int) -> date:
    """The day with the same number so many months later (earlier when negative), or the last of that month when it is shorter."""
    index = day.year * _MONTHS_IN_YEAR + day.month - 1 + months
    year, month = index // _MONTHS_IN_YEAR, index % _MONTHS_IN_YEAR + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def last_day(rule: TermRule, start: date, changes: Iterable[Change] = (), *, also_free: Collection[date] = NONE) -> date:
    """The last day on which the term is still met. `start`: the event, the last day of the period, or the day to be early for.

    A suspension adds the days on which the term stood still; days that were suspended twice count once, and what happens after the term
    has run out changes nothing. After an extension the named day holds, with later suspensions on top and without the Atw.
    """
    end, final, still_from = _plain_end(rule, start), False, start + _DAY

    def closing(day: date) -> date:
        return lengthened(start, day, also_free=also_free) if rule.is_lengthened and not final else day

    for change in sorted(changes, key=_moment):
        if isinstance(change, Extension):
            if change.told_on <= closing(end):
                end, final = max(closing(end), change.until_on), True
            continue
        first = max(change.first_on, still_from)
        if first <= change.last_on and first <= closing(end):
            running = end if first <= end else closing(end)  # it stopped in the days that the Atw had added
            end = running + ((change.last_on - first).days + 1) * _DAY
            still_from = change.last_on + _DAY
    return closing(end)


def _moment(change: Change) -> tuple[date, date]:
    return (change.told_on, change.until_on) if isinstance(change, Extension) else (change.first_on, change.last_on)


def _plain_end(rule: TermRule, start: date) -> date:
    """The last day before anything changed it."""
    sign = -1 if rule.counting is Counting.BEFORE else 1
    if rule.unit in (Unit.DAYS, Unit.WEEKS):
        return start + sign * rule.count * (7 if rule.unit is Unit.WEEKS else 1) * _DAY
    months = sign * rule.count * (_MONTHS_IN_YEAR if rule.unit is Unit.YEARS else 1)
    if rule.counting is not Counting.PERIOD_END:
        return add_months(start, months)
    first = start + _DAY
    following = add_months(first, months)
    return following - _DAY if following.day == first.day else following
