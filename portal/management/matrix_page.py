"""The begroting of one year as it is shown: lines against arrangementen and subsidies, every cell a ready text (it must be fast)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from contracts.domain.budget import Matrix, MatrixColumn, MatrixRow
from contracts.domain.budget_matrix import EMPTY
from contracts.domain.budget_signals import Severity, Signal
from portal.management.words import counted
from portal.web.formatting import number

SIGNAL_TONES = {
    Severity.ALARM: ("▼", "zorg", "Alarm"),
    Severity.WARNING: ("!", "aandacht", "Let op"),
    Severity.NOTICE: ("○", "rustig", "Goed om te weten"),
}
SHOWN_SIGNALS = 5


class MatrixLine(NamedTuple):
    """One budget line. A named tuple: the template takes it apart at once."""

    code: str
    css: str
    href: str
    name: str
    mark: str
    cells: Sequence[str]
    budgeted: str
    allocated: str
    realised: str
    room: str
    is_short: bool
    cover: str


class ColumnHead(NamedTuple):
    """One arrangement or subsidie: short above its column, in full below the table."""

    href: str
    reference: str
    kind: str
    name: str
    provider: str
    committed: str


class SumLine(NamedTuple):
    """A row at the foot of the table."""

    name: str
    cells: Sequence[str]
    budgeted: str
    allocated: str
    realised: str
    room: str
    is_short: bool
    cover: str


class SignalLine(NamedTuple):
    """What asks for attention, in a sentence, and where to look."""

    sign: str
    tone: str
    word: str
    sentence: str
    href: str


@dataclass(frozen=True, slots=True)
class BudgetPage:
    """The matrix of a year with what there is to say about it."""

    year: int
    years: tuple[int, ...]
    lead: str
    signals: tuple[SignalLine, ...]
    more_signals: tuple[SignalLine, ...]
    heads: list[ColumnHead]
    lines: list[MatrixLine]
    sums: tuple[SumLine, ...]
    notes: tuple[tuple[str, str], ...]
    difference: str
    adds_up: bool

    @property
    def title(self) -> str:
        """The heading."""
        return f"Begroting {self.year}"


@lru_cache(maxsize=8192)
def amount(cents: int) -> str:
    """ "1.234" or "1.234,50": no cents where there are none, no currency sign in a table that says it once."""
    whole, rest = divmod(abs(cents), 100)
    text = f"{'-' if cents < 0 else ''}{whole:,}".replace(",", ".")
    return f"{text},{rest:02d}" if rest else text


def _line(row: MatrixRow, year: int) -> MatrixLine:
    line, room = row.line, row.room_cents
    return MatrixLine(
        line.code,
        ' class="earmark"' if row.depth else "",
        f"/beheer/begroting/regels/{line.id}?jaar={year}",
        line.name,
        " ".join(filter(None, (line.mark, "voorlopig" if line.is_provisional else ""))),
        ["" if cell is EMPTY or not cell[0] else amount(cell[0]) for cell in row.cells],
        "n.v.t." if line.budgeted_cents is None else amount(line.budgeted_cents),
        amount(row.allocated_cents),
        amount(row.realised_cents),
        "–" if room is None else amount(room),
        room is not None and room < 0,
        "–" if row.cover_percent is None else f"{number(row.cover_percent, 1)} %",
    )


def _note(row: MatrixRow) -> str:
    """What there is to explain about a line and its amount; "n.v.t." alone already stands in the cell."""
    return " ".join(text for text in (row.line.line_note, row.line.note) if text and text.rstrip(".") != "n.v.t")


def _head(column: MatrixColumn) -> ColumnHead:
    found = column.commitment
    return ColumnHead(
        f"/beheer/overeenkomsten/{found.id}", found.reference, found.kind, found.name, found.provider_name, amount(found.committed_cents)
    )


def _sums(matrix: Matrix) -> tuple[SumLine, ...]:
    """What the lines add up to, what has no line, and together what was promised."""
    totals, columns = matrix.totals, matrix.columns
    in_lines = amount(totals.realised_cents - totals.realised_without_line_cents)
    cover = "–" if totals.cover_percent is None else f"{number(totals.cover_percent, 1)} %"
    allocated = [amount(column.allocated_cents) for column in columns]
    loose = [amount(column.unallocated_cents) if column.unallocated_cents else "" for column in columns]
    promised = [amount(column.commitment.committed_cents) for column in columns]
    budget = (amount(totals.budgeted_cents), amount(totals.allocated_cents), in_lines, amount(totals.room_cents), totals.room_cents < 0, cover)
    without = amount(totals.realised_without_line_cents)
    return (
        SumLine("Totaal van de regels", allocated, *budget),
        SumLine("Nog zonder begrotingsregel", loose, "", amount(totals.unallocated_cents), without, "", False, ""),
        SumLine("Toegezegd", promised, "", amount(totals.committed_cents), amount(totals.realised_cents), "", False, ""),
    )


def _signal(signal: Signal, codes: dict[int, str]) -> SignalLine:
    sign, tone, word = SIGNAL_TONES[signal.severity]
    of_line = signal.subject_kind == "line"
    href = f"#regel-{codes[signal.subject_id]}" if of_line else f"/beheer/overeenkomsten/{signal.subject_id}"
    return SignalLine(sign, tone, word, signal.sentence, href)


def budget_page(matrix: Matrix, signals: tuple[Signal, ...], years: tuple[int, ...]) -> BudgetPage:
    """Put a matrix in words. Raises nothing: an empty begroting has no lines."""
    codes = {row.line.id: row.line.code for row in matrix.rows}
    told = [_signal(each, codes) for each in signals]
    alarms = sum(each.severity is Severity.ALARM for each in signals)
    lines = [_line(row, matrix.year) for row in matrix.rows]
    notes = [(row.line.name, _note(row)) for row in matrix.rows if _note(row)]
    return BudgetPage(
        year=matrix.year,
        years=years if matrix.year in years else tuple(sorted((*years, matrix.year))),
        lead=_lead(len(signals), alarms),
        signals=tuple(told[:SHOWN_SIGNALS]),
        more_signals=tuple(told[SHOWN_SIGNALS:]),
        heads=[_head(column) for column in matrix.columns],
        lines=lines,
        sums=_sums(matrix),
        notes=tuple(notes),
        difference=f"{amount(matrix.totals.difference_cents // 100 * 100)},{matrix.totals.difference_cents % 100:02d}",
        adds_up=matrix.totals.difference_cents == 0,
    )


def _lead(signals: int, alarms: int) -> str:
    if alarms:
        return f"Begin met {counted(alarms, 'alarm', 'alarmen')}: daar past het geld niet bij de begroting."
    if signals:
        return f"Er {'is' if signals == 1 else 'zijn'} {counted(signals, 'punt', 'punten')} om naar te kijken."
    return "Alles past. Er is niets om naar te kijken."
