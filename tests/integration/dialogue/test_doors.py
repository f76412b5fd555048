"""Who may do what at the table, and that another aanbieder's session is as unknown as one that never was."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.integration.dialogue.conftest import PLAN, Table, planned
from tests.support.inspector import Answer, Inspector
from tests.support.portal import signed_in
from tests.support.world import World

KEY = {"once_key": "a" * 32}
DOORS: tuple[tuple[str, dict[str, str]], ...] = (
    ("beginnen", {}),
    ("ter-instemming", {}),
    ("heropenen", {}),
    ("punten", {"part": "data", "title": "x"}),
    ("afspraken", {"text": "x", "owner_organisation": "Stichting De Linde", "owner_name": "x", "due_on": "2031-01-01"}),
    ("instemming", {"verdict": "eens", "sha256": "0" * 64}),
    ("punten/1/verslag", {"version": "1", "text": "x"}),
    ("afspraken/1/afsluiten", {"version": "1", "state": "gereed"}),
    ("afspraken/1/weghalen", {"version": "1"}),
)


def plain(answer: Answer) -> str:
    """A page without the tokens that differ at every request."""
    return re.sub(r"(csrf-token\" content|csrf_token\" value|once_key\" value)=\"[^\"]*\"", "", answer.html)


def test_a_foreign_session_is_an_unknown_session(table: Table, world: World) -> None:
    outsider = signed_in(table.app, world.people["tekenbevoegde-noord"])
    for path in ("", "/verslag"):
        foreign, unknown = outsider.get(table.session + path), outsider.get(f"/dialoog/987654{path}")
        assert (foreign.status, unknown.status) == (404, 404)
        assert plain(foreign) == plain(unknown)
    for what, fields in DOORS[3:]:
        foreign, unknown = outsider.post(f"{table.session}/{what}", fields | KEY), outsider.post(f"/dialoog/987654/{what}", fields | KEY)
        assert (foreign.status, unknown.status) == (404, 404), what
        assert plain(foreign) == plain(unknown)
    assert "Gesprek derde kwartaal" not in outsider.get("/dialoog").text


@pytest.mark.parametrize(("what", "fields"), DOORS[:3])
def test_only_the_contractmanager_chairs(table: Table, what: str, fields: dict[str, str]) -> None:
    assert table.signatory.post(f"{table.session}/{what}", fields | KEY).status == 403
    assert table.signatory.get(PLAN).status == 403


def test_only_a_signatory_consents_for_the_aanbieder(offered: Table) -> None:
    assert offered.writer.post(f"{offered.session}/instemming", {"verdict": "eens"} | KEY).status == 403


@pytest.mark.parametrize("role", ["publicist", "klankbordgroeplid", "regiolezer", "subsidiebeheerder", "functioneel-beheerder"])
def test_others_do_not_sit_at_the_table(app: Flask, world: World, role: str) -> None:
    assert signed_in(app, world.people[role]).get("/dialoog").status == 403


def test_a_visitor_is_asked_to_sign_in(app: Flask) -> None:
    assert Inspector(app).get("/dialoog").status == 303


def test_planning_says_what_is_missing_and_keeps_what_was_typed(table: Table, world: World) -> None:
    form = table.chair.get(PLAN).form(PLAN)
    refused = table.chair.post(PLAN, form | {"title": "Mijn titel", "day": "gisteren", "time": "10:00"})
    assert refused.status == 422
    assert "Dit is geen datum." in refused.text
    assert refused.form(PLAN)["title"] == "Mijn titel"
    late = table.chair.post(PLAN, form | {"table": str(world.organisations["linde"]), "title": "x", "day": "2020-01-01", "time": "10:00"})
    assert "Dit moment is al voorbij." in late.text
    centre = str(world.organisations["centrumgemeente"])
    assert table.chair.post(PLAN, form | {"table": centre, "title": "x", "day": "2031-01-01", "time": "10:00"}).status == 422
    again = table.chair.get(PLAN).form(PLAN) | {"table": str(world.organisations["linde"]), "title": "Dubbel", "day": "2031-01-01", "time": "10:00"}
    assert table.chair.post(PLAN, again).location == table.chair.post(PLAN, again).location
    assert table.chair.get("/dialoog").text.count("Dubbel") == 1


def test_the_list_shows_each_side_its_own(table: Table, world: World) -> None:
    planned(table.chair, world.organisations["noord"], "Gesprek met Noord")
    assert "Gesprek met Noord" in table.chair.get("/dialoog").text
    assert "Gesprek met Noord" not in table.writer.get("/dialoog").text
    assert "Gesprek met Noord" in table.stranger.get("/dialoog").text
