"""Dividing a year over budget lines on its page: once, with what was typed kept, a reason above the line, and both texts after a lost race."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from contracts.actions.agreements import make_commitment
from contracts.actions.division import divide_year
from contracts.domain.commitment import SUBSIDIE, NewCommitment, YearAmount
from contracts.domain.division import AMOUNTS, NewDivision
from contracts.foundation import database
from portal.extensions import db
from tests.support.inspector import Inspector
from tests.support.portal import signed_in
from tests.support.world import BUDGET_YEAR, World

AT = datetime(2026, 11, 2, 10, tzinfo=UTC)
WHY = "De raad besloot dit op 3 november."


def here(world: World, kind: str = "subsidie") -> str:
    """The division page of a commitment."""
    return f"/beheer/overeenkomsten/{world.commitments[kind]}/verdeling"


def typed(manager: Inspector, world: World, kind: str = "", **lines: str) -> tuple[str, dict[str, str]]:
    """The address and the filled-in form; other lines are emptied."""
    path = here(world)
    form = manager.get(f"{path}?jaar={BUDGET_YEAR}&in={kind}").form(path)
    emptied = {name: "" for name in form if name.startswith("line-")}
    return path, form | emptied | {f"line-{world.lines[code.replace('_', '-')]}": text for code, text in lines.items()}


def test_a_year_is_divided_in_amounts_once(world: World, manager: Inspector) -> None:
    path, form = typed(manager, world, mo="900.000", vo_opvang="80.000,50")
    assert [manager.post(path, form).status for _ in range(2)] == [303, 303]
    page = manager.get(f"{path}?jaar={BUDGET_YEAR}")
    assert "Alles is verdeeld over begrotingsregels." in page.text and "€ 80.000,50" in page.text and "✓ sluit" in page.text
    assert "80.000,50" in manager.get(f"/beheer/begroting?jaar={BUDGET_YEAR}").text
    assert f"{path}?jaar={BUDGET_YEAR}" in manager.get(path.removesuffix("/verdeling")).links()


def test_a_year_is_divided_in_shares(world: World, manager: Inspector) -> None:
    path, form = typed(manager, world, "aandelen", mo="66,67", vo_opvang="33,33")
    assert form["kind"] == "aandelen" and manager.post(path, form).status == 303
    page = manager.get(path)
    assert page.form(path)[f"line-{world.lines['mo']}"] == "66,67"
    assert "€ 653.366,33" in page.text and "€ 326.634,17" in page.text and "volgen de aandelen" in page.text


def test_amounts_are_offered_as_shares_and_back(world: World, manager: Inspector) -> None:
    path, line = here(world), f"line-{world.lines['mo']}"
    assert manager.get(f"{path}?in=bedragen").form(path)[line] == "500.000,50"
    page = manager.get(f"{path}?in=aandelen")
    assert page.form(path)[line] == "51,02" and "48,98 %" in page.text


@pytest.mark.parametrize(
    ("kind", "lines", "target", "sentence"),
    [
        ("", {"mo": "veel"}, "line", "Vul een bedrag in zoals 1.234,56."),
        ("", {"mo": "1,005"}, "line", "Vul een bedrag in zoals 1.234,56."),
        ("", {"mo": "-5"}, "line", "niet lager zijn dan nul"),
        ("", {"mo": "2.000.000"}, "verdelen", "te veel"),
        ("", {"projectgelden-bzk": "10"}, "line", "geen budget"),
        ("aandelen", {"mo": "60", "vo-opvang": "39,5"}, "verdelen", "er ontbreekt 0,50 %"),
        ("aandelen", {"mo": "60,001"}, "line", "hoogstens 2 cijfers"),
    ],
)
def test_what_is_wrong_is_told_at_its_line_and_kept(
    world: World, manager: Inspector, kind: str, lines: dict[str, str], target: str, sentence: str
) -> None:
    path, form = typed(manager, world, kind, **lines)
    answer = manager.post(path, form)
    assert answer.status == 422 and sentence in answer.text and "<title>Fout:" in answer.html
    assert any(link.startswith(f"#{target}") for link in answer.links())
    for code, text in lines.items():
        assert answer.form(path)[f"line-{world.lines[code]}"] == text
    assert "480.000" in manager.get(f"/beheer/begroting?jaar={BUDGET_YEAR}").text  # still undivided


def test_above_the_line_asks_a_reason_and_shows_it(world: World, manager: Inspector) -> None:
    path, form = typed(manager, world, wvggz="980.000,50")
    asked = manager.post(path, form)
    assert asked.status == 422 and "Dat is € 837.000,50 meer dan is begroot." in asked.text and "#reason" in asked.links()
    again = asked.form(path)
    assert again[f"line-{world.lines['wvggz']}"] == "980.000,50"
    short = manager.post(path, again | {"reason": "kort"})
    assert short.status == 422 and short.form(path)["reason"] == "kort"
    assert manager.post(path, short.form(path) | {"reason": WHY}).status == 303
    assert f"! Boven de begroting: {WHY}" in manager.get(f"{path}?jaar={BUDGET_YEAR}").text
    matrix = manager.get(f"/beheer/begroting?jaar={BUDGET_YEAR}").text
    assert "te veel vastgelegd" in matrix and WHY in matrix


def test_two_people_divide_at_once(app: Flask, world: World, manager: Inspector) -> None:
    path, form = typed(manager, world, mo="600.000")
    with app.app_context():
        database.begin_writing(db.session())
        new = NewDivision(AMOUNTS, {world.lines["mo"]: "700.000"})
        about = {"commitment_id": world.commitments["subsidie"], "year": BUDGET_YEAR, "version": int(form["version"])}
        divide_year(db.session(), new=new, by=world.people["subsidiebeheerder"].as_actor(), at=AT, **about)
        db.session().commit()
    answer = manager.post(path, form)
    assert answer.status == 409 and "€ 600.000,00" in answer.text and "€ 700.000,00" in answer.text and "Subsidiebeheerder" in answer.text
    assert manager.post(path, answer.form(path)).status == 303
    assert "€ 600.000,00" in manager.get(path).text


def next_year(app: Flask, world: World) -> int:
    """A subsidie over two years, of which the first is divided and the second gets a tenth more."""
    by = world.people["subsidiebeheerder"].as_actor()
    runs = {"starts_on": date(2023, 1, 1), "ends_on": date(2024, 12, 31)}
    years = (YearAmount(2023, 1_000_00), YearAmount(2024, 1_100_00))
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        new = NewCommitment(world.organisations["noord"], None, SUBSIDIE, "SUB-2", "Dagopvang", "eerste-opvang", years=years, **runs)
        made = make_commitment(session, new=new, by=by, at=AT)
        first = NewDivision(AMOUNTS, {world.lines["mo"]: "600", world.lines["vo-opvang"]: "300"})
        divide_year(session, commitment_id=made, year=2023, new=first, version=1, by=by, at=AT)
        session.commit()
    return made


def test_the_year_before_is_copied_with_one_button(app: Flask, world: World, manager: Inspector) -> None:
    path = f"/beheer/overeenkomsten/{next_year(app, world)}/verdeling"
    page = manager.get(f"{path}?jaar=2024")
    assert "Neem de verdeling van 2023 over" in page.text
    assert manager.post(f"{path}/overnemen", page.form(f"{path}/overnemen")).status == 303
    copied = manager.get(f"{path}?jaar=2024")
    assert "De verdeling van 2023 is overgenomen." in copied.text and "€ 660,00" in copied.text and "€ 330,00" in copied.text
    assert "€ 110,00 moet" not in copied.text and "Er moet nog € 110,00 naar een begrotingsregel." in copied.text
    assert "overnemen" not in manager.get(f"{path}?jaar=2023").html
    again = manager.post(f"{path}/overnemen", page.form(f"{path}/overnemen") | {"once_key": "4" * 32})
    assert again.status == 409


def test_who_may_read_and_change_the_money(app: Flask, world: World) -> None:
    assert signed_in(app, world.people["subsidiebeheerder"]).get(here(world)).status == 200
    assert signed_in(app, world.people["invoerder"]).post(here(world), {"once_key": "2" * 32}).status == 403


def test_an_unknown_line_commitment_or_year(world: World, manager: Inspector) -> None:
    path, form = typed(manager, world, mo="10")
    assert manager.post(path, form | {"line-99999": "10"}).status == 404
    assert manager.post("/beheer/overeenkomsten/999/verdeling", form | {"once_key": "3" * 32}).status == 404
    assert manager.post("/beheer/overeenkomsten/999/verdeling/overnemen", form | {"once_key": "5" * 32}).status == 404
    assert manager.get("/beheer/overeenkomsten/999/verdeling").status == 404
    assert manager.post(path, form | {"year": "2031", "once_key": "6" * 32}).status == 422


def test_the_flow_tells_the_same_as_its_table(world: World, manager: Inspector) -> None:
    page = manager.get(f"/beheer/begroting/stroom?jaar={BUDGET_YEAR}")
    for words in (
        "Samen € 5.230.000,50.",
        "Nog zonder begrotingsregel: € 480.000,00.",
        "ARR-2024-07 Beschermd wonen met verblijf, Stichting De Linde",
    ):
        assert words in page.text
    assert page.html.count("<svg") >= 2 and page.text.count("€ 4.250.000,00") >= 3  # both pictures, the sentence, the table
    assert "Er is voor dit jaar nog geen geld verdeeld." in manager.get("/beheer/begroting/stroom?jaar=2021").text


def test_who_may_not_read_kpis_gets_no_link_to_them(app: Flask, world: World, manager: Inspector) -> None:
    links = signed_in(app, world.people["subsidiebeheerder"]).get("/beheer/begroting").links()
    assert not [link for link in links if link.startswith("/beheer/kpis")]
    assert "/beheer/kpis/BZ-01" in manager.get("/beheer/begroting").links()
