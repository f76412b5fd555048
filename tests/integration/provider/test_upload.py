"""A report as a file: downloaded, filled in, looked at, taken over; and what goes wrong on the way."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from flask import Flask

from tests.support.inspector import Answer, Inspector
from tests.support.portal import signed_in
from tests.support.world import World

REPORT = "/aanbieder/rapportages/2026-k3"
UPLOAD = f"{REPORT}/upload"
FIRST, SECOND, REASON, NOTE = "Teller of aantal", "Noemer", "Geen cijfer, want", "Toelichting"


@pytest.fixture
def entry(app: Flask, world: World) -> Inspector:
    """The invoerder of Huize Noord, whose report of the last quarter is busy."""
    return signed_in(app, world.people["invoerder-noord"])


def download(entry: Inspector) -> openpyxl.Workbook:
    answer = entry.get(f"{REPORT}/download.xlsx")
    assert answer.status == 200
    return openpyxl.load_workbook(io.BytesIO(answer.response.data))


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(book: openpyxl.Workbook, code: str, **values: Any) -> None:
    """Fill in cells of one KPI by the names of the columns."""
    sheet = book["Cijfers"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    names = {"first": FIRST, "second": SECOND, "reason": REASON, "note": NOTE, "mark": "Kenmerk", "code": "Code"}
    row = next(row[0].row for row in sheet.iter_rows(min_row=2) if row[heads["Code"] - 1].value == code)
    for name, value in values.items():
        sheet.cell(row, heads[names[name]]).value = value


def send(entry: Inspector, data: bytes, name: str = "cijfers.xlsx", token: str = "") -> Answer:
    """As a browser sends it; the body is made here, because the test client leaves the large ones open on disk."""
    head = f'--grens\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token or entry.csrf_token()}\r\n'
    head += f'--grens\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
    body = head.encode() + data + b"\r\n--grens--\r\n"
    return entry._send("POST", UPLOAD, htmx=False, data=body, content_type="multipart/form-data; boundary=grens")


def shown(entry: Inspector, data: bytes, name: str = "cijfers.xlsx") -> Answer:
    """The preview of a file."""
    sent = send(entry, data, name)
    assert sent.status == 303, sent.text
    return entry.get(sent.location)


def take(entry: Inspector, page: Answer, choice: str = "alles") -> Answer:
    action = next(found for found in re.findall(r'action="([^"]+/overnemen)"', page.html))
    return entry.post(action, page.form(action) | {"keuze": choice})


def test_a_file_goes_out_and_comes_back_whole(entry: Inspector) -> None:
    book = download(entry)
    put(book, "BZ-06", first=24, second=24)
    put(book, "BZ-08", first="3", note="Twee meldingen gingen over de nacht.")
    page = shown(entry, saved(book))
    assert "2 cijfers veranderen. Er is nog niets opgeslagen." in page.text
    assert entry.get(f"{REPORT}/cijfers/basiszorg").form(f"{REPORT}/cijfers/basiszorg")["numerator-BZ-06"] == ""
    answer = take(entry, page)
    assert answer.status == 303 and answer.location == REPORT
    fields = entry.get(f"{REPORT}/cijfers/basiszorg").form(f"{REPORT}/cijfers/basiszorg")
    assert (fields["numerator-BZ-06"], fields["denominator-BZ-06"], fields["numerator-BZ-08"]) == ("24", "24", "3")
    assert fields["explanation-BZ-08"].strip() == "Twee meldingen gingen over de nacht."
