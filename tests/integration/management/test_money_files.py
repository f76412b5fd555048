"""Page, workbook and text file tell the same, cell by cell: amounts as numbers, "n.v.t." not zero, marks and notes carried along."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

import openpyxl
import pytest
from flask import Flask

from contracts.actions.budget import revise_amount
from contracts.actions.budget_lines import make_line
from contracts.domain.budget_line import NewLine
from contracts.domain.decision import NewAmount
from contracts.foundation import database
from contracts.foundation.money import format_euros
from contracts.queries.budget import matrix
from portal.extensions import db
from portal.management.budget_sheet import FOOT
from portal.management.matrix_columns import FIGURE_COLUMNS
from portal.web.cells import plain_cell
from tests.support.inspector import NS, Answer, Inspector, text_of
from tests.support.world import BUDGET_YEAR, World

AT = datetime(2026, 11, 2, 10, tzinfo=UTC)
WHY = "Besluit van de raad bij de najaarsnota"
Grid = list[list[object]]


def workbook(answer: Answer) -> dict[str, Grid]:
    """Every sheet, as a spreadsheet program reads it."""
    book = openpyxl.load_workbook(io.BytesIO(answer.response.get_data()))
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def textfile(answer: Answer) -> list[list[str]]:
    """The rows as a Dutch spreadsheet opens them."""
    data = answer.response.get_data()
    assert data.startswith(b"\xef\xbb\xbf") and answer.response.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def as_text(value: object) -> str:
    """A cell of the workbook as the text file writes it."""
    if value is None:
        return ""
    return str(value) if isinstance(value, str | int) else f"{Decimal(repr(value)):f}".replace(".", ",")


def number_of(text: str) -> Decimal | None:
    """A typed number of the text file."""
    return Decimal(text.replace(",", ".")) if re.fullmatch(r"-?\d+(,\d+)?", text) else None


def same(one: str, other: str) -> bool:
    """Two texts (the text file's without what keeps it from running), or two numbers however many noughts they end on."""
    return one == plain_cell(other) or (number_of(one) is not None and number_of(one) == number_of(other))


def on_page(cell: str) -> str:
    """A cell of the page without its second line, as the text file would write it; no figure is empty."""
    bare = cell.replace("▼ te veel vastgelegd", "").replace("voorlopig", "").strip()
    return "" if bare in ("–", "") else bare.removesuffix(" %").replace(".", "").replace("nvt", "n.v.t.")


def rows_of(answer: Answer) -> Iterator[list[str]]:
    """The rows of the matrix on the page: body and foot."""
    assert answer.root is not None
    (section,) = (one for one in answer.root.iter(NS + "section") if one.get("class") == "matrix")
    (table,) = section.iter(NS + "table")
    for row in table.iter(NS + "tr"):
        cells = [cell for cell in row if cell.tag in (NS + "th", NS + "td")]
        yield [_first_line(cell) for cell in cells]


def _first_line(cell: Element) -> str:
    """The text of a cell without the quiet line below it."""
    told = [text_of(cell).removesuffix(text_of(sub)) for sub in cell.iter(NS + "span") if sub.get("class") == "sub"]
    return told[0] if told else text_of(cell)


@pytest.fixture
def told(app: Flask, world: World) -> World:
    """A line with a decision, a mark of a source, a formula for a name, and a shortage with cents."""
    with app.app_context():
        database.begin_writing(db.session())
        by = world.people["subsidiebeheerder"].as_actor()
        named = NewLine("formule", "=1+1", None, "+leesbaar", WHY)
        world.lines["formule"] = make_line(db.session(), new=named, by=by, at=AT)
        about = {"decided_on": date(2026, 11, 1), "reason": WHY, "confirms_closed": True, "is_provisional": True}
        place = {"year": BUDGET_YEAR, "by": by, "at": AT}
        revise_amount(db.session(), line_id=world.lines["formule"], new=NewAmount("12,34", **about), revision=0, **place)
        lower = NewAmount("400.000,25", accepts_shortage=True, note="@Lager dan toegezegd; met punt.\nTweede regel", **about)
        revise_amount(db.session(), line_id=world.lines["mo"], new=lower, revision=1, **place)
        db.session().commit()
    return world


def test_the_begroting_is_the_same_on_the_page_and_in_both_files(app: Flask, told: World, manager: Inspector) -> None:
    page = list(rows_of(manager.get(f"/beheer/begroting?jaar={BUDGET_YEAR}")))
    book = workbook(manager.get(f"/beheer/begroting/download.xlsx?jaar={BUDGET_YEAR}"))
    text = textfile(manager.get(f"/beheer/begroting/download.csv?jaar={BUDGET_YEAR}"))
    head, *sheet = book[f"Begroting {BUDGET_YEAR}"]
    assert text[0] == head and len(text) == len(sheet) + 1 == len(page)
    figures, width = [column.name for column in FIGURE_COLUMNS], len(page[0]) - 1
    assert [name.replace("Dekking in %", "Dekking") for name in figures] == page[0][1 : 1 + len(figures)]
    compared = 0
    for shown, kept, written in zip(page[1:], sheet, text[1:], strict=True):
        assert all(same(as_text(a), b) for a, b in zip(kept, written, strict=True)), (kept, written)
        for cell, value in zip(shown[1:], written[3 : 3 + width], strict=True):
            assert same(on_page(cell), value), (shown, written)
            compared += 1
        assert str(kept[1]).lstrip("'") in shown[0]
    assert compared == width * len(sheet) and [row[1] for row in sheet[-3:]] == list(FOOT)
    with app.app_context():
        made = matrix(db.session(), year=BUDGET_YEAR)
        assert sheet[-3][3] == made.totals.budgeted_cents / 100


def by_name(rows: Sequence[Sequence[Any]], head: Sequence[Any], key: str) -> dict[str, Any]:
    (found,) = (row for row in rows if row[0] == key)
    return dict(zip(head, found, strict=True))


def test_marks_notes_and_not_applicable_come_along_and_nothing_runs(told: World, manager: Inspector) -> None:
    book = workbook(manager.get(f"/beheer/begroting/download.xlsx?jaar={BUDGET_YEAR}"))
    head, *sheet = book[f"Begroting {BUDGET_YEAR}"]
    text = textfile(manager.get(f"/beheer/begroting/download.csv?jaar={BUDGET_YEAR}"))
    mo, typed = by_name(sheet, head, "mo"), by_name(text[1:], text[0], "mo")
    assert (mo["Begroot"], mo["Ruimte"], mo["Voorlopig"], mo["Revisie"]) == (400_000.25, -100_000.25, "voorlopig", 2)
    assert (typed["Begroot"], typed["Ruimte"], typed["Revisie"]) == ("400000,25", "-100000,25", "2")
    assert mo["Toelichting"] == typed["Toelichting"] and "Tweede regel" in mo["Toelichting"] and mo["Toelichting"].startswith("(**) Inclusief budget")
    printed = by_name(sheet, head, "beschermd-wonen")
    assert (printed["Teken"], printed["Voorlopig"], printed["Revisie"]) == ("(*)", "voorlopig", 1)
    without = by_name(sheet, head, "projectgelden-bzk")
    assert (without["Begroot"], without["Ruimte"], without["Vastgelegd"]) == ("n.v.t.", None, 0) and "n.v.t." in without["Toelichting"]
    formula, plain = by_name(sheet, head, "formule"), by_name(text[1:], text[0], "formule")
    assert formula["Begrotingsregel"] == "=1+1" and plain["Begrotingsregel"] == "'=1+1" and plain["Toelichting"] == "'+leesbaar"
    assert by_name(sheet, head, "mo-verward-gedrag")["Deel van"] == "MO"
    told_rows = book["Toelichting"]
    above = " ".join(str(row[0]) for row in told_rows[:4])
    assert f"Begroting {BUDGET_YEAR}." in above and "zonder filter. Stand op" in above and "Verschil: € 0,00." in above
    notes = {str(row[0]): str(row[1]) for row in told_rows[4:]}
    assert notes["MO"].startswith("Revisie 2, voorlopig. (**) Inclusief") and "SUB-2024-03" in notes and "Dit jaar n.v.t." in str(notes)
    (total,) = (row for row in book["Taakvelden"] if row[0] == "Totaal")
    assert total[1] == sheet[-3][head.index("Begroot")] and total[2] == sheet[-3][head.index("Vastgelegd")]


def test_amounts_are_numbers_with_cents_to_look_at(told: World, manager: Inspector) -> None:
    answer = manager.get(f"/beheer/begroting/download.xlsx?jaar={BUDGET_YEAR}")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.response.get_data())).worksheets[0]
    amounts = [cell for row in sheet.iter_rows(min_row=2) for cell in row if isinstance(cell.value, int | float) and cell.number_format == "#,##0.00"]
    assert len(amounts) > 20
    name = answer.response.headers["Content-Disposition"]
    assert f"samenzicht-begroting-{BUDGET_YEAR}-2" in name and name.endswith(".xlsx")


