"""Telling who is in care, through the screens: last quarter in one press, typing, a file, what is wrong, and who was first."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from contracts.foundation import database
from kpi.tables.people import PeopleCount
from portal.extensions import db
from tests.support.inspector import Answer, Inspector
from tests.support.portal import signed_in
from tests.support.portal_queries import counted_requests
from tests.support.world import World

REPORT = "/aanbieder/rapportages/2026-k3"
PAGE = f"{REPORT}/clienten"
CELL = "mensen-eerste-opvang_0935_18-22"
LAST = {("0935", "18-22"): 4, ("0935", "27-64"): 11, ("overig", "onbekend"): 5}


@pytest.fixture
def entry(app: Flask, world: World) -> Inspector:
    """The invoerder of Huize Noord, whose report of the last quarter is busy."""
    return signed_in(app, world.people["invoerder-noord"])


@pytest.fixture
def told_before(app: Flask, world: World) -> None:
    """Last quarter's table of one form, signed then."""
    with app.app_context():
        database.begin_writing(db.session())
        for (municipality, age), people in LAST.items():
            where = {"care_form_code": "eerste-opvang", "municipality_code": municipality, "age_group": age}
            db.session.add(PeopleCount(report_id=world.reports["noord", "2026-K2"], people=people, **where))
        db.session.commit()


def stored(app: Flask, world: World) -> dict[tuple[str, str, str], int]:
    """What the open report holds, zeros left out."""
    with app.app_context():
        p = PeopleCount
        own = (p.report_id == world.reports["noord", "2026-K3"], p.people > 0)
        rows = db.session.execute(select(p.care_form_code, p.municipality_code, p.age_group, p.people).where(*own))
        return {(row[0], row[1], row[2]): row[3] for row in rows}


def upload(entry: Inspector, given: str | bytes, name: str = "clienten.csv") -> Answer:
    """As a browser sends it; the body is made here, because the test client leaves the large ones open on disk."""
    head = f'--grens\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{entry.csrf_token()}\r\n'
    head += f'--grens\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
    data = given if isinstance(given, bytes) else given.encode()
    body = head.encode() + data + b"\r\n--grens--\r\n"
    return entry._send("POST", f"{PAGE}/bestand", htmx=False, data=body, content_type="multipart/form-data; boundary=grens")


def test_an_unchanged_quarter_costs_one_press(entry: Inspector, app: Flask, world: World, told_before: None) -> None:
    assert entry.post(f"{PAGE}/vorig-kwartaal", {}).status == 303
    page = entry.get(PAGE)
    assert stored(app, world) == {("eerste-opvang", *key): people for key, people in LAST.items()}
    assert "Neem vorig kwartaal over" not in page.text and page.form(PAGE)[CELL] == "4"
    assert entry.post(f"{PAGE}/vorig-kwartaal", {}).status == 422, "nothing is left to take over"


def test_what_was_typed_is_saved_and_the_sum_is_held_against_the_flow(entry: Inspector) -> None:
    entry.post(f"{REPORT}/stromen", {"at_begin-eerste-opvang": "20", "inflow-eerste-opvang": "3", "outflow-eerste-opvang": "3",
                                     "version-eerste-opvang": "0"})  # fmt: skip
    fields = entry.get(PAGE).form(PAGE)
    assert entry.post(PAGE, fields | {CELL: "18"}).status == 303
    page = entry.get(PAGE)
    assert "De tabel telt op tot 18. Bij in-, door- en uitstroom is het eind 20. Dat is 2 te weinig." in page.text
    assert "Telt niet op" in entry.get(REPORT).text
    check = entry.get(f"{REPORT}/controleren")
    assert "Dat is 2 te weinig." in check.text and f"{PAGE}#vorm-eerste-opvang" in check.links()
    assert entry.post(PAGE, page.form(PAGE) | {"mensen-eerste-opvang_0994_65+": "2", "verder": "ja"}).status == 303
    page = entry.get(PAGE)
    assert "De tabel telt op tot het eind: 20." in page.text and "te weinig" not in page.text


def test_what_cannot_be_is_refused_and_kept_on_the_screen(entry: Inspector, app: Flask, world: World) -> None:
    answer = entry.post(PAGE, entry.get(PAGE).form(PAGE) | {CELL: "twaalf", "mensen-bw-met-verblijf_0935_65+": "3"})
    assert answer.status == 422 and answer.form(PAGE)[CELL] == "twaalf" and answer.form(PAGE)["mensen-bw-met-verblijf_0935_65+"] == "3"
    assert f"#{CELL}" in answer.links() and "Maastricht, 18 tot en met 22 jaar: Dit is geen getal." in answer.text
    assert stored(app, world) == {}


