"""Reading a judged XLSX, or a CSV, into plain values. Runs in the child, within its limits of time and memory.

A value is None, a text, {"getal": "12.5"} or {"anders": "een datum"}: a number is told from a text that looks like one.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from portal.web.spreadsheets import judging
from portal.web.spreadsheets.limits import LONGEST_TEXT, MOST_COLUMNS, MOST_ROWS, MOST_SHEETS, ROWS_ABOVE, Hostile

XLSX, CSV = "xlsx", "csv"
NOT_UTF8 = "Dit CSV-bestand heeft een andere tekencodering. Bewaar het als “CSV UTF-8” of als XLSX."
BROKEN_CSV = "Dit CSV-bestand is niet te lezen. Kijk of er een aanhalingsteken ontbreekt, of gebruik XLSX."
TOO_LONG = "In dit bestand staat een veel te lange tekst. Maak de tekst korter."

Plain = str | dict[str, str] | None
Sheets = list[dict[str, Any]]


def read(kind: str, data: bytes) -> Sheets:
    """The sheets of a file: name and rows. Raises Hostile."""
    return _xlsx(judging.judged(data)) if kind == XLSX else _csv(data)


def _xlsx(data: bytes) -> Sheets:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
            if not 0 < len(names) <= MOST_SHEETS:
                raise Hostile(judging.BROKEN)
            return [{"name": name[:60], "rows": _rows(book.get_sheet_by_name(name).to_python(skip_empty_area=False))} for name in names]
    except (CalamineError, OSError, ValueError) as error:
        raise Hostile(judging.BROKEN) from error


def _rows(rows: list[list[Any]]) -> list[list[Plain]]:
    if len(rows) > MOST_ROWS + ROWS_ABOVE or any(len(row) > MOST_COLUMNS for row in rows[:1]):
        raise Hostile(judging.TOO_WIDE)
    return [[_plain(value) for value in row] for row in rows]


def _plain(value: Any) -> Plain:
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise Hostile(TOO_LONG)
        return value or None
    if isinstance(value, bool):
        return {"anders": "waar of onwaar"}
    if isinstance(value, (int, float)):
        return {"getal": f"{value:.15g}"} if abs(value) < 1e15 else {"anders": "een veel te groot getal"}
    if isinstance(value, (date, datetime)):
        return {"anders": "een datum", "dag": value.isoformat()[:10]}
    return {"anders": "een tijd"} if isinstance(value, (time, timedelta)) else None


def _csv(data: bytes) -> Sheets:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Hostile(NOT_UTF8) from error
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\t\r\n" for sign in set(text)):
        raise Hostile(BROKEN_CSV)
    csv.field_size_limit(LONGEST_TEXT)
    first = text.partition("\n")[0]
    separator = Counter({sign: first.count(sign) for sign in ";,\t"}).most_common(1)[0][0]
    rows: list[list[Plain]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            if len(rows) > MOST_ROWS + ROWS_ABOVE or len(row) > MOST_COLUMNS:
                raise Hostile(judging.TOO_WIDE)
            rows.append([_written(value) for value in row])
    except csv.Error as error:
        raise Hostile(TOO_LONG if "field larger" in str(error) else BROKEN_CSV) from error
    return [{"name": "CSV", "rows": rows}]


def _written(value: str) -> Plain:
    """A field of a CSV. What a spreadsheet would run is not ours: we write it with an apostrophe before it."""
    if unicodedata.normalize("NFKC", value).lstrip().startswith(("=", "@")):
        raise Hostile(judging.FORMULAS)
    return value or None