def test_a_line_is_the_same_on_its_page_and_in_both_files(told: World, manager: Inspector) -> None:
    path = f"/beheer/begroting/regels/{told.lines['mo']}"
    book, text = workbook(manager.get(f"{path}/download.xlsx")), textfile(manager.get(f"{path}/download.csv"))
    head, *sheet = book["Per jaar"]
    assert text[0] == head
    answer = manager.get(f"{path}?jaar={BUDGET_YEAR}")
    assert answer.root is not None
    table = next(one for one in answer.root.iter(NS + "table") if one.find(f"{NS}caption[@id='jaren-titel']") is not None)
    shown = [[text_of(cell) for cell in row] for row in table.iter(NS + "tr")][1:]
    for page, kept, written in zip(shown, sheet, text[1:], strict=True):
        assert all(same(as_text(a), b) for a, b in zip(kept, written, strict=True))
        for cell, value in zip(page[:6], written[:6], strict=True):
            assert same(on_page(re.sub(r"\(.*", "", cell).replace("€ ", "")), value), (page, written)
    decisions = {(row[0], row[1]): row for row in book["Besluiten"][1:]}
    assert decisions[BUDGET_YEAR, 2][2] == 400_000.25 and decisions[BUDGET_YEAR, 1][2] == 6_062_158
    assert decisions[BUDGET_YEAR, 2][5:7] == ["2026-11-01", WHY] and decisions[BUDGET_YEAR, 1][8] == "geladen uit de bron"
    assert [(row[1], row[6]) for row in book["Betaalt"][1:]] == [("SUB-2024-03", 500_000.5)]
    nvt = workbook(manager.get(f"/beheer/begroting/regels/{told.lines['projectgelden-bzk']}/download.xlsx"))
    assert [row[1] for row in nvt["Per jaar"][1:5]] == [1_164_800, "n.v.t.", "n.v.t.", "n.v.t."]


