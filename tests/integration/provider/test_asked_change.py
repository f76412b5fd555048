"""A change that is asked for one figure: found at the figure, closed elsewhere, told as a difference, and settled in the end."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from contracts.foundation import database
from kpi.actions.deviations import close
from kpi.actions.reviews import request_change
from kpi.actions.signing import sign_and_submit
from kpi.actions.submission import offer_for_signature
from kpi.domain.openings import CELL, SECTION, Ask
from kpi.queries.reports import find_report
from kpi.tables.deviation import Deviation
from portal.extensions import db
from portal.web import clock
from tests.support.inspector import Inspector
from tests.support.portal import signed_in
from tests.support.world import World

REPORT = "/aanbieder/rapportages/2026-k3"
GRID = f"{REPORT}/cijfers/basiszorg"
QUESTION = "Klopt dit aantal met de weekcijfers?"


def act(app: Flask, world: World, who: str, action: Any, **told: Any) -> None:
    """Somebody does something to De Linde's last report, off screen."""
    with app.app_context():
        database.begin_writing(db.session())
        header = find_report(db.session(), report_id=world.reports["linde", "2026-K3"], provider_id=None)
        action(db.session(), report_id=header.id, version=header.version, by=world.people[who].as_actor(), at=clock.now(), **told)
        db.session().commit()


@pytest.fixture
def entry(app: Flask, world: World) -> Inspector:
    """The invoerder of De Linde, of whose last report a change is asked: one cell and the flows."""
    asks = [Ask(CELL, "BZ-02", QUESTION), Ask(SECTION, "stromen", "Klopt de uitstroom wel?")]
    act(app, world, "contractmanager", request_change, asks=asks)
    return signed_in(app, world.people["invoerder"])


def test_each_question_stands_where_it_is_answered(entry: Inspector) -> None:
    tasks = entry.get(REPORT)
    assert f"{GRID}#cel-BZ-02" in tasks.links() and f"{REPORT}/stromen" in tasks.links() and QUESTION in tasks.text
    grid = entry.get(GRID)
    assert f"Vraag van de gemeente: {QUESTION}" in grid.text and "De andere staan dicht" in grid.text
    fields = grid.form(GRID)
    assert "numerator-BZ-02" in fields and "numerator-BZ-01" not in fields
    assert "Klopt de uitstroom wel?" in entry.get(f"{REPORT}/stromen").text
    for closed in ("capaciteit", "toelichting", "correcties"):
        page = entry.get(f"{REPORT}/{closed}")
        assert "Dit onderdeel staat dicht" in page.text and "Bewaar" not in page.text


def test_what_was_not_asked_is_refused_with_a_reason(entry: Inspector) -> None:
    cell = {
        "version-BZ-01": "1",
        "numerator-BZ-01": "30",
        "denominator-BZ-01": "40",
        "explanation-BZ-01": "Een kamer was dicht.",
        "missing_reason-BZ-01": "",
    }
    answer = entry.post(f"{GRID}/BZ-01", cell, htmx=True)
    assert answer.status == 422 and "De gemeente heeft hier geen wijziging gevraagd." in answer.text
    note = entry.post(f"{REPORT}/toelichting", {"note": "Een druk kwartaal.", "version": "9"})
    assert note.status == 422 and "geen wijziging gevraagd" in note.text
    assert entry.post(f"{REPORT}/capaciteit/niets-veranderd").status == 422


def test_from_the_question_to_what_is_settled(app: Flask, world: World, entry: Inspector) -> None:
    cell = {"version-BZ-02": "1", "numerator-BZ-02": "0", "explanation-BZ-02": "Er was dubbel geteld.", "missing_reason-BZ-02": ""}
    saved = entry.post(f"{GRID}/BZ-02", cell, htmx=True)
    assert saved.status == 200 and QUESTION in saved.text
    check = entry.get(f"{REPORT}/controleren")
    assert "Dit is veranderd sinds uw indiening van" in check.text and "Er was dubbel geteld." in check.text
    provider_id = world.organisations["linde"]
    act(app, world, "invoerder", offer_for_signature, provider_id=provider_id)
    act(app, world, "tekenbevoegde", sign_and_submit, provider_id=provider_id)
    number, manager = world.reports["linde", "2026-K3"], signed_in(app, world.people["contractmanager"])
    page = f"/beheer/rapportages/{number}"
    assert "Veranderd sinds" in manager.get(page).text and "teller of aantal" in manager.get(page).text
    assert manager.post(f"{page}/beoordelen", manager.get(page).form(f"{page}/beoordelen")).status == 303
    assert "In beoordeling bij Contractmanager R. Proef" in manager.get(page).text
    assert "De gemeente bekijkt de cijfers: Contractmanager R. Proef" in entry.get(REPORT).text
    settle_deviations(app, world)
    assert manager.post(f"{page}/accepteren", manager.get(page).form(f"{page}/accepteren")).status == 303
    frozen = manager.post(f"{page}/vaststellen", manager.get(page).form(f"{page}/vaststellen"))
    assert frozen.status == 303 and frozen.location.endswith(f"{page}/vastgesteld")
    assert "Vastgesteld op" in manager.get(f"{page}/vastgesteld").text and f"{page}/vastgesteld" in manager.get(page).links()
    theirs = json.loads(entry.get(f"{REPORT}/vastgesteld/bestand").response.data)
    assert hashlib.sha256(theirs["inhoud"].encode()).hexdigest() == theirs["sha256"]
    assert "Er was dubbel geteld." in entry.get(f"{REPORT}/vastgesteld").text and f"{REPORT}/vastgesteld" in entry.get(REPORT).links()


def settle_deviations(app: Flask, world: World) -> None:
    """Nothing waits any more."""
    with app.app_context():
        database.begin_writing(db.session())
        for line in db.session().execute(select(Deviation.id, Deviation.version).where(Deviation.state == "nieuw")).all():
            by = world.people["contractmanager"].as_actor()
            close(db.session(), deviation_id=line.id, version=line.version, reason="Besproken en duidelijk.", by=by, at=clock.now())
        db.session().commit()
