"""A quarter by file: downloaded, filled in elsewhere, looked at and taken over; in a browser, with every key and click counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest

from tests.journeys.conftest import WIDTHS, Invite
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.quarter import Report
from tests.journeys.scene.visitor import Visitor
from tests.support.figures import measured

COUNT = """for (const kind of ["click", "keydown"]) addEventListener(kind, event => event.isTrusted && counted(kind), true);"""
FILE_DIALOG = 2  # the file, and "Open": the dialog is of the system, not of the page
MOST = 12


@dataclass
class Hands:
    """Counts what somebody does with mouse and keyboard."""

    done: list[str] = field(default_factory=list)

    def watch(self, visitor: Visitor) -> None:
        visitor.page.expose_function("counted", lambda kind: self.done.append(kind))  # noqa: PLW0108  Playwright hangs marks of its own on whoever listens
        visitor.page.add_init_script(COUNT)


def carry_over(path: Path) -> int:
    """Elsewhere, in a spreadsheet: every empty figure gets that of last quarter. How many there were."""
    book = openpyxl.load_workbook(path)
    sheet, carried = book["Cijfers"], 0
    heads = {cell.value: place for place, cell in enumerate(sheet[1])}
    for row in sheet.iter_rows(min_row=2):
        before = row[heads["Vorig kwartaal teller"]].value
        if row[heads["Teller of aantal"]].value is None and row[heads["Geen cijfer, want"]].value is None and before is not None:
            row[heads["Teller of aantal"]].value, carried = before, carried + 1
            row[heads["Noemer"]].value = row[heads["Vorig kwartaal noemer"]].value
    book.save(path)
    return carried


@pytest.mark.parametrize("width", WIDTHS)
def test_an_unchanged_quarter_by_file(portal: Portal, visitors: Invite, width: int, tmp_path: Path) -> None:
    report = Report(portal, "de-grubbe")
    noor, hands, file = visitors("Noor Bakker", "De Grubbe"), Hands(), tmp_path / "cijfers.xlsx"
    hands.watch(noor)
    noor.goes_to(report.path)
    with noor.page.expect_download() as download:
        noor.follows("Download als XLSX")
    download.value.save_as(file)
    carried = carry_over(file)
    assert carried > 0
    noor.follows("upload een bestand")
    noor.is_at("Upload een bestand")
    with noor.page.expect_file_chooser() as chosen:
        noor.page.get_by_label("Uw ingevulde bestand").click()
    chosen.value.set_files(file)
    noor.presses("Bekijk wat er verandert")
    noor.is_at("Bekijk wat er verandert")
    noor.presses(re.compile(r"^Neem \d+ cijfers? over$"))
    noor.is_at(f"Rapportage {report.name}")
    noor.sees(re.compile("overgenomen. De gemeente ziet"))
    assert not [row.code for row in report.rows() if not row.is_filled and row.previous is not None and row.previous.numerator is not None]
    if width == max(WIDTHS):
        measured("keys and clicks of an unchanged quarter by upload", len(hands.done) + FILE_DIALOG)
    assert 5 <= len(hands.done) + FILE_DIALOG <= MOST
