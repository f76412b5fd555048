"""A report as a file: downloaded, filled in, looked at, taken over; and what goes wrong on the way."""

from __future__ import annotations

import io
import re
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


def rows_of(page: Answer) -> dict[str, str]:
    """What the preview says of each KPI."""
    assert page.root is not None
    found = {}
    for row in page.root.iter("{http://www.w3.org/1999/xhtml}tr"):
        words = " ".join("".join(row.itertext()).split())
        found[words[:5]] = words
    return found


def counts_of(page: Answer) -> dict[str, int]:
    return {word: int(number) for word, number in re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", page.html)}


def test_every_cell_is_new_changed_unchanged_wrong_or_untouched_and_the_counts_add_up(entry: Inspector) -> None:
    book = download(entry)
    asked = book["Cijfers"].max_row - 1
    put(book, "BZ-01", first=20)  # of 40: changed
    put(book, "BZ-06", first="12", second="24")  # numbers kept as text
    put(book, "BZ-07", first="1.234", second="2000")
    put(book, "BZ-08", first=0.85)
    page = shown(entry, saved(book))
    rows, counts = rows_of(page), counts_of(page)
    assert "Vraagt uitleg" in rows["BZ-01"] or "Gewijzigd" in rows["BZ-01"]
    assert "Ongewijzigd" in rows["BZ-02"]
    assert "12 van 24" in rows["BZ-06"]
    assert "Bedoelt u 1234 of 1,234?" in rows["BZ-07"]
    assert "percentage" in rows["BZ-08"]
    assert counts == {"Fout": 2, "Gewijzigd": 1, "Nieuw": 1, "Ongewijzigd": 2, "Niet ingevuld": asked - 6}
    refused = take(entry, page)
    assert refused.status == 422 and "Kies of u alleen de goede cijfers wilt overnemen" in refused.text
    assert take(entry, page, "goede").status == 303
    fields = entry.get(f"{REPORT}/cijfers/basiszorg").form(f"{REPORT}/cijfers/basiszorg")
    assert (fields["numerator-BZ-01"], fields["numerator-BZ-06"], fields["numerator-BZ-08"]) == ("20", "12", "")
    assert take(entry, page, "goede").status == 303, "the same form again is the same answer"
    action = re.findall(r'action="([^"]+)/overnemen"', page.html)[0]
    assert "zijn overgenomen in de rapportage" in entry.get(action).text
    again = entry.post(f"{action}/overnemen", {"once_key": "a" * 32, "keuze": "goede"})
    assert again.status == 422 and "Deze cijfers zijn al overgenomen." in again.text


def test_the_mistakes_come_back_as_a_file(entry: Inspector) -> None:
    book = download(entry)
    put(book, "BZ-08", first="drie")
    page = shown(entry, saved(book))
    href = next(link for link in page.links() if link.endswith("/fouten.xlsx"))
    answer = entry.get(href)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.response.data))["Fouten"]
    told = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert told[0] == ["Onderdeel", "Periode", "Melding", "Cel", "Hoe te herstellen"]
    assert told[1][0].startswith("BZ-08") and told[1][1] == "3e kwartaal 2026" and told[1][3].startswith("Cijfers!") and all(told[1])
    assert answer.response.headers["Content-Disposition"] == "attachment; filename=samenzicht-2026-k3-fouten.xlsx"


def test_a_colleague_who_was_first_is_told_and_nothing_is_taken_over(entry: Inspector) -> None:
    book = download(entry)
    put(book, "BZ-06", first=12, second=24)
    put(book, "BZ-08", first=3)
    page = shown(entry, saved(book))
    blank = {"version-BZ-08": "0", "denominator-BZ-08": "", "missing_reason-BZ-08": "", "explanation-BZ-08": ""}
    assert entry.post(f"{REPORT}/cijfers/basiszorg/BZ-08", blank | {"numerator-BZ-08": "9"}, htmx=True).status == 200
    answer = take(entry, page)
    assert answer.status == 409 and "In uw bestand: 3. Nu in de rapportage: 9." in answer.text
    fields = entry.get(f"{REPORT}/cijfers/basiszorg").form(f"{REPORT}/cijfers/basiszorg")
    assert (fields["numerator-BZ-06"], fields["numerator-BZ-08"]) == ("", "9")


