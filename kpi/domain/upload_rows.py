"""From the sheets of a file to the rows of a report: by the names of the columns and the marks of the rows, never by their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from contracts.domain.preview import FAULTY
from contracts.foundation.errors import Refused
from contracts.foundation.sheet import Raw, Sheet, address, columns_named, heading_row, is_there
from kpi.domain.upload import KnownCell, Line, Preview
from kpi.domain.upload_cells import Entry, line_of
from kpi.domain.upload_layout import COLUMNS, INPUTS, MARK, Mark

DOWNLOAD = "Download het bestand van deze rapportage en vul uw cijfers daarin in."
NOT_OURS = f"In dit bestand staan geen rijen van een rapportage. {DOWNLOAD}"


def preview(sheets: Sequence[Sheet], *, known: Mapping[str, KnownCell], report: str, by: str) -> Preview:
    """Judge a whole file against the cells of one report (`report`: its mark). Raises Refused when it is no file of ours at all."""
    lines: list[Line] = []
    remarks: list[str] = []
    entries: list[Entry] = []
    for sheet in sheets:
        if (top := heading_row(sheet, MARK)) is not None:
            columns, skipped = columns_named(sheet, top, COLUMNS, required=INPUTS.values(), advice=DOWNLOAD)
            remarks += skipped
            for found in _entries(sheet, top, columns):
                if isinstance(found, Entry):
                    entries.append(found)
                else:
                    lines.append(found)
    if not entries and not lines:
        raise Refused("file", NOT_OURS)
    twice = {mark.code for mark, times in Counter(entry.mark for entry in _comparable(entries)).items() if times > 1}
    lines += [_judged(entry, known, report, twice, by) for entry in entries]
    return Preview(tuple(lines), tuple(remarks))


def _comparable(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Rows that were filled in: an untouched row that stands twice does no harm."""
    for entry in entries:
        if entry.is_touched:
            yield Entry(Mark(entry.mark.report, entry.mark.code, 0, 0), entry.values, entry.places)


def _entries(sheet: Sheet, top: int, columns: dict[str, int]) -> Iterator[Entry | Line]:
    """The rows under the names of the columns. Rows without anything in them are passed by."""
    for number, row in enumerate(sheet.rows[top + 1 :], top + 1):
        values = {field: _at(row, columns[name]) for field, name in INPUTS.items()}
        places = {field: f"{sheet.name}!{address(number, columns[name])}" for field, name in INPUTS.items()}
        marked = _at(row, columns[MARK])
        mark = Mark.parse(marked) if isinstance(marked, str) else None
        code = _at(row, columns["Code"]) if "Code" in columns else None
        fault = _fault_of_row(marked, mark, code)
        if fault is None and mark is not None:
            yield Entry(mark, values, places)
        elif is_there(marked) or any(is_there(value) for value in values.values()):
            yield _faulty(str(code or ""), places["numerator"], fault or "")


def _fault_of_row(marked: Raw, mark: Mark | None, code: Raw) -> str | None:
    if not is_there(marked):
        return "Deze rij heeft geen kenmerk. Zo is niet te zien over welk cijfer zij gaat."
    if mark is None:
        return "Het kenmerk van deze rij is veranderd. Zo is niet te zien over welk cijfer zij gaat."
    if isinstance(code, str) and code.strip() and code.strip() != mark.code:
        return f"Het kenmerk hoort bij {mark.code}, maar in de rij staat {code.strip()[:20]}. De cellen zijn verschoven."
    return None


def _at(row: tuple[Raw, ...], place: int) -> Raw:
    return row[place] if place < len(row) else None


def _judged(entry: Entry, known: Mapping[str, KnownCell], report: str, twice: set[str], by: str) -> Line:
    code = entry.mark.code
    if entry.mark.report != report:
        return _faulty(code, entry.place, "Deze rij hoort bij een andere rapportage: een ander kwartaal of een andere aanbieder.")
    cell = known.get(code)
    if cell is None:
        return _faulty(code, entry.place, f"Het cijfer {code} wordt in deze rapportage niet gevraagd.")
    if entry.mark.definition_version != cell.definition_version:
        return _faulty(code, entry.place, f"{code} heeft in deze rapportage een andere definitie dan in het bestand.")
    if entry.is_touched and code in twice:
        return _faulty(code, entry.place, f"{code} staat meer dan één keer in het bestand. Laat één rij staan.")
    return line_of(cell, entry, by=by)


def _faulty(code: str, place: str, sentence: str) -> Line:
    return Line(item=code[:20], name="", place=place, state=FAULTY, sentences=(sentence,), mend=DOWNLOAD)
