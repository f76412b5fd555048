"""Calendar quarters, and the local midnights that bound them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december")
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_CODE = re.compile(r"^(\d{4})-[kK]([1-4])$")


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """A calendar quarter, written "2026-K3"."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 4 and 1900 <= self.year <= 2999):
            raise ValueError(f"not a quarter: {self.year}-K{self.number}")

    @classmethod
    def parse(cls, code: str) -> Quarter:
        """Read "2026-K3" (or "2026-k3"). Raises ValueError."""
        match = _CODE.match(code)
        if match is None:
            raise ValueError(f"not a quarter: {code!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter that contains this day."""
        return cls(day.year, (day.month - 1) // 3 + 1)

    @property
    def code(self) -> str:
        """The code in records and files: "2026-K3"."""
        return f"{self.year}-K{self.number}"

    @property
    def slug(self) -> str:
        """The code in addresses: "2026-k3"."""
        return self.code.lower()

    @property
    def label(self) -> str:
        """The name on screens: "3e kwartaal 2026"."""
        return f"{self.number}e kwartaal {self.year}"

    @property
    def starts_on(self) -> date:
        """First day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def ends_on(self) -> date:
        """Last day (the peildatum)."""
        return self.shift(1).starts_on - timedelta(days=1)

    def shift(self, quarters: int) -> Quarter:
        """The quarter so many quarters later (or earlier, when negative)."""
        index = self.year * 4 + self.number - 1 + quarters
        return Quarter(index // 4, index % 4 + 1)

    @property
    def previous(self) -> Quarter:
        """The quarter before."""
        return self.shift(-1)


def local_midnight_after(day: date) -> datetime:
    """The exclusive end of a local day, in UTC: a deadline "on 31 March" ends at 1 April 00:00 in Amsterdam."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=AMSTERDAM).astimezone(UTC)


def last_day(deadline: datetime) -> date:
    """The last local day on which an exclusive deadline is still met."""
    return (deadline - timedelta(microseconds=1)).astimezone(AMSTERDAM).date()


def day_in_words(day: date) -> str:
    """ "zondag 22 november 2026", for sentences."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"
