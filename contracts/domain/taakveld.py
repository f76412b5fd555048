"""The taakvelden of Iv3: under which national heading a budget line is reported, year by year (BBV; domain paper B4).

Until 2022 there is one heading for BW and MO together, 6.81; the begroting and jaarrekening of 2023 divide it in two and no longer take the
old one. A new code keeps its old one as `parent`, so that a trend goes on. Shares are hundredths of a percent: 10000 is the whole line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from contracts.domain.splits import percent_text, read_shares, require_whole
from contracts.foundation.errors import Refused
from contracts.foundation.money import split

WHOLE = 10_000
WITHOUT = ""
"""The code of what has no taakveld: its money stands apart, so that all together is still all."""
SOURCE = "Iv3-informatievoorschrift gemeenten 2023 1.0, blad 4, aangehaald in een openbare bron"
_NUMERIC = ("6.711", "6.712", "6.713", "6.714", "6.791", "6.811", "6.812")


@dataclass(frozen=True, slots=True)
class Taakveld:
    """One heading. `first_year` and `last_year` are the begroting's years in which it may be used; empty: no such limit is known."""

    code: str
    name: str
    parent: str
    first_year: int | None
    last_year: int | None

    def holds_in(self, year: int) -> bool:
        """May a begroting of this year use it?"""
        return (self.first_year or year) <= year <= (self.last_year or year)


TAAKVELDEN = (
    Taakveld("6.71", "Maatwerkdienstverlening 18+", "6.71", None, 2022),
    Taakveld("6.71a", "Hulp bij het huishouden (Wmo)", "6.71", 2023, None),
    Taakveld("6.71b", "Begeleiding (Wmo)", "6.71", 2023, None),
    Taakveld("6.71c", "Dagbesteding (Wmo)", "6.71", 2023, None),
    Taakveld("6.71d", "Overige maatwerkarrangementen (Wmo)", "6.71", 2023, None),
    Taakveld("6.81", "Geëscaleerde zorg 18+", "6.81", None, 2022),
    Taakveld("6.81a", "Beschermd wonen (Wmo)", "6.81", 2023, None),
    Taakveld("6.81b", "Maatschappelijke- en vrouwenopvang (Wmo)", "6.81", 2023, None),
)
BY_CODE = {each.code: each for each in TAAKVELDEN}


def holding_in(year: int) -> tuple[Taakveld, ...]:
    """The taakvelden that a begroting of this year may use."""
    return tuple(each for each in TAAKVELDEN if each.holds_in(year))


def named(code: str) -> str:
    """ "6.81b Maatschappelijke- en vrouwenopvang (Wmo)"; what has none says so."""
    return f"{code} {BY_CODE[code].name}" if code in BY_CODE else code or "Zonder taakveld"


def require_code(code: str, year: int, *, field: str = "taakvelden") -> None:
    """Refuses a code that is unknown, or that does not hold in the year, with the codes that do."""
    known = BY_CODE.get(code)
    if known is not None and known.holds_in(year):
        return
    allowed = ", ".join(each.code for each in holding_in(year))
    if known is None and code in _NUMERIC:
        why = f"De schrijfwijze {code} komt voor in stukken van 2025 en 2026. Vanaf welk jaar zij geldt, is niet vastgesteld."
    elif known is None:
        why = f"Taakveld {code} kennen we niet."
    elif known.last_year is not None and year > known.last_year:
        why = f"Taakveld {code} geldt tot en met {known.last_year}, niet in {year}."
    else:
        why = f"Taakveld {code} geldt vanaf {known.first_year}, niet in {year}."
    raise Refused(field, f"{why} Kies uit: {allowed}.")


def require_taakvelden(shares: Mapping[str, int], year: int) -> None:
    """Every code holds in the year and together they are the whole line. No shares at all is allowed: the line has no taakveld."""
    for code in shares:
        require_code(code, year)
    if not shares:
        return
    if min(shares.values()) < 1:
        raise Refused("taakvelden", "Een aandeel is hoger dan 0 %. Laat een taakveld leeg als het niet meedoet.")
    try:
        require_whole(dict(enumerate(shares.values())), decimals=2)
    except Refused as refusal:
        raise Refused("taakvelden", refusal.reason) from refusal


def read_taakvelden(texts: Mapping[str, str], year: int) -> dict[str, int]:
    """Typed percentages ("92,5") per code, in hundredths of a percent; empty ones take no part. Raises Refused."""
    filled = {code: text for code, text in texts.items() if text.strip()}
    for code in filled:
        require_code(code, year)
    if not filled:
        return {}
    try:
        read = read_shares(dict(enumerate(filled.values())))
    except Refused as refusal:
        raise Refused("taakvelden", refusal.reason) from refusal
    found = dict(zip(filled, read.values(), strict=True))
    require_taakvelden(found, year)
    return found


def shares_text(shares: Mapping[str, int]) -> str:
    """ "6.81b", "6.81a 95,00 %, 6.71c 5,00 %", or "geen"."""
    if len(shares) == 1:
        return next(iter(shares))
    return ", ".join(f"{code} {percent_text(share, decimals=2)}" for code, share in shares.items()) or "geen"


def per_taakveld(lines: Mapping[int, Sequence[int]], shares: Mapping[int, Mapping[str, int]]) -> dict[str, tuple[int, ...]]:
    """Amounts of top-level lines (line id -> some amounts in cents) per taakveld; what has none stands under `WITHOUT`.

    Each amount of a line is divided to the cent, so the columns add up to those of the lines. An earmark is part of the line above it.
    """
    sums: dict[str, tuple[int, ...]] = {}
    for line, amounts in lines.items():
        of = shares.get(line) or {WITHOUT: WHOLE}
        parts = [split(amount, list(of.values())) for amount in amounts]
        for code, *own in zip(of, *parts, strict=True):
            before = sums.get(code, (0,) * len(amounts))
            sums[code] = tuple(had + more for had, more in zip(before, own, strict=True))
    return {code: sums[code] for code in (*BY_CODE, WITHOUT) if code in sums}


def per_parent(sums: Mapping[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """The same under the heading of before 2023, so that years on both sides of it can be compared."""
    found: dict[str, tuple[int, ...]] = {}
    for code, amounts in sums.items():
        parent = BY_CODE[code].parent if code else WITHOUT
        found[parent] = _added(found[parent], amounts) if parent in found else amounts
    return found


def added(sums: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    """All of them together, column by column."""
    total: tuple[int, ...] = ()
    for each in sums:
        total = _added(total, each) if total else each
    return total


def _added(left: tuple[int, ...], right: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(one + other for one, other in zip(left, right, strict=True))
