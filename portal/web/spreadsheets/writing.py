"""Tables as XLSX and as CSV. No text ever becomes a formula or a link: everything that is not a number is written as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from flask import Response
from xlsxwriter.worksheet import Worksheet

from kpi.domain.numbers import as_typed
from portal.web.cells import safe_cell
from portal.web.spreadsheets.table import Column, Table, Value

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
_SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": False}
_MAY = {"format_columns": True, "format_rows": True}  # a protected sheet may still be made readable
_LOOKS = {
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8EDF0", "locked": True},
    "fixed": {"valign": "top", "font_color": "#44525C", "locked": True},
    "wraps": {"valign": "top", "font_color": "#44525C", "text_wrap": True, "locked": True},
    "input": {"valign": "top", "bg_color": "#FFFBE6", "border": 1, "border_color": "#B7AD7C", "text_wrap": True, "locked": False},
    "money": {"valign": "top", "font_color": "#44525C", "num_format": "#,##0.00", "align": "right", "locked": True},
    "above": {"valign": "top"},
}


def xlsx(tables: Sequence[Table], *, title: str, at: datetime) -> bytes:
    """The tables as a workbook, the first one in front. A table with input columns is protected, without a password."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _SAFE)
    book.set_properties({"title": title, "author": "Samenzicht", "created": at.astimezone(UTC).replace(tzinfo=None)})
    looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
    for table in tables:
        _sheet(book.add_worksheet(table.name), table, looks)
    book.close()
    return out.getvalue()


def _sheet(sheet: Worksheet, table: Table, looks: dict[str, Any]) -> None:
    top = len(table.above)
    for number, sentence in enumerate(table.above):
        sheet.write_string(number, 0, sentence, looks["above"])
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width, None, {"hidden": column.is_hidden})
        sheet.write_string(top, place, column.name, looks["head"])
        if column.choices and table.rows:
            sheet.data_validation(top + 1, place, top + len(table.rows), place, _one_of(column.choices))
    kinds = [looks[_look(column)] for column in table.columns]
    for number, row in enumerate(table.rows, top + 1):
        for place, (value, look) in enumerate(zip(row, kinds, strict=True)):
            _cell(sheet, number, place, value, look)
    sheet.freeze_panes(top + 1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    if any(column.is_input for column in table.columns):
        sheet.protect("", _MAY)


def _look(column: Column) -> str:
    return "input" if column.is_input else "money" if column.is_money else "wraps" if column.wraps else "fixed"


def _one_of(choices: Sequence[str]) -> dict[str, object]:
    mistake = {"error_title": "Kies uit de lijst", "error_message": "Kies een reden uit de lijst, of laat de cel leeg."}
    return {"validate": "list", "source": list(choices), "ignore_blank": True, **mistake}


def _cell(sheet: Worksheet, row: int, place: int, value: Value, look: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, place, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, place, value, look)
    else:
        sheet.write_number(row, place, float(value), look)


def delimited(table: Table) -> bytes:
    """One table as CSV for a Dutch spreadsheet: UTF-8 with its mark, semicolons, a decimal comma, and no text that would run."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow([safe_cell(column.name) for column in table.columns])
    writer.writerows([_written(value) for value in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def _written(value: Value) -> str:
    return safe_cell(value) if isinstance(value, str) else as_typed(Decimal(value)) if value is not None else ""


def attachment(data: bytes, *, name: str, kind: str) -> Response:
    """A file to keep (RFC 6266). The name is ours, never somebody's text."""
    response = Response(data, content_type=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
