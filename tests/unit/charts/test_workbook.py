"""The workbook of charts, read back by another program: the same figures as the tables on the page, and numbers are numbers."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl

from portal.web.charts import Funnel, FunnelPoint
from portal.web.spreadsheets.writing import xlsx
from tests.unit.charts.test_markup import BULLET, FUNNEL, LINE, ROW, RUN

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def test_a_reader_finds_what_the_page_shows() -> None:
    tables = {"Lijn": RUN.table, "Trechter": FUNNEL.table, "Naast elkaar": ROW.table, "=1+1": LINE.table, "Doel": BULLET.table}
    data = xlsx([table.sheet(name) for name, table in tables.items()], title="Uitstroom", at=AT)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == list(tables)
    for sheet, table in zip(book.worksheets, tables.values(), strict=True):
        assert [cell.value for cell in sheet[1]] == [heading.name for heading in table.headings]
        assert sheet.freeze_panes == "A2"
        for cells, row in zip(sheet.iter_rows(min_row=2), table.rows, strict=True):
            for found, expected in zip(cells, row, strict=True):
                wanted = float(expected.value) if isinstance(expected.value, (int, Decimal)) else expected.value or None
                assert found.value == wanted
                assert found.data_type != "f"
                if isinstance(wanted, float):
                    assert expected.text == written(expected.value)


def written(value: object) -> str:
    """A number as the Dutch write it, reckoned without the product's own code."""
    return f"{value:,f}".translate(str.maketrans(",.", ".,"))


def test_no_figures_are_a_workbook_too() -> None:
    data = xlsx([Funnel("Leeg", (FunnelPoint("A", None, 0),)).table.sheet("Leeg")], title="t", at=AT)
    assert openpyxl.load_workbook(io.BytesIO(data))["Leeg"]["A2"].value == "A"
