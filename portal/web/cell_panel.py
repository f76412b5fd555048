"""What both sides see of one cell: its quarters with a small line, its parts, and the thread. Every value already in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kpi.domain import talk
from kpi.domain.breakdown import Part, mismatches, total_of
from kpi.domain.cell import Figures
from kpi.domain.indicator import RATIO
from kpi.domain.limits import limits_in_words
from kpi.domain.reporting_period import short_label_of
from kpi.queries.breakdown import DimensionParts
from kpi.queries.cell_history import Comment
from kpi.queries.grid import EarlierCell, GridRow
from portal.web.charts import Spark, SparkValue, sparkline
from portal.web.formatting import NOTHING, figure, moment, number, typed

SIDES = {talk.PROVIDER: "aanbieder", talk.MUNICIPALITY: "gemeente"}


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """One quarter in the table."""

    period: str
    numerator: str
    denominator: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part, as typed or as stored."""

    category: str
    label: str
    numerator: str
    denominator: str
    wrong: frozenset[str] = frozenset()
    mistake: str = ""


@dataclass(frozen=True, slots=True)
class SplitTable:
    """One dimension of a cell. `version` 0: nothing is filled in. `mismatch`: what does not add up, in a sentence."""

    code: str
    name: str
    rows: tuple[PartRow, ...]
    version: int
    total: str
    mismatch: str
    theirs: tuple[tuple[str, str], ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark of the thread."""

    at: str
    when: str
    who: str
    side: str
    text: str


@dataclass(frozen=True, slots=True)
class Thread:
    """The thread at a cell. Without `href` nothing can be said any more; `text` and `mistake` are of a remark that was refused."""

    remarks: tuple[Remark, ...]
    href: str
    hint: str
    text: str = ""
    mistake: str = ""
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class CellFacts:
    """One KPI with its figure now and before."""

    code: str
    name: str
    definition: str
    source: str
    numerator_label: str
    denominator_label: str
    norm_note: str
    limits: tuple[str, ...]
    value: str
    basis: str
    explanation: str
    quarters: tuple[QuarterLine, ...]
    line: Spark | None
    is_ratio: bool
    splits: tuple[SplitTable, ...] = field(default=())

    @property
    def title(self) -> str:
        """The heading."""
        return f"{self.code} {self.name}"


def counted(count: int) -> str:
    """ "1 opmerking", "2 opmerkingen"; "" for none."""
    return "" if not count else "1 opmerking" if count == 1 else f"{count} opmerkingen"


def cell_facts(row: GridRow, period: str, earlier: Sequence[EarlierCell], splits: Sequence[DimensionParts]) -> CellFacts:
    """A cell in words. `period` is its own quarter; it stands last in the table and on the line."""
    now = EarlierCell(period, row.definition_version, row.value_kind, row.numerator, row.denominator, row.missing_reason)
    quarters = [*earlier, *([now] if row.is_filled else [])]
    return CellFacts(
        row.code,
        row.name,
        row.definition,
        row.source,
        row.numerator_label,
        row.denominator_label,
        row.norm_note,
        limits_in_words(row.rules),
        row.missing_reason or figure(row.value, row.unit, row.decimals),
        _basis(row),
        row.explanation,
        tuple(_quarter(cell, row) for cell in reversed(quarters)),
        _line(row, quarters),
        row.value_kind == RATIO,
        tuple(split_table(each, row) for each in splits),
    )


def _basis(row: GridRow) -> str:
    if row.numerator is None or row.denominator is None:
        return ""
    return f"{number(row.numerator)} van {number(row.denominator)}" if row.value_kind == RATIO else f"op basis van {number(row.denominator)}"


def _quarter(cell: EarlierCell, row: GridRow) -> QuarterLine:
    value = cell.missing_reason or figure(cell.value, row.unit, row.decimals)
    note = "" if cell.definition_version == row.definition_version else "oude definitie"
    return QuarterLine(short_label_of(cell.period), typed(cell.numerator) or NOTHING, typed(cell.denominator) or NOTHING, value, note)


def _line(row: GridRow, quarters: Sequence[EarlierCell]) -> Spark | None:
    """Another definition begins a line of its own: what was counted otherwise may not be compared."""
    values, before = [], None
    for cell in quarters:
        text = cell.missing_reason or figure(cell.value, row.unit, row.decimals)
        is_break = before is not None and cell.definition_version != before.definition_version
        values.append(SparkValue(short_label_of(cell.period), cell.value, text, is_break))
        before = cell
    norms = [bound for bound in (row.norm_low, row.norm_high) if bound is not None]
    return sparkline(f"{row.code} per kwartaal", values, norm_values=norms)


def split_table(found: DimensionParts, row: GridRow) -> SplitTable:
    """A dimension as it is stored, with its sum, and whether that is the total."""
    rows = tuple(PartRow(line.category, line.label, typed(line.numerator), typed(line.denominator)) for line in found.lines)
    wrong = mismatches(row.figures, {found.code: found.parts})
    return SplitTable(found.code, found.name, rows, found.version, _sum(found.parts), wrong[0].sentence if wrong else "")


def _sum(parts: Sequence[Part]) -> str:
    total: Figures = total_of(parts)
    if total.numerator is None:
        return NOTHING
    return _plain(total.numerator) if total.denominator is None else f"{_plain(total.numerator)} van {_plain(total.denominator)}"


def _plain(value: Decimal) -> str:
    return typed(value)


def remarks(comments: Sequence[Comment]) -> tuple[Remark, ...]:
    """The thread in words, the oldest first."""
    return tuple(Remark(each.at.isoformat(), moment(each.at), each.who, SIDES[each.side], each.text) for each in comments)