def test_whoever_is_second_sees_both_and_may_choose(entry: Inspector, app: Flask, world: World) -> None:
    seen = entry.get(PAGE).form(PAGE)
    entry.post(PAGE, seen | {CELL: "4"})
    answer = entry.post(PAGE, seen | {CELL: "6"})
    assert answer.status == 409 and "Maastricht, 18 tot en met 22 jaar: nu staat er 4, u vulde 6 in." in answer.text
    assert entry.post(PAGE, answer.form(PAGE)).status == 303
    assert stored(app, world) == {("eerste-opvang", "0935", "18-22"): 6}


def test_the_task_may_be_skipped(entry: Inspector) -> None:
    tasks = entry.get(REPORT)
    assert PAGE in tasks.links() and "Niet verplicht" in tasks.text
    assert "De klankbordgroep krijgt dan geen tabellen over dit kwartaal." in entry.get(f"{REPORT}/controleren").text


def test_a_file_is_shown_before_anything_is_kept(entry: Inspector, app: Flask, world: World) -> None:
    text = "Vorm;Gemeente;Leeftijd;Aantal\nEerste opvang;Maastricht;18-22;4\neerste-opvang;0935;27 tot en met 64 jaar;11\n"
    text += "Eerste opvang;overig;onbekend;5\n"
    preview = upload(entry, text)
    assert preview.status == 200 and "Er is nog niets opgeslagen." in preview.text and stored(app, world) == {}
    assert entry.post(PAGE, preview.form(PAGE)).status == 303
    assert stored(app, world) == {("eerste-opvang", *key): people for key, people in LAST.items()}
    again = upload(entry, "Vorm;Gemeente;Leeftijd;Aantal\nEerste opvang;Maastricht;18-22;4\n")
    assert "Staat niet in het bestand: wordt nul." in again.text
    assert "Dit bestand verandert niets." in upload(entry, text).text


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Eerste opvang;Luik;18-22;4", "Deze gemeente kennen wij niet"),
        ("Hotel;Maastricht;18-22;4", "Deze vorm kennen wij niet"),
        ("Eerste opvang;Maastricht;19;4", "Deze leeftijdsgroep kennen wij niet"),
        ("Eerste opvang;Maastricht;18-22;vier", "Dit is geen getal"),
        ("Eerste opvang;Maastricht;18-22;-4", "kleiner zijn dan 0"),
        ("Eerste opvang;Maastricht;18-22;4\nEerste opvang;0935;18-22;5", "Deze regel staat er al"),
    ],
)  # fmt: skip
def test_a_faulty_line_is_told_in_words_and_nothing_can_be_taken_over(entry: Inspector, line: str, sentence: str) -> None:
    preview = upload(entry, f"Vorm;Gemeente;Leeftijd;Aantal\n{line}\n")
    assert preview.status == 200 and sentence in preview.text and "Neem deze aantallen over" not in preview.text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Vorm;Gemeente;Leeftijd;Aantal;Naam\nEerste opvang;Maastricht;18-22;4;111222333\n", "een BSN kan zijn"),
        ("Vorm;Gemeente;Leeftijd;Aantal;Wie\nEerste opvang;Maastricht;18-22;4;jan@voorbeeld.example\n", "e-mailadres"),
        ("Iets;Anders\n1;2\n", "geen kolom “Vorm”"),
        ("Vorm;Gemeente;Leeftijd\nEerste opvang;Maastricht;18-22\n", "ontbreekt de kolom “Aantal”"),
        ("", "leeg"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_or_tells_about_a_person_is_refused(entry: Inspector, text: str, sentence: str) -> None:
    answer = upload(entry, text)
    assert answer.status == 422 and sentence in answer.text and "#file" in answer.links()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_file_to_fill_in_holds_last_quarter_and_goes_round(entry: Inspector, app: Flask, world: World, told_before: None, ending: str) -> None:
    preview = upload(entry, entry.get(f"{PAGE}/bestand.{ending}").response.data, f"clienten.{ending}")
    assert preview.status == 200 and "Er is nog niets opgeslagen." in preview.text
    assert entry.post(PAGE, preview.form(PAGE)).status == 303
    assert {key[1:]: people for key, people in stored(app, world).items()} == LAST


def test_the_signatory_reads_and_does_not_change(app: Flask, world: World) -> None:
    signatory = signed_in(app, world.people["tekenbevoegde-noord"])
    assert signatory.get(PAGE).status == 200 and signatory.post(PAGE, {}).status == 403


def test_a_year_has_no_such_page(entry: Inspector) -> None:
    assert [entry.get(f"/aanbieder/rapportages/{period}/clienten").status for period in ("2025-j", "2019-k1", "x")] == [404, 404, 404]


def test_a_page_asks_little_of_the_database(app: Flask, entry: Inspector, told_before: None) -> None:
    with counted_requests(app) as sent:
        assert entry.get(PAGE).status == 200
    assert len(sent) <= 6, sent
