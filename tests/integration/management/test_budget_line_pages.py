"""A line of the begroting on its page: revised with its decision, closed years and shortages confirmed, taakvelden, new lines and years."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from contracts.actions.budget import revise_amount
from contracts.actions.budget_lines import open_year
from contracts.actions.taakvelden import set_taakvelden
from contracts.domain.decision import NewAmount
from contracts.foundation import database
from portal.extensions import db
from tests.support.inspector import Inspector
from tests.support.portal import signed_in
from tests.support.world import World

AT = datetime(2026, 11, 2, 10, tzinfo=UTC)
WHY = "Besluit van de raad bij de najaarsnota"
DECISION = {"kind": "bedrag", "amount": "6.500.000", "decided_on": "2026-11-01", "reason": WHY}


def page_of(world: World, code: str = "mo", year: int = 2026) -> str:
    return f"/beheer/begroting/regels/{world.lines[code]}?jaar={year}"


def opened(app: Flask, world: World, *, this_year: bool = True) -> None:
    """The begroting goes on until 2025, and until this year."""
    with app.app_context():
        database.begin_writing(db.session())
        by = world.people["subsidiebeheerder"].as_actor()
        told = {"reason": WHY, "note": "Overgenomen.", "by": by}
        for year in (2025, 2026) if this_year else (2025,):
            open_year(db.session(), year=year, decided_on=date(2024, 11, 1), at=AT.replace(year=year - 1), **told)
        db.session().commit()


def revise(manager: Inspector, world: World, code: str = "mo", year: int = 2026, **values: str) -> tuple[str, dict[str, str]]:
    path = f"/beheer/begroting/regels/{world.lines[code]}/bedrag"
    return path, manager.get(page_of(world, code, year)).form(path) | DECISION | values


def test_the_source_is_revision_one_and_not_applicable_is_not_zero(world: World, manager: Inspector) -> None:
    text = manager.get(page_of(world, year=2024)).text
    for words in ("€ 6.062.158,00", "(**)", "geladen uit de bron", 'S001 "7.3 Financiën"', "Waarvan apart gezet", "€ 5.632.158,00", "verschil 0,00"):
        assert words in text
    without = manager.get(page_of(world, "projectgelden-bzk", 2022)).text
    assert "In 2022 is deze regel n.v.t. Dat is iets anders dan 0." in without
    assert "mogelijk wel een nieuwe tranche" in without and "€ 1.164.800,00" in without
    earmark = manager.get(page_of(world, "mo-verward-gedrag", 2024)).text
    assert "Oormerk binnen MO" in earmark and "volgt het taakveld van de regel waar het onder valt: 6.81b" in earmark
    assert "Voor 2026 is nog geen bedrag vastgesteld." in manager.get(page_of(world)).text


def test_what_a_line_pays_leads_to_the_commitment_and_the_matrix_leads_here(world: World, manager: Inspector) -> None:
    found = manager.get(page_of(world, year=2024))
    assert f"/beheer/overeenkomsten/{world.commitments['subsidie']}?jaar=2024" in found.links()
    matrix = manager.get("/beheer/begroting?jaar=2024")
    for code in ("mo", "wvggz", "mo-verward-gedrag"):
        assert page_of(world, code, 2024) in matrix.links()


def test_an_amount_is_revised_once_and_both_stay(app: Flask, world: World, manager: Inspector) -> None:
    opened(app, world)
    path, form = revise(manager, world, note="Met de meicirculaire.", is_provisional="y")
    assert [manager.post(path, form).status for _ in range(2)] == [303, 303]
    text = manager.get(page_of(world)).text
    for words in (
        "€ 6.500.000,00",
        "voorlopig",
        "1 november 2026",
        WHY,
        "Met de meicirculaire.",
        "€ 6.062.158,00",
    ):
        assert words in text
    assert "Contractmanager" in text and "Revisie 3" not in text
    assert "6.500.000" in manager.get("/beheer/begroting?jaar=2026").text


@pytest.mark.parametrize(
    ("values", "where", "sentence"),
    [
        ({"amount": "12,345"}, "#amount", "Vul een bedrag in zoals 1.234,56."),
        ({"amount": "-5"}, "#amount", "niet lager zijn dan nul"),
        ({"kind": "nvt"}, "#note", "Leg uit waarom er voor dit jaar geen bedrag is."),
        ({"kind": "x"}, "#kind-0", "Kies of het om een bedrag gaat of om n.v.t."),
        ({"decided_on": "morgen"}, "#decided_on", "Vul de datum van het besluit in"),
        ({"decided_on": "2099-01-01"}, "#decided_on", "ligt in de toekomst"),
        ({"reason": "kort"}, "#reason", "Geef een reden van minstens 10 tekens."),
    ],
)
def test_a_wrong_revision_is_kept_with_a_sentence_at_its_field(
    app: Flask, world: World, manager: Inspector, values: dict[str, str], where: str, sentence: str
) -> None:
    opened(app, world)
    path, form = revise(manager, world, **values)
    answer = manager.post(path, form)
    assert answer.status == 422 and sentence in answer.text and where in answer.links() and "<title>Fout:" in answer.html
    kept = answer.form(path)
    assert {name: kept[name] for name in values if name != "kind"} == {name: value for name, value in values.items() if name != "kind"}
    assert "Revisie 2" not in manager.get(page_of(world)).text


def test_a_closed_year_is_changed_only_by_who_says_to_know_it(world: World, manager: Inspector) -> None:
    assert "2024 is afgesloten" in manager.get(page_of(world, year=2024)).text
    path, form = revise(manager, world, year=2024)
    answer = manager.post(path, form)
    assert answer.status == 422 and "2024 is afgesloten. Bevestig dat u dit jaar toch wilt wijzigen" in answer.text
    assert "#confirms_closed" in answer.links() and answer.form(path)["amount"] == "6.500.000"
    assert manager.post(path, answer.form(path) | {"confirms_closed": "y"}).status == 303
    assert "€ 6.500.000,00" in manager.get(page_of(world, year=2024)).text


def test_less_than_is_promised_says_the_negative_room_and_asks_to_know_it(world: World, manager: Inspector) -> None:
    path, form = revise(manager, world, "mo", 2024, amount="400.000", confirms_closed="y")
    answer = manager.post(path, form)
    assert answer.status == 422 and "#accepts_shortage" in answer.links()
    assert "Op MO is in 2024 al € 500.000,50 vastgelegd. De ruimte wordt dan -€ 100.000,50." in answer.text
    assert manager.post(path, answer.form(path) | {"accepts_shortage": "y"}).status == 303
    text = manager.get(page_of(world, year=2024)).text
    assert "In 2024 is € 100.000,50 meer vastgelegd dan begroot." in text and "▼ te veel vastgelegd" in text and "verschil 0,00" in text
    assert "Op MO is in 2024 € 100.000,50 meer vastgelegd dan begroot." in manager.get("/beheer/begroting?jaar=2024").text


def test_two_people_revise_at_once(app: Flask, world: World, manager: Inspector) -> None:
    opened(app, world)
    path, form = revise(manager, world)
    with app.app_context():
        database.begin_writing(db.session())
        place = {"line_id": world.lines["mo"], "year": 2026, "revision": 1}
        new = NewAmount("6.400.000", date(2026, 11, 1), WHY)
        revise_amount(db.session(), new=new, by=world.people["subsidiebeheerder"].as_actor(), at=AT, **place)
        db.session().commit()
    answer = manager.post(path, form)
    assert answer.status == 409 and "€ 6.500.000,00" in answer.text and "€ 6.400.000,00" in answer.text and "Subsidiebeheerder" in answer.text
    assert manager.post(path, answer.form(path)).status == 303
    assert "Revisie 3 van 2026" in manager.get(page_of(world)).text


def taakvelden(manager: Inspector, world: World, year: int = 2024, **shares: str) -> tuple[str, dict[str, str]]:
    path = f"/beheer/begroting/regels/{world.lines['mo']}/taakvelden"
    typed = {f"aandeel-6.{code.removeprefix('v')}": text for code, text in shares.items()}
    return path, manager.get(page_of(world, year=year)).form(path) | {"reason": WHY, "aandeel-6.81b": ""} | typed


def test_a_line_is_divided_over_taakvelden(world: World, manager: Inspector) -> None:
    path, form = taakvelden(manager, world, v81b="90,5", v71c="9,5")
    assert [manager.post(path, form).status for _ in range(2)] == [303, 303]
    text = manager.get(page_of(world, year=2024)).text
    assert "6.71c Dagbesteding (Wmo): 9,50 %; 6.81b Maatschappelijke- en vrouwenopvang (Wmo): 90,50 %." in text
    assert "Gekozen door Contractmanager" in text
    whole = manager.get("/beheer/begroting/taakvelden?jaar=2024").text
    assert "6.71c Dagbesteding (Wmo)" in whole and "verschil 0,00" in whole and "€ 575.905,01" in whole


@pytest.mark.parametrize(
    ("shares", "sentence"),
    [
        ({"v81b": "99"}, "er ontbreekt 1,00 %"),
        ({"v81": "100"}, "Taakveld 6.81 geldt tot en met 2022, niet in 2024."),
        ({"v81b": "veel"}, "Vul een percentage in"),
    ],
)
def test_taakvelden_that_cannot_be_are_kept_with_a_sentence(world: World, manager: Inspector, shares: dict[str, str], sentence: str) -> None:
    path, form = taakvelden(manager, world, **shares)
    answer = manager.post(path, form)
    assert answer.status == 422 and sentence in answer.text and "#taakvelden" in answer.links()
    if "v81b" in shares:
        assert answer.form(path)["aandeel-6.81b"] == shares["v81b"]


def test_two_people_choose_taakvelden_at_once(app: Flask, world: World, manager: Inspector) -> None:
    path, form = taakvelden(manager, world, v81b="90", v71c="10")
    with app.app_context():
        database.begin_writing(db.session())
        place = {"line_id": world.lines["mo"], "year": 2024, "version": 0, "reason": WHY}
        set_taakvelden(db.session(), shares={"6.81a": 10_000}, by=world.people["subsidiebeheerder"].as_actor(), at=AT, **place)
        db.session().commit()
    answer = manager.post(path, form)
    assert answer.status == 409 and "6.81a" in answer.text and "10,00 %" in answer.text
    assert manager.post(path, answer.form(path)).status == 303


def test_the_taakvelden_of_all_years_add_up_to_the_lines(world: World, manager: Inspector) -> None:
    text = manager.get("/beheer/begroting/taakvelden?jaar=2021").text
    for words in (
        "€ 28.542.064,00",
        "Zonder taakveld",
        "€ 2.660.434,00",
        "€ 31.202.498,00",
        "€ 28.288.747,00",
        "verschil 0,00",
        "vanaf 2023: 6.81a, 6.81b",
    ):
        assert words in text
    assert manager.get("/beheer/begroting/taakvelden?jaar=1").status == 404


def test_a_line_and_an_earmark_are_added(world: World, manager: Inspector) -> None:
    path = "/beheer/begroting/regels/nieuw"
    form = manager.get(f"{path}?binnen={world.lines['mo']}").form(path)
    assert form["parent_id"] == str(world.lines["mo"])
    form |= {"name": "waarvan jongeren", "code": "mo-jongeren", "reason": WHY}
    answers = [manager.post(path, form) for _ in range(2)]
    assert [answer.status for answer in answers] == [303, 303] and answers[0].location == answers[1].location
    made = manager.get(answers[0].location.removeprefix("https://localhost"))
    assert "waarvan jongeren" in made.text and "Oormerk binnen MO" in made.text
    again = manager.post(path, form | {"once_key": "5" * 32})
    assert again.status == 422 and "De korte naam 'mo-jongeren' is al in gebruik." in again.text and "#code" in again.links()
    assert again.form(path)["name"] == "waarvan jongeren"


def test_a_new_year_is_opened_for_all_lines(app: Flask, world: World, manager: Inspector) -> None:
    opened(app, world)
    path = "/beheer/begroting/nieuw-jaar"
    form = manager.get(path).form(path)
    assert form["year"] == "2027"
    wrong = manager.post(path, form)
    assert wrong.status == 422 and "Vul de datum van het besluit in" in wrong.text
    answer = manager.post(path, form | {"decided_on": "2026-11-01", "reason": WHY, "once_key": "6" * 32})
    assert answer.status == 303
    text = manager.get("/beheer/begroting?jaar=2027").text
    assert "8 regels hebben een voorlopig bedrag voor 2027." in text and "28.288.747" in text and "voorlopig" in text
    late = manager.post(path, form | {"year": "2023", "decided_on": "2026-11-01", "reason": WHY, "once_key": "7" * 32})
    assert late.status == 422 and "2023 is afgesloten." in late.text and "#year" in late.links()


def test_only_who_goes_about_money_comes_in(app: Flask, world: World) -> None:
    subsidies = signed_in(app, world.people["subsidiebeheerder"])
    assert subsidies.get(page_of(world)).status == 200
    for person in ("invoerder", "regiolezer", "klankbordgroeplid", "publicist"):
        browser = signed_in(app, world.people[person])
        assert [browser.get(path).status for path in (page_of(world), "/beheer/begroting/taakvelden", "/beheer/begroting/download.csv")] == [403] * 3