def test_the_agreements_are_the_same_on_the_page_and_in_both_files(told: World, manager: Inspector) -> None:
    place = f"/beheer/overeenkomsten/download.{{}}?jaar={BUDGET_YEAR}"
    book, text = workbook(manager.get(place.format("xlsx"))), textfile(manager.get(place.format("csv")))
    head, *sheet = book["Overeenkomsten"]
    assert text[0] == head and {row[3] for row in sheet} == {"ARR-2024-07", "SUB-2024-03"}
    page = manager.get("/beheer/overeenkomsten?jaar=" + str(BUDGET_YEAR)).text
    for kept, written in zip(sheet, text[1:], strict=True):
        assert all(same(as_text(a), b) for a, b in zip(kept, written, strict=True))
        assert all(format_euros(int(Decimal(str(value)) * 100)) in page for value in kept[7:]) and str(kept[3]) in page and str(kept[4]) in page
    bought = by_name([row[3:] for row in sheet], head[3:], "ARR-2024-07")
    assert (bought[f"Vastgelegd {BUDGET_YEAR}"], bought[f"Gerealiseerd {BUDGET_YEAR}"], bought["Van"]) == (4_250_000, 3_100_000, "2024-01-01")
    assert any("Raamovereenkomst opvang en wonen" in str(row[1]) for row in book["Toelichting"])


def test_another_ending_or_an_unknown_line_is_not_found(told: World, manager: Inspector) -> None:
    for path in ("/beheer/begroting/download.pdf", "/beheer/begroting/download.csv?jaar=3", "/beheer/begroting/regels/99999/download.csv"):
        assert manager.get(path).status == 404
