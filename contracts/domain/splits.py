"""Dividing money so that the parts are the whole, to the cent: over years, over lines by percentages, and again after a revision.

Always by largest remainder (`money.split`): every part is less than a cent from its exact share, and the first in order gets the odd cent
when remainders are equal, so that the same question has the same answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from contracts.domain.commitment import require_period
from contracts.foundation.errors import Refused
from contracts.foundation.money import split

MOST_DECIMALS = 6
_WHOLE = 100  # percent
_PERCENT = re.compile(r"^(\d{1,3})(?:,(\d+))?$")


def read_shares(texts: Mapping[int, str], *, decimals: int = 2) -> dict[int, int]:
    """Typed percentages ("33,33") per line id, in whole units of the last decimal (2 decimals: 3333). Together they are 100 %.

    Raises Refused for what is no percentage, has more decimals than agreed, or does not add up; the sentence says how much is missing.
    """
    if not 0 <= decimals <= MOST_DECIMALS:
        raise ValueError(f"a percentage has 0 to {MOST_DECIMALS} decimals here: {decimals}")
    found = {line: read_share(text, decimals) for line, text in texts.items()}
    require_whole(found, decimals=decimals)
    return found


def require_whole(shares: Mapping[int, int], *, decimals: int) -> None:
    """Refuses shares (in units of the last decimal) that are not exactly 100 % together."""
    missing = _WHOLE * 10**decimals - sum(shares.values())
    if missing:
        told = "er ontbreekt" if missing > 0 else "dat is te veel:"
        together = percent_text(sum(shares.values()), decimals=decimals)
        raise Refused("shares", f"De aandelen zijn samen {together}. Het moet 100 % zijn: {told} {percent_text(abs(missing), decimals=decimals)}.")


def percent_text(share: int, *, decimals: int) -> str:
    """A share in units of the last decimal as Dutch text: 3333 with 2 decimals is "33,33 %"."""
    whole, rest = divmod(share, 10**decimals)
    return f"{whole},{rest:0{decimals}d} %" if decimals else f"{whole} %"


def shares_of(amounts_cents: Mapping[int, int], *, decimals: int = 2) -> dict[int, int]:
    """The percentages that amounts are of their total, in units of the last decimal, rounded so that they are 100 % together.

    Empty when there is nothing to take a share of. Raises ValueError for an amount below zero.
    """
    if not any(amounts_cents.values()):
        return {}
    return dict(zip(amounts_cents, split(_WHOLE * 10**decimals, list(amounts_cents.values())), strict=True))


def over_years(total_cents: int, *, starts_on: date, ends_on: date) -> dict[int, int]:
    """An amount for a whole period as amounts per budget year, by the number of days of the period in each year. Both days included."""
    require_period(starts_on, ends_on)
    days = {year: _days_in(year, starts_on, ends_on) for year in range(starts_on.year, ends_on.year + 1)}
    return dict(zip(days, split(total_cents, list(days.values())), strict=True))


def _days_in(year: int, starts_on: date, ends_on: date) -> int:
    first, last = max(starts_on, date(year, 1, 1)), min(ends_on, date(year, 12, 31))
    return (last - first).days + 1


def over_lines(year_cents: Mapping[int, int], shares: Mapping[int, int]) -> dict[tuple[int, int], int]:
    """Amounts per year over lines: (year, line id) -> cents. Each year is divided whole by the same shares."""
    if not sum(shares.values()):
        raise Refused("shares", "Vul aandelen van nul of hoger in, en minstens één boven nul.")
    parts = {year: split(cents, list(shares.values())) for year, cents in year_cents.items()}
    return {(year, line): cents for year, row in parts.items() for line, cents in zip(shares, row, strict=True)}


def revised(parts_cents: Mapping[int, int], new_total_cents: int) -> dict[int, int]:
    """The same division of a new total, in proportion to the old parts. Raises Refused when there were no parts to go by."""
    if not any(parts_cents.values()):
        raise Refused("shares", "Er is nog niets verdeeld. Verdeel het bedrag eerst over begrotingsregels.")
    return dict(zip(parts_cents, split(new_total_cents, list(parts_cents.values())), strict=True))


def rest(line_cents: int, allocated_cents: Iterable[int]) -> int:
    """What is left of a line: below zero when more was allocated than it holds. Allocated plus rest is always the line."""
    return line_cents - sum(allocated_cents)


def read_share(text: str, decimals: int) -> int:
    """One typed percentage ("33,33 %") in whole units of the last decimal. Raises Refused for what is none."""
    match = _PERCENT.match(text.replace("%", "").strip())
    if match is None:
        raise Refused("shares", "Vul een percentage in zoals 33,33.")
    behind = match[2] or ""
    if len(behind.rstrip("0")) > decimals:
        raise Refused("shares", f"Gebruik hoogstens {decimals} cijfers achter de komma." if decimals else "Gebruik hele procenten.")
    return int(match[1] + behind[:decimals].ljust(decimals, "0"))
