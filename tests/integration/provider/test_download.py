"""What goes out as a file: no cell of it is a formula, every text comes back as it was, and a file goes round without loss."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from flask import Flask

from portal.web.cells import DANGEROUS
from tests.integration.provider.test_upload import REPORT, counts_of, entry, saved, shown
from tests.support.figures import measured
from tests.support.inspector import Answer, Inspector
from tests.support.portal import signed_in
from tests.support.world import World

__all__ = ["entry"]
GRID = f"{REPORT}/cijfers/basiszorg"
PAYLOADS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://voorbeeld.example","x")',
    "+31",
    "-2+3",
    "@SUM(A1)",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff201",
    "'=1+1",
    "''@x",
    "' =1",
    "'s avonds was er niemand",
    "https://voorbeeld.example/a?b=c",
    'a;b"c"\nd\te',
    "_x0041_ en &amp; <b>",
    "1.234",
    "12,5",
    "\xe9\xe8\u20ac",
)


def kept(entry: Inspector, texts: tuple[str, ...]) -> dict[str, str]:
    """Keep a text with as many cells; what is shown of them afterwards, by KPI."""
    fields = entry.get(GRID).form(GRID)
    codes = [name.removeprefix("explanation-") for name in fields if name.startswith("explanation-")][: len(texts)]
    fields |= {f"explanation-{code}": text for code, text in zip(codes, texts, strict=True)}
    assert entry.post(GRID, fields).status == 303
    shown_now = entry.get(GRID).form(GRID)
    return {code: shown_now[f"explanation-{code}"].removeprefix("\n") for code in codes}


def notes_in(book: openpyxl.Workbook) -> dict[object, object]:
    sheet = book["Cijfers"]
    heads = {cell.value: place for place, cell in enumerate(sheet[1])}
    return {row[heads["Code"]].value: row[heads["Toelichting"]].value for row in sheet.iter_rows()}


def formulas(book: openpyxl.Workbook) -> int:
    return sum(cell.data_type == "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)


def assert_same(page: Answer) -> None:
    """A file that only went round changes nothing."""
    counts = counts_of(page)
    assert counts["Ongewijzigd"] >= 3 and counts["Fout"] == counts["Gewijzigd"] == counts["Nieuw"] == 0, page.text


def test_no_export_holds_a_formula_and_every_text_comes_back(entry: Inspector) -> None:
    found = 0
    for texts in (PAYLOADS[:7], PAYLOADS[7:14], PAYLOADS[14:]):
        stored = kept(entry, texts)
        data = entry.get(f"{REPORT}/download.xlsx").response.data
        book = openpyxl.load_workbook(io.BytesIO(data))
        found += formulas(book)
        assert {code: notes_in(book)[code] for code in stored} == stored
        assert_same(shown(entry, data))
        raw = entry.get(f"{REPORT}/download.csv").response.data
        cells = [cell for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";") for cell in row]
        assert not [cell for cell in cells if cell.lstrip(" ").startswith(DANGEROUS)]
        assert_same(shown(entry, raw, "cijfers.csv"))
    assert found == 0
    measured("formula payloads exported", len(PAYLOADS))
    measured("formula cells", found)


def test_the_template_is_protected_but_for_what_is_filled_in(entry: Inspector) -> None:
    book = openpyxl.load_workbook(io.BytesIO(entry.get(f"{REPORT}/download.xlsx").response.data))
    sheet = book["Cijfers"]
    assert sheet.protection.sheet and sheet.freeze_panes == "A2" and sheet.column_dimensions["A"].hidden
    heads = {cell.value: place for place, cell in enumerate(sheet[1])}
    for row in sheet.iter_rows(min_row=2):
        assert row[heads["Teller of aantal"]].protection.locked is False and row[heads["Code"]].protection.locked is True
    first = next(row for row in sheet.iter_rows(min_row=2) if row[heads["Code"]].value == "BZ-01")
    assert isinstance(first[heads["Vorig kwartaal"]].value, int | float) and "De norm is" in first[heads["Norm"]].value
    assert "Toelichting" in book.sheetnames and "Definitie" in [cell.value for row in book["Toelichting"].iter_rows() for cell in row]


@pytest.mark.parametrize(("kind", "mimetype"), [("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), ("csv", "text/csv")])
def test_the_name_of_a_download_is_ours(entry: Inspector, kind: str, mimetype: str) -> None:
    response = entry.get(f"{REPORT}/download.{kind}").response
    assert response.headers["Content-Disposition"] == f"attachment; filename=samenzicht-2026-k3.{kind}" and response.mimetype == mimetype


def test_an_untouched_template_changes_nothing(entry: Inspector) -> None:
    book = openpyxl.load_workbook(io.BytesIO(entry.get(f"{REPORT}/download.xlsx").response.data))
    page = shown(entry, saved(book))
    assert "Dit bestand verandert niets." in page.text and counts_of(page)["Ongewijzigd"] == 3 and "overnemen" not in page.html


def test_the_contractmanager_gets_the_signed_figures_as_numbers_and_no_concept(app: Flask, world: World) -> None:
    manager = signed_in(app, world.people["contractmanager"])
    answer = manager.get(f"/beheer/rapportages/{world.reports['linde', '2026-K3']}/download.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.response.data))
    assert book.sheetnames == ["Cijfers", "Capaciteit", "Stromen", "Toelichting"] and formulas(book) == 0
    sheet = book["Cijfers"]
    heads = {cell.value: place for place, cell in enumerate(sheet[1])}
    assert all(isinstance(row[heads["Teller of aantal"]].value, int | float) for row in sheet.iter_rows(min_row=2))
    assert sheet.max_row > 10 and "ingediend op" in str(book["Toelichting"]["A1"].value)
    assert manager.get(f"/beheer/rapportages/{world.reports['noord', '2026-K3']}/download.xlsx").status == 404
