"""The begroting of the demonstration is the same on the page, in the workbook and in the text file, in every year and every cell."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
from sqlalchemy.orm import Session

from contracts.queries.budget import matrix, years
from contracts.queries.taakvelden import shares_of
from portal.management.budget_sheet import budget_tables
from portal.management.matrix_columns import FIGURE_COLUMNS
from portal.management.matrix_page import MatrixLine, SumLine, budget_page
from portal.web.spreadsheets.writing import delimited, xlsx
from tests.support.figures import measured

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BEFORE = 3
SHOWN_AS = {
    "Begroot": "budgeted", "Vastgelegd": "allocated", "Gerealiseerd": "realised", "Verwacht": "expected", "Ruimte": "room", "Dekking in %": "cover",
}  # fmt: skip


def shown(text: str) -> Decimal | str | None:
    """A cell of the page as a value."""
    if text in ("", "–"):
        return None
    return text if text == "n.v.t." else Decimal(text.removesuffix(" %").replace(".", "").replace(",", "."))


def kept(value: object) -> Decimal | str | None:
    """A cell of the workbook as a value."""
    return value if value is None or isinstance(value, str) else Decimal(repr(value))


def written(text: str) -> Decimal | str | None:
    """A cell of the text file as a value."""
    return None if text == "" else text if text == "n.v.t." else Decimal(text.replace(",", "."))


def test_page_workbook_and_text_file_agree_in_every_cell_of_every_year(session: Session) -> None:
    compared, marks, empty = 0, 0, 0
    differ = []
    for year in years(session).all:
        made = matrix(session, year=year)
        page, tables = budget_page(made, (), (year,)), budget_tables(made, shares_of(session, year=year).get(year, {}), AT)
        book = openpyxl.load_workbook(io.BytesIO(xlsx(tables, title="test", at=AT)))
        sheet = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()][1:]
        text = list(csv.reader(io.StringIO(delimited(tables[0]).decode("utf-8-sig"), newline=""), delimiter=";"))[1:]
        rows: list[MatrixLine | SumLine] = [*page.lines, *page.sums]
        for on_page, in_book, in_text in zip(rows, sheet, text, strict=True):
            figures = [getattr(on_page, SHOWN_AS[column.name]) for column in FIGURE_COLUMNS]
            end = BEFORE + len(FIGURE_COLUMNS) + len(made.columns)
            told = zip((*figures, *on_page.cells), in_book[BEFORE:end], in_text[BEFORE:end], strict=True)
            for cells in told:
                values = [read(cell) for read, cell in zip((shown, kept, written), cells, strict=True)]
                differ += [(year, on_page.name, cells)] * (not values[0] == values[1] == values[2])
                compared, empty = compared + 1, empty + (values[0] == "n.v.t.")
            assert in_book[1] == on_page.name and [value or "" for value in in_book[end : end + 2]] == in_text[end : end + 2]
            if isinstance(on_page, MatrixLine):
                assert on_page.mark == " ".join(filter(None, (in_book[end + 1], in_book[end])))
                marks += bool(on_page.mark)
    measured("cells of the begroting compared between page, workbook and text file", compared)
    measured("cells of the begroting that differ between them", len(differ))
    assert differ == []
    assert compared > 1500 and marks > 20 and empty > 10
