"""The begroting as printed: lines, earmarks, marks and "n.v.t." (S001 "7.3 Financiën"). "n.v.t." is not 0 (trap T11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.domain.reference.record import Record, no_duplicates, only_sections, records
from contracts.domain.reference.taakvelden import TaakveldRecord, parse_taakvelden


@dataclass(frozen=True, slots=True)
class BudgetAmountRecord:
    """What a line holds in a year, in cents; empty with the source's own words when it prints none."""

    year: int
    amount_cents: int | None
    is_provisional: bool
    mark: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class BudgetLineRecord:
    """A begrotingsonderdeel. One with a parent is an earmark inside it."""

    code: str
    name: str
    parent: str | None
    position: int
    note: str
    source: str
    amounts: tuple[BudgetAmountRecord, ...]
    taakvelden: tuple[TaakveldRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class _YearMark:
    year: int
    mark: str
    note: str


def parse_budget(document: Mapping[str, Any], *, file: str) -> tuple[BudgetLineRecord, ...]:
    """Read budget.toml. An earmark stays within its parent in every year."""
    only_sections(document, file=file, known=("line", "year_mark"))
    marks: dict[int, _YearMark] = {}
    for row in records(document, file=file, section="year_mark", key="mark") if "year_mark" in document else []:
        mark = _year_mark(row)
        if mark.year in marks:
            row.refuse("year", "Dit jaar heeft al een teken.")
        marks[mark.year] = mark
    rows = records(document, file=file, section="line")
    no_duplicates(file, (row.name for row in rows))
    lines = tuple(_line(row, place, marks) for place, row in enumerate(rows, start=1))
    by_code = {line.code: line for line in lines}
    for row, line in zip(rows, lines, strict=True):
        _check_parent(row, line, by_code)
    return lines


def _year_mark(row: Record) -> _YearMark:
    mark = _YearMark(row.whole("year", least=1900), row.text("mark", longest=4), row.text("note"))
    row.source()
    row.finish()
    return mark


def _line(row: Record, place: int, marks: Mapping[int, _YearMark]) -> BudgetLineRecord:
    mark, provisional, source = (row.text_or_empty("mark", longest=4), row.flag_or("is_provisional", False), row.source())
    amounts = tuple(_amount(part, mark, marks, provisional, source) for part in row.parts("amounts"))
    if len({amount.year for amount in amounts}) != len(amounts):
        row.refuse("amounts", "Een jaar komt twee keer voor.")
    line = BudgetLineRecord(
        code=row.text("code", longest=40),
        name=row.text("name", longest=160),
        parent=row.text_or_empty("parent") or None,
        position=place,
        note=row.text_or_empty("note"),
        source=source,
        amounts=amounts,
        taakvelden=parse_taakvelden(row),
    )
    row.finish()
    return line


def _amount(part: Record, line_mark: str, marks: Mapping[int, _YearMark], provisional: bool, source: str) -> BudgetAmountRecord:
    year, euros, text = (part.whole("year", least=1900), part.whole_or_none("euros"), part.text_or_empty("text"))
    if euros is None and not text:
        part.refuse("text", f"In {year} staat geen bedrag. Neem dan de tekst van de bron over, zoals 'n.v.t.'.")
    if euros is not None and text:
        part.refuse("text", f"In {year} staan een bedrag en een tekst. Kies één van de twee.")
    part.finish()
    year_mark = marks.get(year)
    mark = " ".join(found for found in (line_mark, year_mark.mark if year_mark else "") if found)
    note = " ".join(found if found.endswith(".") else f"{found}." for found in (text, year_mark.note if year_mark else "") if found)
    return BudgetAmountRecord(year, None if euros is None else euros * 100, provisional, mark, note, source)


def _check_parent(row: Record, line: BudgetLineRecord, lines: Mapping[str, BudgetLineRecord]) -> None:
    if line.parent is None:
        return
    parent = lines.get(line.parent)
    if parent is None or parent.parent is not None or parent is line:
        row.refuse("parent", f"'{line.parent}' is geen hoofdregel van deze begroting.")
    if line.taakvelden:
        row.refuse("taakvelden", "Een oormerk volgt de regel waar het onder valt.")
    whole = {amount.year: amount.amount_cents for amount in parent.amounts}
    for amount in line.amounts:
        if amount.amount_cents is not None and amount.amount_cents > (whole.get(amount.year) or 0):
            row.refuse("amounts", f"In {amount.year} is dit deel groter dan de hoofdregel '{line.parent}'.")
