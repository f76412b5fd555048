"""The klankbordgroep's window: the edition and nothing else, on the page and in the files."""

from __future__ import annotations

import csv
import io
import sqlite3
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from kpi.domain.plain_language import measure
from kpi.domain.publication.content import Movement, Places
from kpi.tables.edition import SummaryEdition
from portal.access.guard import permission_of
from portal.access.permissions import Permission
from portal.web.summary_charts import HIDDEN, MOST_FIGURES
from tests.factories.editions import edition
from tests.integration.sounding_board.conftest import Window
from tests.support.inspector import Inspector
from tests.support.portal import signed_in
from tests.support.portal_queries import counted_requests
from tests.support.shown_quarters import FORMS, RATIO, TOWNS, rounded_ratio, shown
from tests.support.visible_text import blocks, main_of
from tests.support.world import World

SVG = "{http://www.w3.org/2000/svg}"
FOUR = [shown(movement=Movement(440 + 10 * n, 30, 10 + 5 * n, 460 + 5 * n), places=Places(240, 200, 40, 5 * n)) for n in range(4)]


def paths(of: Window) -> tuple[str, ...]:
    return ("/klankbord", "/klankbord/verloop", of.page, f"{of.page}/open-data.csv", f"{of.page}/open-data.sqlite")


def test_the_page_tells_what_the_edition_holds(published: Window) -> None:
    page, content = published.reader.get(published.page), published.content
    assert content is not None
    for told in (*content.conclusions, *content.certainty, *content.left_out, *(goal.sentence for goal in content.goals if goal.shown)):
        assert told in page.text, told
    for heading in ("Over wie gaat het?", "Halen we de doelen van het plan?", "Hoe zeker zijn deze cijfers?", "Wat u hier niet ziet, en waarom"):
        assert heading in page.text
    assert "Wat deden we met uw advies?" in page.text and "We maken een lijst." in page.text
    assert "Er kwamen meer mensen bij dan er weggingen." in page.text
    assert "De meeste mensen komen uit Maastricht." in page.text


@pytest.mark.parametrize("quarters", [1, 4])
def test_at_most_six_charts_that_hold_their_figures(window: Window, quarters: int) -> None:
    page = window.publish(*FOUR[-quarters:]).reader.get(window.page)
    assert page.root is not None
    drawn = [picture for picture in page.root.iter(f"{SVG}svg") if picture.get("role") == "img"]
    assert 2 < len(drawn) <= MOST_FIGURES
    assert any("polyline" in str(element.tag) for picture in drawn for element in picture.iter()) == (quarters == 4)
    for picture in drawn:
        assert all("style" not in element.attrib for element in picture.iter())
        assert all(float(text.get("font-size", "0")) >= 12 for text in picture.iter(f"{SVG}text"))
        width = float((picture.get("viewBox") or "").split()[2])
        assert all(0 <= float(bar.get("width", "-1")) <= width for bar in picture.iter(f"{SVG}rect"))


def test_what_is_left_out_says_so_in_its_place(window: Window) -> None:
    whole = shown().tables[0]
    hidden = shown(tables=(type(whole)(whole.key, whole.title, whole.row_axis, whole.column_axis, whole.rows, whole.columns, HOLES),))
    page = window.publish(hidden).reader.get(window.page)
    assert page.text.count(HIDDEN) == 4
    assert "staat in 4 vakjes geen getal" in page.text


HOLES = ((None, None, 320), (None, None, 160), (260, 220, 480))


def test_every_text_is_plain(window: Window) -> None:
    window.publish(*FOUR[:3], shown(indicators=(rounded_ratio(RATIO, 300, 100),)))
    for path in ("/klankbord", "/klankbord/verloop", window.page):
        page = window.reader.get(path)
        assert page.root is not None
        told = list(dict.fromkeys(blocks(main_of(page.root))))
        found = measure(told, [one.name for one in (*FORMS, *TOWNS)])
        assert (found.findings, found.broken) == ((), ()), path


def test_nothing_is_there_before_it_is_published(window: Window) -> None:
    assert "Er is nog geen samenvatting" in window.reader.get("/klankbord").text
    assert "Er is nog niets om te vergelijken" in window.reader.get("/klankbord/verloop").text
    for path in paths(window)[2:]:
        assert window.reader.get(path).status == 404
    assert window.reader.get("/klankbord/onzin").status == 404


def test_an_empty_quarter_is_a_whole_page(window: Window) -> None:
    nothing = (None, None, None, None)
    window.publish(shown(tables=(), tables_missing=True, movement=Movement(*nothing), places=Places(*nothing), indicators=()))
    text = window.reader.get(window.page).text
    assert "kunnen we dit kwartaal geen cijfers tonen" in text
    assert "geen tabellen met gemeente" in text
    assert "None" not in text