@pytest.mark.parametrize("change", ["moved", "csv", "copied out", "twice the same file"])
def test_files_that_were_handled_by_hand(entry: Inspector, change: str) -> None:
    book = download(entry)
    put(book, "BZ-06", first=12, second=24)
    if change == "csv":
        text = entry.get(f"{REPORT}/download.csv").response.data.decode("utf-8-sig")
        lines = [line.split(";") for line in text.splitlines()]
        heads = lines[0]
        row = next(line for line in lines if line[heads.index("Code")] == "BZ-06")
        assert len(row) == len(heads), "no semicolons in this one"
        row[heads.index(FIRST)], row[heads.index(SECOND)] = "12", "24"
        page = shown(entry, ("\n".join([";".join(heads), ";".join(row)]) + "\n").encode("utf-8-sig"), "cijfers.csv")
        assert counts_of(page)["Nieuw"] == 1 and counts_of(page)["Fout"] == 0
        return
    sheet = book["Cijfers"]
    if change == "moved":
        sheet.title = "Mijn blad"
        sheet.insert_cols(3)
        sheet.cell(1, 3).value = "Eigen aantekening"
        sheet.move_range(f"A2:R{sheet.max_row}", rows=3)
        book.move_sheet("Toelichting", offset=-1)
    page = shown(entry, saved(book))
    assert counts_of(page)["Nieuw"] == 1 and counts_of(page)["Fout"] == 0
    if change == "moved":
        assert "Deze kolommen zijn niet gelezen: Eigen aantekening." in page.text
    if change == "twice the same file":
        assert take(entry, page).status == 303
        put(book, "BZ-08", first=3)
        assert counts_of(shown(entry, saved(book))) | {"Niet ingevuld": 0} == {
            "Fout": 0, "Gewijzigd": 0, "Nieuw": 1, "Ongewijzigd": 4, "Niet ingevuld": 0,
        }  # fmt: skip


def test_a_file_of_another_report_or_of_nothing_is_told(app: Flask, world: World, entry: Inspector) -> None:
    other = signed_in(app, world.people["invoerder"]).get("/aanbieder/rapportages/2026-k3/download.xlsx").response.data
    page = shown(entry, other)
    assert "andere rapportage" in page.text and counts_of(page)["Nieuw"] == counts_of(page)["Gewijzigd"] == 0 and "overnemen" not in page.html
    empty = openpyxl.Workbook()
    answer = send(entry, saved(empty))
    assert answer.status == 422 and "In dit bestand staan geen rijen van een rapportage." in answer.text
    assert send(entry, b"", "").status == 422


def test_somebody_elses_preview_and_a_signed_report_are_closed(app: Flask, world: World, entry: Inspector) -> None:
    book = download(entry)
    put(book, "BZ-08", first=3)
    mine = send(entry, saved(book)).location
    assert signed_in(app, world.people["invoerder"]).get(mine).status == 404
    signatory = signed_in(app, world.people["tekenbevoegde-noord"])
    assert signatory.get(UPLOAD).status == 403 and signatory.get(f"{REPORT}/download.xlsx").status == 200
    closed = signed_in(app, world.people["invoerder"])
    assert "Deze cijfers staan vast" in closed.get(UPLOAD).text
    assert send(closed, saved(book)).status == 422


def test_other_forms_take_no_file_and_no_large_request(entry: Inspector) -> None:
    body = b'--grens\r\nContent-Disposition: form-data; name="note"; filename="a.txt"\r\n\r\nx\r\n--grens--\r\n'
    where = {"htmx": False, "content_type": "multipart/form-data; boundary=grens", "headers": {"X-CSRFToken": entry.csrf_token()}}
    assert entry._send("POST", f"{REPORT}/toelichting", data=body, **where).status == 400
    assert entry._send("POST", f"{REPORT}/toelichting", data=b"x" * 600_000, **where).status == 413
    assert entry._send("POST", UPLOAD, data=b"x" * 2_400_000, **where).status == 413
