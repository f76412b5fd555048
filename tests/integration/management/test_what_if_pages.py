"""Trying out stores nothing and stands in the address; a proposal is made, decided, and refused when it is stale."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import func, select

from contracts.actions.allocations import set_allocation
from contracts.foundation.database import begin_writing
from contracts.foundation.journal import JournalEntry
from contracts.tables.agreement import Allocation
from contracts.tables.proposal import MoneyProposal
from portal.extensions import db
from portal.web import clock
from tests.support.inspector import Inspector
from tests.support.portal import signed_in
from tests.support.world import BUDGET_YEAR, World

HERE = f"/beheer/wat-als?jaar={BUDGET_YEAR}"


@pytest.fixture
def change(world: World) -> str:
    """The arrangement's line pays a quarter of a million less."""
    return f"regel_{world.commitments['arrangement']}_{world.lines['beschermd-wonen']}_4000000,00"


def rows(app: Flask) -> tuple[int, int, list[int]]:
    """What is stored: proposals, journal lines, and what lines pay."""
    with app.app_context():
        counts = tuple(db.session.scalar(select(func.count()).select_from(table)) or 0 for table in (MoneyProposal, JournalEntry))
        paid = list(db.session.scalars(select(Allocation.amount_cents).order_by(Allocation.id)))
        db.session.remove()
    return counts[0], counts[1], paid


def test_the_page_without_changes_shows_the_lines_as_they_stand(manager: Inspector) -> None:
    page = manager.get(HERE)
    assert "Er wordt niets opgeslagen" in page.text and "Een andere bezetting" in page.text
    assert "Maak er een voorstel van" not in page.text and "● verandert" not in page.text
    assert "Wat als?" in manager.get(f"/beheer/begroting?jaar={BUDGET_YEAR}").text