def test_the_list_tells_what_is_new_and_where_one_was(window: Window) -> None:
    content = window.publish(*FOUR).content
    assert content is not None
    first = window.reader.get("/klankbord").text
    assert "Nieuw: het 3e kwartaal 2026" in first and "U las net nog" not in first
    assert all(content.conclusions[place].replace(" %", "\u00a0%") in first for place in (0, 1, 4))
    assert window.reader.get(f"/klankbord/{window.quarter.shift(-2).slug}").status == 200
    assert "U las net nog het 1e kwartaal 2026" in window.reader.get("/klankbord").text
    assert window.reader.get(window.page).status == 200
    assert "U las net nog" not in window.reader.get("/klankbord").text


def test_a_correction_says_what_was_corrected(published: Window) -> None:
    reason = "Een aanbieder had plekken dubbel geteld."
    published.write(lambda session: edition(session, published.quarter, shown(places=Places(220, 200, 20, 25)), number=2, reason=reason))
    for path in ("/klankbord", published.page):
        text = published.reader.get(path).text
        assert f"Wat er is verbeterd: {reason}" in text and "Vervangen door editie" not in text
    assert "Van de ongeveer 220 plekken" in published.reader.get(published.page).text
    assert "ongeveer 240 plekken" not in published.reader.get(published.page).text


def test_a_summary_that_was_taken_back_cannot_be_read(published: Window) -> None:
    def take_back(session: Session) -> None:
        session.execute(update(SummaryEdition).values(state="ingetrokken", withdrawn_reason="De plekken kloppen niet."))

    published.write(take_back)
    assert "Waarom: De plekken kloppen niet." in published.reader.get("/klankbord").text
    gone = published.reader.get(published.page)
    assert gone.status == 404
    assert "De gemeente heeft deze samenvatting teruggehaald." in gone.text and "De plekken kloppen niet." in gone.text
    assert published.content is not None
    assert not any(sentence in gone.text for sentence in published.content.conclusions)
    assert published.reader.get(f"{published.page}/samenvatting.pdf").status == 404


def test_a_changed_text_is_noticed(published: Window) -> None:
    def change(session: Session) -> None:
        session.execute(text("UPDATE summary_edition SET content = replace(content, 'ongeveer 480', 'ongeveer 485')"))

    published.write(change)
    assert "Deze tekst is niet meer zoals hij is gepubliceerd" in published.reader.get(published.page).text


def test_the_row_of_quarters_shows_every_published_figure(window: Window) -> None:
    content = window.publish(*FOUR).content
    assert content is not None and content.trends
    page = window.reader.get("/klankbord/verloop")
    for trend in content.trends:
        assert trend.title in page.text
    assert "4e kwartaal 2025" in page.text and "475" in page.text


def test_the_files_hold_what_the_page_shows(published: Window, tmp_path: Path) -> None:
    answer = published.reader.get(f"{published.page}/open-data.sqlite")
    assert answer.response.headers["Content-Disposition"] == "attachment; filename=samenvatting-2026-k3-editie-1.sqlite"
    file = tmp_path / "open.sqlite"
    file.write_bytes(answer.response.get_data())
    database = sqlite3.connect(file)
    rows = database.execute("select waarde from cijfers").fetchall()
    database.close()
    sheet = published.reader.get(f"{published.page}/open-data.csv").response.get_data().decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(sheet)))
    assert len(lines) == len(rows) > 10
    assert [line["waarde"] == "" for line in lines] == [value is None for (value,) in rows]


def test_more_editions_ask_as_often_as_one(window: Window) -> None:
    def asked(path: str) -> int:
        with counted_requests(window.app) as sent:
            assert window.reader.get(path).status == 200
        return len(sent)

    window.publish(FOUR[0])
    few = [asked(path) for path in ("/klankbord", "/klankbord/verloop", window.page)]

    def publish_earlier(session: Session) -> None:
        for back in range(1, 4):
            edition(session, window.quarter.shift(-back), FOUR[back])

    window.write(publish_earlier)
    assert [asked(path) for path in ("/klankbord", "/klankbord/verloop", window.page)] == few
    assert 0 < max(few) <= 6


@pytest.mark.parametrize("role", ["klankbordgroeplid", "publicist", "regiolezer"])
def test_readers_may_read(published: Window, world: World, role: str) -> None:
    reader = signed_in(published.app, world.people[role])
    for path in ("/klankbord", published.page):
        page = reader.get(path)
        assert page.status == 200
        assert ("Geef advies over dit kwartaal" in page.text) == (role == "klankbordgroeplid")


@pytest.mark.parametrize("role", ["invoerder", "tekenbevoegde", "contractmanager", "subsidiebeheerder", "functioneel-beheerder"])
def test_others_may_not(published: Window, world: World, role: str) -> None:
    assert signed_in(published.app, world.people[role]).get(published.page).status == 403


def test_every_door_of_this_desk_asks_for_reading_or_advising_only(app: Flask) -> None:
    doors = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("sounding_board.")}
    advice = {door for door in doors if "advice" in door}
    assert len(doors - advice) >= 5
    assert {permission_of(app, door) for door in doors - advice} == {Permission.SUMMARY_READ}
    assert {permission_of(app, door) for door in advice} == {Permission.ADVICE_GIVE}
    assert Inspector(app).get("/klankbord").status == 303
