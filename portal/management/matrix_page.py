"""The begroting of one year as it is shown: lines against arrangementen and subsidies, every cell a ready text (it must be fast)."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from contracts.domain.budget import Matrix, MatrixColumn, MatrixRow
from contracts.domain.budget_matrix import EMPTY
from contracts.domain.budget_signals import Severity, Signal
from portal.management.signal_groups import SignalGroup, grouped
from portal.management.words import counted
from portal.web.formatting import number


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
    expected: str
    assumed: str
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
    expected: str
    is_forecast: bool


class SumLine(NamedTuple):
    """A row at the foot of the table."""

    name: str
    cells: Sequence[str]
    budgeted: str
    allocated: str
    realised: str
    expected: str
    room: str
    is_short: bool
    cover: str


@dataclass(frozen=True, slots=True)
class BudgetPage:
    """The matrix of a year with what there is to say about it."""

    year: int
    years: tuple[int, ...]
    lead: str
    groups: tuple[SignalGroup, ...]
    heads: list[ColumnHead]
    lines: list[MatrixLine]
    sums: tuple[SumLine, ...]
    notes: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, str], ...]
    whys: tuple[tuple[str, str], ...]
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
        ["" if cell is EMPTY or not cell[0] else f"{amount(cell[0])} *" if cell[3] else amount(cell[0]) for cell in row.cells],
        "n.v.t." if line.budgeted_cents is None else amount(line.budgeted_cents),
        amount(row.allocated_cents),
        amount(row.realised_cents),
        amount(row.expected_cents),
        _assumed(row),
        "–" if room is None else amount(room),
        room is not None and room < 0,
        "–" if row.cover_percent is None else f"{number(row.cover_percent, 1)} %",
    )


def _assumed(row: MatrixRow) -> str:
    """How much of what is expected is no forecast, but simply what was promised."""
    if not row.assumed_cents:
        return ""
    return "geen prognose" if row.assumed_cents == row.expected_cents else f"{amount(row.assumed_cents)} geen prognose"


def _note(row: MatrixRow) -> str:
    """What there is to explain about a line and its amount; "n.v.t." alone already stands in the cell."""
    return " ".join(text for text in (row.line.line_note, row.line.note) if text and text.rstrip(".") != "n.v.t")


def _head(column: MatrixColumn) -> ColumnHead:
    found = column.commitment
    return ColumnHead(
        f"/beheer/overeenkomsten/{found.id}",
        found.reference,
        found.kind,
        found.name,
        found.provider_name,
        amount(found.committed_cents),
        amount(column.expected_cents),
        column.is_forecast,
    )


def _sums(matrix: Matrix) -> tuple[SumLine, ...]:
    """What the lines add up to, what has no line, and together what was promised."""
    totals, columns = matrix.totals, matrix.columns
    in_lines = amount(totals.realised_cents - totals.realised_without_line_cents)
    expected = amount(totals.expected_cents - totals.expected_without_line_cents)
    cover = "–" if totals.cover_percent is None else f"{number(totals.cover_percent, 1)} %"
    allocated = [amount(column.allocated_cents) for column in columns]
    loose = [amount(column.unallocated_cents) if column.unallocated_cents else "" for column in columns]
    promised = [amount(column.commitment.committed_cents) for column in columns]
    room = (amount(totals.room_cents), totals.room_cents < 0, cover)
    without = (amount(totals.realised_without_line_cents), amount(totals.expected_without_line_cents))
    whole = (amount(totals.realised_cents), amount(totals.expected_cents))
    return (
        SumLine("Totaal van de regels", allocated, amount(totals.budgeted_cents), amount(totals.allocated_cents), in_lines, expected, *room),
        SumLine("Nog zonder begrotingsregel", loose, "", amount(totals.unallocated_cents), *without, "", False, ""),
        SumLine("Toegezegd", promised, "", amount(totals.committed_cents), *whole, "", False, ""),
    )


def _reasons(matrix: Matrix) -> tuple[tuple[str, str], ...]:
    """Why lines were taken beyond what they hold: (line and contract, the reason)."""
    heads = [column.commitment for column in matrix.columns]
    told = [(row.line.name, head, cell.reason) for row in matrix.rows for head, cell in zip(heads, row.cells, strict=True) if cell.reason]
    return tuple((f"{name}, {head.reference}", reason) for name, head, reason in told)


def _whys(matrix: Matrix) -> tuple[tuple[str, str], ...]:
    """Why there is no forecast: each reason once, with the commitments that it is of."""
    found: dict[str, list[str]] = {}
    for column in matrix.columns:
        if column.why_assumed:
            found.setdefault(column.why_assumed, []).append(column.commitment.reference)
    return tuple((sentence, ", ".join(references)) for sentence, references in found.items())


def budget_page(matrix: Matrix, signals: tuple[Signal, ...], years: tuple[int, ...], *, endpoints: Container[str] = ()) -> BudgetPage:
    """Put a matrix in words. `endpoints`: those that exist, for where a signal leads. Raises nothing: an empty begroting has no lines."""
    alarms = sum(each.severity is Severity.ALARM for each in signals)
    return BudgetPage(
        year=matrix.year,
        years=years if matrix.year in years else tuple(sorted((*years, matrix.year))),
        lead=_lead(sum(each.severity is not Severity.NOTICE for each in signals), alarms),
        groups=grouped(signals, matrix, endpoints),
        heads=[_head(column) for column in matrix.columns],
        lines=[_line(row, matrix.year) for row in matrix.rows],
        sums=_sums(matrix),
        notes=tuple((row.line.name, note) for row in matrix.rows if (note := _note(row))),
        reasons=_reasons(matrix),
        whys=_whys(matrix),
        difference=f"{amount(matrix.totals.difference_cents // 100 * 100)},{matrix.totals.difference_cents % 100:02d}",
        adds_up=matrix.totals.difference_cents == 0,
    )


def _lead(signals: int, alarms: int) -> str:
    """What to do first; what is only good to know asks for nothing."""
    if alarms:
        return f"Begin met {counted(alarms, 'alarm', 'alarmen')}: daar past het geld niet bij de begroting of de afspraken."
    if signals:
        return f"Er {'is' if signals == 1 else 'zijn'} {counted(signals, 'punt', 'punten')} om naar te kijken."
    return "Alles past. Er is niets om naar te kijken."
