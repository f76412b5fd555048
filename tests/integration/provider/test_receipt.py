"""The receipt on the screen, as a file, and with the public page: what the aanbieder holds can be checked without us."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Executable, select, update

from contracts.foundation import database
from kpi.domain.canonical import canonical_text
from kpi.domain.proof import GENUINE, WRONG, check, keys_in
from kpi.tables.report import Receipt, Report
from portal.developer import journal_check
from portal.developer.commands import main
from portal.extensions import db
from tests.support.databases import SIGNING_KEY
from tests.support.inspector import Inspector
from tests.support.portal import signed_in
from tests.support.world import World


def number_of(app: Flask, world: World) -> str:
    with app.app_context():
        return db.session.scalars(select(Receipt.number).where(Receipt.report_id == world.reports["linde", "2026-K3"])).one()


def test_the_file_is_genuine_with_the_key_of_the_public_page(app: Flask, world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    linde, visitor = signed_in(app, world.people["invoerder"]), Inspector(app)
    number = number_of(app, world)
    file = linde.client.get(f"/aanbieder/bewijs/{number}/bestand", base_url="https://localhost").data
    page = visitor.client.get("/openbare-sleutel.json", base_url="https://localhost")
    assert page.content_type == "application/json; charset=utf-8"
    verdict = check(file, trusted=keys_in(page.text))
    assert verdict.outcome == GENUINE and verdict.statement is not None and verdict.statement["nummer"] == number
    assert verdict.statement["ondertekend door"] == world.people["tekenbevoegde"].name
    (tmp_path / "bewijs.json").write_bytes(file)
    (tmp_path / "sleutels.json").write_text(page.text)
    assert main(["bewijs", str(tmp_path / "bewijs.json"), "--sleutel", str(tmp_path / "sleutels.json")]) == 0
    assert "Stichting De Linde" in capsys.readouterr().out


def test_the_page_leads_to_the_file_and_to_the_public_key(app: Flask, world: World) -> None:
    linde, number = signed_in(app, world.people["invoerder"]), number_of(app, world)
    page = linde.get(f"/aanbieder/bewijs/{number}")
    assert {f"/aanbieder/bewijs/{number}/bestand", "/openbare-sleutel"} <= set(page.links())
    assert SIGNING_KEY.key_id in page.text and "Handtekening" in page.text
    assert SIGNING_KEY.public_key in Inspector(app).get("/openbare-sleutel").text


def test_the_content_in_the_file_is_what_was_handed_in(app: Flask, world: World) -> None:
    linde, number = signed_in(app, world.people["invoerder"]), number_of(app, world)
    told = json.loads(linde.client.get(f"/aanbieder/bewijs/{number}/bestand", base_url="https://localhost").data)
    with app.app_context():
        kept = db.session.scalars(select(Receipt.content).where(Receipt.number == number)).one()
    content = {name: value for name, value in told["inhoud"].items() if name != "vorm"}
    assert canonical_text(content) == kept and len(content["cijfers"]) > 10


def test_a_later_extension_does_not_change_what_was_signed(app: Flask, world: World) -> None:
    number = number_of(app, world)
    _change(app, update(Report).where(Report.id == world.reports["linde", "2026-K3"]).values(due_at=Report.submitted_at))
    linde = signed_in(app, world.people["invoerder"])
    assert "Op tijd ingediend" in linde.get(f"/aanbieder/bewijs/{number}").text


def test_a_receipt_from_before_the_key_stays_and_says_that_it_is_not_signed(app: Flask, world: World) -> None:
    number = number_of(app, world)
    _change(app, update(Receipt).where(Receipt.number == number).values(key_id="", signature="", statement=""))
    linde = signed_in(app, world.people["invoerder"])
    assert "geen handtekening" in linde.get(f"/aanbieder/bewijs/{number}").text
    file = linde.client.get(f"/aanbieder/bewijs/{number}/bestand", base_url="https://localhost").data
    verdict = check(file, trusted=[SIGNING_KEY.public_key])
    assert verdict.outcome == WRONG and "geen handtekening" in verdict.sentence


def test_a_key_that_is_no_longer_used_stays_on_the_public_page(app: Flask) -> None:
    old = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], retired_keys=(old, SIGNING_KEY.public_key))
    page = Inspector(app).get("/openbare-sleutel")
    assert old in page.text and page.text.count(SIGNING_KEY.public_key) == 1 and "Een eerdere sleutel" in page.text


def test_a_key_that_left_the_public_page_too_early_is_noticed(app: Flask) -> None:
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    assert journal_check.unpublished_keys(url, published={SIGNING_KEY.key_id}) == []
    assert journal_check.unpublished_keys(url, published=set()) == [SIGNING_KEY.key_id]


def _change(app: Flask, statement: Executable) -> None:
    with app.app_context():
        database.begin_writing(db.session())
        db.session.execute(statement)
        db.session.commit()
        db.session.remove()
