"""Tariffs: what one unit of an arrangement costs on a day, how it is indexed, and what a period costs. Amounts in cents, percentages exact.

Rounding, said once: an indexed tariff is a whole number of cents (half goes up), because that is the tariff in the letter to the aanbieder;
the next indexation begins from that tariff. Everything that is counted with tariffs stays exact until its end.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from contracts.domain.rounding import whole_cents
from contracts.foundation.errors import Refused
from contracts.foundation.money import format_euros
from contracts.foundation.period import MONTHS

_DAY = timedelta(days=1)
_HUNDRED_PERCENT = 100_000  # in thousandths of a percent


class TariffUnit(StrEnum):
    """What a tariff is paid for (the iWmo's units of time, and whole results)."""

    DAY = "dag"
    NIGHT = "etmaal"
    WEEK = "week"
    MONTH = "maand"
    HOUR = "uur"
    TRAJECTORY = "traject"
    PIECE = "stuk"


OF_TIME = (TariffUnit.DAY, TariffUnit.NIGHT, TariffUnit.WEEK, TariffUnit.MONTH)


@dataclass(frozen=True, slots=True)
class Tariff:
    """The price of one unit in whole cents, from a day up to and including another; without an end it goes on."""

    unit: TariffUnit
    cents: int
    valid_from: date
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Does this tariff hold on the day?"""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Indexation:
    """From a day on a tariff is so much higher, in thousandths of a percent (3250: 3,25 %); below zero it becomes lower."""

    from_on: date
    thousandths: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on end with one tariff; `tariff` is None where none holds."""

    first_on: date
    last_on: date
    tariff: Tariff | None


def indexed(tariff: Tariff, indexations: Iterable[Indexation]) -> tuple[Tariff, ...]:
    """The tariff as it becomes, one after the other without a gap. An indexation outside its validity changes nothing.

    Raises Refused when two indexations begin on one day, or one takes more than everything.
    """
    found = [tariff]
    for step in sorted(indexations, key=lambda each: each.from_on):
        last = found[-1]
        if step.thousandths < -_HUNDRED_PERCENT:
            raise Refused("percentage", "Een tarief kan niet met meer dan 100 % dalen.")
        if len(found) > 1 and step.from_on == last.valid_from:
            raise Refused("from_on", f"Er zijn twee indexaties op {day_text(step.from_on)}.")
        if not last.holds_on(step.from_on):
            continue
        cents = whole_cents(Fraction(last.cents * (_HUNDRED_PERCENT + step.thousandths), _HUNDRED_PERCENT))
        if step.from_on > last.valid_from:
            found[-1] = replace(last, valid_until=step.from_on - _DAY)
            found.append(replace(last, cents=cents, valid_from=step.from_on))
        else:
            found[-1] = replace(last, cents=cents)
    return tuple(found)


def tariff_on(tariffs: Iterable[Tariff], day: date) -> Tariff:
    """The one tariff of a day. Raises Refused when there is none, or more than one."""
    found = [tariff for tariff in tariffs if tariff.holds_on(day)]
    if len(found) != 1:
        raise Refused("tariff", f"Op {day_text(day)} {'gelden meer tarieven' if found else 'geldt geen tarief'}.")
    return found[0]


def stretches(tariffs: Sequence[Tariff], *, first_on: date, last_on: date) -> Iterator[Stretch]:
    """The days from `first_on` to `last_on` cut where the tariff changes. Of overlapping tariffs the one that began last counts."""
    day = first_on
    while day <= last_on:
        now = max((each for each in tariffs if each.holds_on(day)), key=lambda each: each.valid_from, default=None)
        ends = [last_on, *(each.valid_from - _DAY for each in tariffs if day < each.valid_from <= last_on)]
        ends += [each.valid_until for each in tariffs if each.valid_until is not None and day <= each.valid_until]
        yield Stretch(day, min(ends), now)
        day = min(ends) + _DAY


def tariff_problems(tariffs: Sequence[Tariff], *, starts_on: date, ends_on: date) -> tuple[str, ...]:
    """Sentences about days of an agreement without a tariff, or with more than one; and about a tariff that ends before it begins."""
    found = [
        f"Het tarief van {format_euros(each.cents)} eindigt op {day_text(each.valid_until)}, voor het begint op {day_text(each.valid_from)}."
        for each in tariffs
        if each.valid_until is not None and each.valid_until < each.valid_from
    ]
    return (*found, *(gap_text(gap) for gap in gaps(tariffs, starts_on=starts_on, ends_on=ends_on)), *overlaps(tariffs))


def gaps(tariffs: Sequence[Tariff], *, starts_on: date, ends_on: date) -> tuple[tuple[date, date], ...]:
    """The days on end, both included, on which no tariff holds."""
    found: list[tuple[date, date]] = []
    for stretch in stretches(tariffs, first_on=starts_on, last_on=ends_on):
        if stretch.tariff is not None:
            continue
        if found and found[-1][1] + _DAY == stretch.first_on:
            found[-1] = (found[-1][0], stretch.last_on)
        else:
            found.append((stretch.first_on, stretch.last_on))
    return tuple(found)


def gap_text(gap: tuple[date, date]) -> str:
    """A gap as a sentence."""
    first, last = gap
    return f"Op {day_text(first)} geldt geen tarief." if first == last else f"Van {day_text(first)} tot en met {day_text(last)} geldt geen tarief."


def overlaps(tariffs: Sequence[Tariff]) -> Iterator[str]:
    """Sentences about days on which two tariffs hold."""
    real = sorted((each for each in tariffs if each.valid_until is None or each.valid_until >= each.valid_from), key=lambda each: each.valid_from)
    for place, former in enumerate(real):
        for later in real[place + 1 :]:
            if former.holds_on(later.valid_from):
                ends = [each.valid_until for each in (former, later) if each.valid_until is not None]
                until = f" tot en met {day_text(min(ends))}" if ends else ""
                both = f"{format_euros(former.cents)} en {format_euros(later.cents)}"
                yield f"Vanaf {day_text(later.valid_from)}{until} gelden twee tarieven: {both}."


def units_in(unit: TariffUnit, *, first_on: date, last_on: date) -> Fraction:
    """How many units of time lie in these days, both included: a week is 7 days, a month counts by the days of that month.

    Raises ValueError for a unit that is no time (uur, traject, stuk): those are counted, not spread over days.
    """
    days = (last_on - first_on).days + 1
    if unit not in OF_TIME:
        raise ValueError(f"not a unit of time: {unit}")
    if unit is TariffUnit.MONTH:
        return sum((Fraction(each, monthrange(year, month)[1]) for year, month, each in _months(first_on, last_on)), Fraction(0))
    return Fraction(days, 7 if unit is TariffUnit.WEEK else 1)


def _months(first_on: date, last_on: date) -> Iterator[tuple[int, int, int]]:
    """Year, month and the number of days in it."""
    day = first_on
    while day <= last_on:
        end = min(date(day.year, day.month, monthrange(day.year, day.month)[1]), last_on)
        yield day.year, day.month, (end - day).days + 1
        day = end + _DAY


def day_text(day: date) -> str:
    """ "1 januari 2027", for sentences."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
