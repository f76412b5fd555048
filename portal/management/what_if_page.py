"""Before and after in words: the changes that are tried, the lines, what each commitment will cost, and the checks that differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from contracts.domain.budget_signals import Signal
from contracts.domain.comparison import Amounts, Comparison, LineCompared
from contracts.domain.outlook import Outlook
from contracts.domain.rounding import whole_cents
from contracts.domain.what_if import Change, Stand
from contracts.domain.what_if_text import Told, told, write_change
from portal.management.signal_groups import LOOKS
from portal.web.forecast_words import exact
from portal.web.formatting import NOTHING, day, euros

HERE = "/beheer/wat-als"
FIELD = "wijziging"


class Figure(NamedTuple):
    """An amount as it becomes; `was` and `change` are empty when nothing changes."""

    text: str
    was: str
    change: str
    is_short: bool


class LineRow(NamedTuple):
    """A budget line."""

    name: str
    is_earmark: bool
    differs: bool
    budgeted: str
    committed: Figure
    room: Figure
    expected: Figure
    is_beyond: bool


class TouchedRow(NamedTuple):
    """A commitment that a change is about, with what its expectation stands on."""

    href: str
    name: str
    committed: str
    expected: Figure
    between: str
    why: str
    basis: tuple[tuple[str, str, str, str, str], ...]
    remarks: tuple[str, ...]


class SignalRow(NamedTuple):
    """A check that appears or disappears."""

    sign: str
    tone: str
    word: str
    sentence: str


class Tried(NamedTuple):
    """A change, with the address of the same page without it."""

    told: Told
    without: str


@dataclass(frozen=True, slots=True)
class WhatIfPage:
    """The sandbox of a year."""

    year: int
    years: tuple[tuple[int, str], ...]
    lead: str
    tried: tuple[Tried, ...]
    changes: tuple[str, ...]
    start_again: str
    lines: tuple[LineRow, ...]
    touched: tuple[TouchedRow, ...]
    appeared: tuple[SignalRow, ...]
    gone: tuple[SignalRow, ...]
    mistake: str
    has_errors: bool
    title: str = "Wat als?"


def address(year: int, changes: Iterable[Change | str]) -> str:
    """The page with these changes: it can be kept, sent on, and gone back to."""
    texts = [each if isinstance(each, str) else write_change(each) for each in changes]
    return f"{HERE}?{urlencode([('jaar', year), *((FIELD, text) for text in texts)])}"


def what_if_page(stand: Stand, changes: Sequence[Change], found: Comparison, *, mistake: str = "", has_errors: bool = False) -> WhatIfPage:
    """Put a comparison in words."""
    tried = [Tried(told(stand, each), address(stand.year, (*changes[:place], *changes[place + 1 :]))) for place, each in enumerate(changes)]
    last = stand.last_budget_year or stand.year
    return WhatIfPage(
        year=stand.year,
        years=tuple((year, address(year, ())) for year in sorted({last - 1, last, stand.year, stand.year + 1}) if year <= max(last, stand.year)),
        lead=_lead(changes, found),
        tried=tuple(tried),
        changes=tuple(map(write_change, changes)),
        start_again=address(stand.year, ()),
        lines=tuple(map(_line, found.lines)),
        touched=tuple(_touched(stand, number, found) for number in found.touched if number in found.after.outlooks),
        appeared=tuple(map(_signal, found.appeared)),
        gone=tuple(map(_signal, found.gone)),
        mistake=mistake,
        has_errors=has_errors,
    )


def figure(was: int | None, becomes: int | None) -> Figure:
    """An amount with what it was and by how much it changes."""
    if becomes is None:
        return Figure("n.v.t.", "", "", False)
    if was == becomes or was is None:
        return Figure(euros(becomes), "", "", becomes < 0)
    return Figure(euros(becomes), euros(was), f"{'+' if becomes > was else ''}{euros(becomes - was)}", becomes < 0)


def _lead(changes: Sequence[Change], found: Comparison) -> str:
    if not changes:
        return "Probeer een andere bezetting, een ander tarief of een andere verdeling. Er wordt niets opgeslagen."
    differs = sum(line.differs for line in found.lines if line.depth == 0)
    told = {0: "Geen enkele begrotingsregel verandert.", 1: "Eén begrotingsregel verandert."}
    return f"{told.get(differs, f'{differs} begrotingsregels veranderen.')} Er is niets opgeslagen."


def _line(line: LineCompared) -> LineRow:
    was, becomes = line.before, line.after
    return LineRow(
        name=line.name,
        is_earmark=line.depth > 0,
        differs=line.differs,
        budgeted="n.v.t." if line.budgeted_cents is None else euros(line.budgeted_cents),
        committed=figure(was.committed_cents, becomes.committed_cents),
        room=figure(was.room_cents, becomes.room_cents),
        expected=figure(was.expected_cents, becomes.expected_cents),
        is_beyond=_is_beyond(line.budgeted_cents, becomes),
    )


def _is_beyond(budgeted: int | None, amounts: Amounts) -> bool:
    return budgeted is not None and amounts.expected_cents > budgeted


def _touched(stand: Stand, number: int, found: Comparison) -> TouchedRow:
    about, before, after = stand.commitment(number), found.before.outlooks[number], found.after.outlooks[number]
    expected = after.expected
    has_range = expected.low_cents is not None and expected.low_cents != expected.high_cents
    return TouchedRow(
        href=f"/beheer/overeenkomsten/{number}",
        name=f"{about.reference} {about.name}, {about.provider_name}",
        committed=euros(about.committed_cents),
        expected=figure(before.expected.expected_cents, expected.expected_cents),
        between=f"tussen {euros(expected.low_cents)} en {euros(expected.high_cents)}" if has_range else "",
        why=expected.why,
        basis=_basis(after),
        remarks=() if after.forecast is None else after.forecast.remarks,
    )


def _basis(found: Outlook) -> tuple[tuple[str, str, str, str, str], ...]:
    """The days that are still to come: days, units, places, tariff and amount."""
    parts = () if found.forecast is None else found.forecast.parts
    return tuple(
        (
            f"{day(part.first_on)} tot en met {day(part.last_on)}",
            exact(part.units),
            exact(part.places.expected),
            NOTHING if part.tariff is None else f"{euros(part.tariff.cents)} per {part.tariff.unit}",
            euros(whole_cents(part.cents.expected)),
        )
        for part in parts
    )


def _signal(signal: Signal) -> SignalRow:
    sign, tone, word = LOOKS[signal.severity]
    return SignalRow(sign, tone, word, signal.sentence)