def test_what_is_filled_in_joins_the_address_and_nothing_is_stored(app: Flask, manager: Inspector, world: World, change: str) -> None:
    before = rows(app)
    arrangement, line = world.commitments["arrangement"], world.lines["beschermd-wonen"]
    asked = manager.get(f"{HERE}&verdeling={arrangement}&regel={line}&bedrag=4.000.000")
    assert asked.status == 303 and asked.response.headers["Location"] == f"{HERE}&wijziging={quote(change)}"
    page = manager.get(f"{HERE}&wijziging={change}")
    wanted = (
        "€ 4.000.000,00",
        "was € 4.250.000,00 (-€ 250.000,00)",
        "● verandert",
        "niet verdeeld over begrotingsregels",
        "Maak er een voorstel van",
    )
    assert [told for told in wanted if told not in page.text] == []
    more = manager.get(f"{HERE}&wijziging={change}&verdeling={world.commitments['subsidie']}&regel={world.lines['mo']}&bedrag=900000")
    assert more.response.headers["Location"].count("wijziging=") == 2
    assert HERE in [link for link in page.links() if link.endswith(str(BUDGET_YEAR))]  # each change can be taken away
    assert rows(app) == before


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("verdeling=&regel=&bedrag=", "Kies een arrangement of subsidie."),
        ("verdeling={a}&regel=&bedrag=1", "Kies een begrotingsregel."),
        ("verdeling={a}&regel={l}&bedrag=1,234", "Vul een bedrag in zoals 1.234,56."),
        ("verdeling={a}&regel={l}&bedrag=-5", "niet lager zijn dan nul"),
        ("verdeling={a}&regel={l}&bedrag=5.000.000", "Met deze wijzigingen wordt"),
        ("tarief={a}&vanaf=gisteren&prijs=1", "Vul in vanaf welke dag"),
        ("tarief={a}&vanaf=2024-10-01&prijs=210,505", "hoogstens twee cijfers"),
        ("tarief={a}&vanaf=2024-10-01&prijs=210", "geldt geen tarief"),
        ("bezetting={a}&kwartaal=2024-k9&plekken=3", "Kies vanaf welk kwartaal"),
        ("bezetting={a}&kwartaal=2024-k4&plekken=veel", "Vul een aantal plekken in"),
        ("bezetting={s}&kwartaal=2024-k4&plekken=3", "volgt niet uit de bezetting"),
        ("wijziging=onzin", "niet te lezen"),
        ("wijziging=regel_99999_1_5,00", "heeft in 2024 geen geld"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_what_was_typed_stays(manager: Inspector, world: World, fields: str, told: str) -> None:
    values = {"a": world.commitments["arrangement"], "s": world.commitments["subsidie"], "l": world.lines["beschermd-wonen"]}
    page = manager.get(f"{HERE}&{fields.format(**values)}")
    assert page.status == 422 and told in page.text
    assert "<title>Fout: " in page.response.get_data(as_text=True)


def test_two_changes_of_one_thing_are_told(manager: Inspector, change: str) -> None:
    page = manager.get(f"{HERE}&wijziging={change}&wijziging={change}")
    assert page.status == 422 and "staat er twee keer in" in page.text


def _propose(manager: Inspector, change: str, **fields: str) -> str:
    page = manager.get(f"{HERE}&wijziging={change}")
    form = page.form("/beheer/wat-als/voorstel") | {"title": "Minder op de lijn", "reason": "Er blijft geld over op deze regel."} | fields
    answer = manager.post("/beheer/wat-als/voorstel", form)
    return answer.response.headers.get("Location", "") if answer.status == 303 else str(answer.status)


def test_a_proposal_is_made_listed_and_taken_over(app: Flask, manager: Inspector, world: World, change: str) -> None:
    where = _propose(manager, change)
    assert re.fullmatch(r"/beheer/voorstellen/\d+", where) and rows(app)[2] == [4_250_000_00, 500_000_50]
    assert "Minder op de lijn" in manager.get("/beheer/voorstellen").text
    page = manager.get(where)
    for told in ("Er blijft geld over op deze regel.", "Beschermd wonen: vastgelegd", "€ 4.000.000,00", "Reken dit opnieuw door", "Trek in"):
        assert told in page.text, told
    other = signed_in(app, world.people["subsidiebeheerder"])
    assert "Trek in" not in other.get(where).text
    assert other.post(f"{where}/overnemen", other.get(where).form(f"{where}/overnemen")).status == 303
    assert rows(app)[2] == [4_000_000_00, 500_000_50]
    assert "Overgenomen" in manager.get(where).text and "Neem over" not in manager.get(where).text


def test_a_proposal_without_title_or_reason_keeps_what_was_typed(manager: Inspector, change: str) -> None:
    page = manager.get(f"{HERE}&wijziging={change}")
    answer = manager.post("/beheer/wat-als/voorstel", page.form("/beheer/wat-als/voorstel") | {"title": "Kort en goed", "reason": "te kort"})
    assert answer.status == 422 and "minstens 10 tekens" in answer.text
    assert answer.form("/beheer/wat-als/voorstel")["title"] == "Kort en goed" and answer.form("/beheer/wat-als/voorstel")["wijziging"] == change


def test_saying_no_needs_a_reason_and_is_told(manager: Inspector, change: str) -> None:
    where = _propose(manager, change)
    form = manager.get(where).form(f"{where}/afwijzen")
    assert manager.post(f"{where}/afwijzen", form | {"reason": "nee"}).status == 422
    assert manager.post(f"{where}/afwijzen", manager.get(where).form(f"{where}/afwijzen") | {"reason": "Dit geld is al beloofd."}).status == 303
    page = manager.get(where)
    assert "Afgewezen" in page.text and "Dit geld is al beloofd." in page.text


def test_taking_back_is_one_step_for_who_proposed(manager: Inspector, change: str) -> None:
    where = _propose(manager, change)
    form = manager.get(where).form(f"{where}/afwijzen") | {"reason": "Ik heb me vergist hierin."}
    assert manager.post(f"{where}/intrekken", form).status == 303
    assert "Ingetrokken" in manager.get(where).text


def test_what_changed_meanwhile_is_shown_beside_what_it_was(app: Flask, manager: Inspector, world: World, change: str) -> None:
    where = _propose(manager, change)
    form = manager.get(where).form(f"{where}/overnemen")
    with app.app_context():
        session = db.session()
        begin_writing(session)
        place = {"commitment_id": world.commitments["arrangement"], "budget_line_id": world.lines["beschermd-wonen"], "year": BUDGET_YEAR}
        by = world.people["subsidiebeheerder"].as_actor()
        set_allocation(session, amount_text="4.100.000", version=1, by=by, at=clock.now(), **place)
        session.commit()
        db.session.remove()
    answer = manager.post(f"{where}/overnemen", form)
    assert answer.status == 409
    assert "Er is intussen iets veranderd" in answer.text and "€ 4.250.000,00" in answer.text and "€ 4.100.000,00" in answer.text
    assert rows(app)[2][0] == 4_100_000_00
