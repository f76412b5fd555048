"""Options to extend an agreement, and the last day to decide on each. Pure dates of an agreement: no Algemene termijnenwet.

Notice "6 months before the end" leaves six whole months: an agreement up to and including 31 December is decided on by 30 June.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from contracts.domain.tariff import day_text
from contracts.domain.terms import Counting, TermRule, Unit, last_day
from contracts.foundation.errors import Refused

_DAY = timedelta(days=1)
MOST_OPTIONS = 8
LONGEST = {Unit.DAYS: 365, Unit.WEEKS: 52, Unit.MONTHS: 60, Unit.YEARS: 10}


@dataclass(frozen=True, slots=True)
class Option:
    """One option: how long it extends, how long before the end it must be decided, and on which day that was done (None: not yet)."""

    length: int
    length_unit: Unit
    notice: int
    notice_unit: Unit
    used_on: date | None = None

    def checked(self) -> Option:
        """The same. Refuses lengths that nobody agrees on: a typing mistake."""
        for field, count, unit in (("length", self.length, self.length_unit), ("notice", self.notice, self.notice_unit)):
            if not 1 <= count <= LONGEST[unit]:
                raise Refused(field, f"Vul een aantal {unit.value} in van 1 tot en met {LONGEST[unit]}.")
        return self


class Outcome(StrEnum):
    """What became of an option."""

    USED = "gebruikt"
    OPEN = "open"
    WAITING = "na de vorige optie"
    LAPSED = "vervallen"


@dataclass(frozen=True, slots=True)
class Planned:
    """An option in the row of its agreement: the extra period (both days included), the last day to decide, and what became of it."""

    number: int
    starts_on: date
    ends_on: date
    decide_by: date
    outcome: Outcome

    def days_left(self, today: date) -> int:
        """Calendar days to decide: 0 on the last day."""
        return (self.decide_by - today).days

    def sentence(self, today: date) -> str:
        """What it asks for today, in plain Dutch."""
        period = f"Verlenging {self.number} loopt van {day_text(self.starts_on)} tot en met {day_text(self.ends_on)}"
        if self.outcome is Outcome.USED:
            return f"{period}. De optie is gebruikt."
        if self.outcome is Outcome.LAPSED:
            return f"Verlenging {self.number} is vervallen. Beslissen kon tot en met {day_text(self.decide_by)}."
        if self.outcome is Outcome.WAITING:
            return f"{period}. Deze optie komt na de vorige. Beslis uiterlijk op {day_text(self.decide_by)}."
        left = self.days_left(today)
        return f"{period}. Beslis uiterlijk op {day_text(self.decide_by)}: nog {left} {'dag' if left == 1 else 'dagen'}."


def plan(ends_on: date, options: Iterable[Option], *, today: date) -> tuple[Planned, ...]:
    """The options in their order, each after the one before. Once one has lapsed the later ones have too.

    Raises Refused when an option was used after its last day, or after one that was not used.
    """
    found: list[Planned] = []
    for number, option in enumerate(options, start=1):
        until = last_day(_rule(option.length, option.length_unit, Counting.PERIOD_END), ends_on)
        decide_by = last_day(_rule(option.notice, option.notice_unit, Counting.BEFORE), ends_on + _DAY) - _DAY
        before = found[-1].outcome if found else Outcome.USED
        found.append(Planned(number, ends_on + _DAY, until, decide_by, _outcome(number, option, before, decide_by, today)))
        ends_on = until
    return tuple(found)


def ends_after(ends_on: date, planned: Iterable[Planned]) -> date:
    """The last day of the agreement with the options that were used."""
    return max([ends_on, *(each.ends_on for each in planned if each.outcome is Outcome.USED)])


def next_decision(planned: Iterable[Planned]) -> Planned | None:
    """The option that can be decided on now."""
    return next((each for each in planned if each.outcome is Outcome.OPEN), None)


def _outcome(number: int, option: Option, before: Outcome, decide_by: date, today: date) -> Outcome:
    if option.used_on is not None:
        if before is not Outcome.USED:
            raise Refused("used_on", f"Verlenging {number} kan niet zonder de verlenging ervoor.")
        if option.used_on > decide_by:
            raise Refused("used_on", f"Over verlenging {number} beslissen kon tot en met {day_text(decide_by)}.")
        return Outcome.USED
    if before is Outcome.LAPSED or today > decide_by:
        return Outcome.LAPSED
    return Outcome.OPEN if before is Outcome.USED else Outcome.WAITING


def _rule(count: int, unit: Unit, counting: Counting) -> TermRule:
    return TermRule("optie", "Optie tot verlenging", "overeenkomst", count, unit, counting, "de einddatum", in_law=False)
