"""The workbook of charts, read back by another program: the same figures as the tables on the page, and numbers are numbers."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl

from portal.web.charts import DEFINITIONS_SHEET, Funnel, FunnelPoint, Sheet, charts_workbook
from portal.web.charts.workbook import sheet_names
from tests.unit.charts.test_markup import BULLET, FUNNEL, LINE, ROW, RUN

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def test_a_reader_finds_what_the_page_shows() -> None:
    sheets = [
        Sheet(name, chart, f"Definitie van {name}")
        for name, chart in (("Lijn", RUN), ("Trechter", FUNNEL), ("Naast elkaar", ROW), ("=1+1", LINE), ("a/b", BULLET))
    ]
    data = charts_workbook(sheets, title="Uitstroom", chosen="alle aanbieders, tot en met K3 2026", at=AT)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Lijn", "Trechter", "Naast elkaar", "=1+1", "a b", DEFINITIONS_SHEET]
    for sheet, one in zip(book.worksheets, sheets, strict=False):
        table = one.chart.table
        assert [cell.value for cell in sheet[1]] == [heading.name for heading in table.headings]
        assert sheet.freeze_panes == "A2"
        for cells, row in zip(sheet.iter_rows(min_row=2), table.rows, strict=True):
            for found, expected in zip(cells, row, strict=True):
                wanted = float(expected.value) if isinstance(expected.value, (int, Decimal)) else expected.value or None
                assert found.value == wanted
                assert found.data_type != "f"
                if isinstance(wanted, float):
                    assert expected.text == written(expected.value)
    told = [[cell.value for cell in row] for row in book[DEFINITIONS_SHEET].iter_rows()]
    assert told[0][0] == "Gemaakt op 22 november 2026 om 10:30."
    assert told[1][0] == "Gekozen: alle aanbieders, tot en met K3 2026."
    assert told[4] == ["Lijn", RUN.title, RUN.summary, "Definitie van Lijn"]


def written(value: object) -> str:
    """A number as the Dutch write it, reckoned without the product's own code."""
    return f"{value:,f}".translate(str.maketrans(",.", ".,"))


def test_sheets_have_names_that_every_program_takes() -> None:
    names = sheet_names(["Toelichting", "a" * 40, "A" * 40, "[]:*?/\\", "", "x'"])
    assert names == ["Toelichting 2", "a" * 31, "A" * 29 + " 2", "Blad 4", "Blad 5", "x"]
    assert len({name.lower() for name in names}) == 6 and max(map(len, names)) <= 31


def test_no_figures_are_a_workbook_too() -> None:
    data = charts_workbook([Sheet("Leeg", Funnel("Leeg", (FunnelPoint("A", None, 0),)))], title="t", chosen="niets", at=AT)
    assert openpyxl.load_workbook(io.BytesIO(data))["Leeg"]["A2"].value == "A"
