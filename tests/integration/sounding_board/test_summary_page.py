"""The klankbordgroep's window: the edition and nothing else, on the page and in the files."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask

from portal.access.guard import permission_of
from portal.access.permissions import Permission
from portal.web.formatting import number
from portal.web.summary import MOST_FIGURES
from tests.integration.sounding_board.conftest import Published, add_quarter
from tests.support.inspector import Inspector
from tests.support.portal import signed_in
from tests.support.portal_queries import counted_requests
from tests.support.world import World

SVG = "{http://www.w3.org/2000/svg}"


def paths(of: Published) -> tuple[str, ...]:
    return ("/klankbord", of.page, f"{of.page}/open-data.csv", f"{of.page}/open-data.sqlite")


def test_the_page_shows_the_edition(published: Published) -> None:
    page = published.reader.get(published.page)
    assert "Hoe ging het in het 4e kwartaal 2025?" in page.text
    assert "tellen 4 van de 4 aanbieders mee" in page.text
    assert "200 van de 240 plekken waren bezet." in page.text
    assert "Meer mensen kregen ondersteuning." in page.text
    assert page.root is not None
    pictures = list(page.root.iter(f"{SVG}svg"))
    drawn = [picture for picture in pictures if picture.get("role") == "img"]
    assert 2 < len(drawn) <= MOST_FIGURES
    for picture in drawn:
        assert all("style" not in element.attrib for element in picture.iter())
        assert all(float(text.get("font-size", "0")) >= 12 for text in picture.iter(f"{SVG}text"))
        width = float((picture.get("viewBox") or "").split()[2])
        assert all(0 <= float(bar.get("width", "-1")) <= width for bar in picture.iter(f"{SVG}rect"))


def test_no_aanbieder_is_named_in_anything_the_klankbordgroep_gets(published: Published) -> None:
    for path in paths(published):
        answer = published.reader.get(path)
        assert answer.status == 200
        body = answer.response.get_data()
        for name in published.names:
            assert name.encode() not in body, (path, name)


def test_nothing_is_there_before_it_is_published(ready: Published) -> None:
    assert "Er is nog geen samenvatting" in ready.reader.get("/klankbord").text
    for path in paths(ready)[1:]:
        assert ready.reader.get(path).status == 404
    assert ready.reader.get("/klankbord/onzin").status == 404


def test_the_files_hold_exactly_what_the_page_shows(published: Published, tmp_path: Path) -> None:
    page = published.reader.get(published.page)
    answer = published.reader.get(f"{published.page}/open-data.sqlite")
    assert answer.response.headers["Content-Disposition"] == 'attachment; filename="samenvatting-2025-k4-editie-1.sqlite"'
    file = tmp_path / "open.sqlite"
    file.write_bytes(answer.response.get_data())
    rows, tables = _read(file)
    assert tables == {"editie", "conclusies", "cijfers", "niet_getoond"}
    for row in rows:
        if row["waarde"] is not None:
            decimals = 0 if float(row["waarde"]).is_integer() else 1
            assert number(Decimal(str(row["waarde"])), decimals) in page.text, row
        else:
            assert row["waarom_geen_cijfer"], row
    shown = {row["naam"] for row in rows if row["waarde"] is not None and row["onderdeel"] not in ("plekken", "in-, door- en uitstroom")}
    assert shown
    assert all(name in page.text for name in shown)
    sheet = published.reader.get(f"{published.page}/open-data.csv").response.get_data().decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(sheet)))
    assert [line["naam"] for line in lines] == [row["naam"] for row in rows]
    assert [line["waarde"] == "" for line in lines] == [row["waarde"] is None for row in rows]


def _read(file: Path) -> tuple[list[sqlite3.Row], set[str]]:
    database = sqlite3.connect(file)
    database.row_factory = sqlite3.Row
    tables = {row["name"] for row in database.execute("select name from sqlite_master where type = 'table'")}
    rows = database.execute("select * from cijfers").fetchall()
    sentences = [row["conclusie"] for row in database.execute("select conclusie from conclusies order by nummer")]
    database.close()
    assert len(sentences) == 5
    return rows, tables


def test_twenty_editions_ask_as_often_as_one(published: Published) -> None:
    def asked(path: str) -> int:
        with counted_requests(published.app) as sent:
            assert published.reader.get(path).status == 200
        return len(sent)

    few = [asked(path) for path in ("/klankbord", published.page)]
    for back in range(1, 4):
        period = published.quarter.shift(-back)
        add_quarter(published.app, period)
        path = f"/publicatie/{period.slug}/publiceren"
        assert published.publisher.post(path, published.publisher.get(f"/publicatie/{period.slug}").form(path)).status == 303
    assert len(re.findall("Editie 1", published.reader.get("/klankbord").text)) == 4
    assert [asked(path) for path in ("/klankbord", published.page)] == few
    assert 0 < max(few) <= 6


@pytest.mark.parametrize("role", ["klankbordgroeplid", "publicist", "regiolezer"])
def test_readers_may_read(published: Published, world: World, role: str) -> None:
    assert signed_in(published.app, world.people[role]).get(published.page).status == 200


@pytest.mark.parametrize("role", ["invoerder", "tekenbevoegde", "contractmanager", "subsidiebeheerder", "functioneel-beheerder"])
def test_others_may_not(published: Published, world: World, role: str) -> None:
    assert signed_in(published.app, world.people[role]).get(published.page).status == 403


def test_every_door_of_this_desk_asks_for_reading_only(app: Flask) -> None:
    doors = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("sounding_board.")}
    advice = {door for door in doors if "advice" in door}
    assert (len(doors - advice), len(advice)) == (4, 5)
    assert {permission_of(app, door) for door in doors - advice} == {Permission.SUMMARY_READ}
    assert {permission_of(app, door) for door in advice} == {Permission.ADVICE_GIVE}
    assert Inspector(app).get("/klankbord").status == 303
