"""Offering and signing, clicked again and again, by many at once, with the same key and with others: one submission, one receipt."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from contracts.foundation import database
from contracts.foundation.journal import JournalEntry
from kpi.domain import report as life
from kpi.tables.report import Receipt, ReportEvent
from portal.accounts import secrets
from portal.extensions import db
from portal.web import clock
from tests.support.attacker import Browser, browser_of
from tests.support.figures import measured, size
from tests.support.whole_world import TOTP, Whole
from tests.support.world import _cells, _places, confirm_everything

REPORT = "/aanbieder/rapportages/2026-k3"
CLICKERS = 6


def _complete(app: Flask, whole: Whole) -> int:
    """The busy report of Huize Noord, filled in whole."""
    number, by = whole.world.reports["noord", "2026-K3"], whole.people["invoerder-noord"].as_actor()
    own = {"report_id": number, "provider_id": whole.world.organisations["noord"]}
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        _cells(session, own, set(), by, clock.now())
        _places(session, own, by, clock.now())
        confirm_everything(session, by=by, at=clock.now(), **own)
        session.commit()
        db.session.remove()
    return number


def _click(browser: Browser, path: str, fields: Callable[[int], dict[str, str]], times: int) -> list[tuple[int, str]]:
    """Many people press one button at once; status and where each answer led."""
    answers: list[tuple[int, str]] = []
    gate = threading.Barrier(CLICKERS)

    def press(person: int) -> None:
        gate.wait()
        for turn in range(person, times, CLICKERS):
            response = browser.send("POST", path, data=fields(turn))
            answers.append((response.status_code, response.headers.get("Location", "")))

    people = [threading.Thread(target=press, args=(person,)) for person in range(CLICKERS)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    return answers


def _count(app: Flask, number: int) -> dict[str, int]:
    """Everything that a second submission would have left."""
    with app.app_context():
        events = select(func.count()).select_from(ReportEvent).where(ReportEvent.report_id == number)
        found = {
            "offered": db.session.scalar(events.where(ReportEvent.kind == life.OFFERED)),
            "submitted": db.session.scalar(events.where(ReportEvent.kind.in_((life.SUBMITTED, life.RESUBMITTED)))),
            "receipts": db.session.scalar(select(func.count()).select_from(Receipt).where(Receipt.report_id == number)),
            "signed in the journal": db.session.scalar(
                select(func.count())
                .select_from(JournalEntry)
                .where(JournalEntry.object == f"rapportage {number}", JournalEntry.action == "rapportage ondertekend")
            ),
        }
        db.session.remove()
    return {name: count or 0 for name, count in found.items()}


@pytest.mark.measured
def test_one_report_is_submitted_once_however_often_the_buttons_are_pressed(portal: Flask, whole: Whole) -> None:
    number, times = _complete(portal, whole), size(quick=130, full=300)
    same = uuid.uuid4().hex

    def offering(turn: int) -> dict[str, str]:
        return {"once_key": same if turn % 2 else uuid.uuid4().hex}

    offered = _click(browser_of(portal, whole.people["invoerder-noord"]), f"{REPORT}/aanbieden", offering, times)
    signer = browser_of(portal, whole.people["tekenbevoegde-noord"])
    page = signer.send("GET", f"{REPORT}/controleren").get_data(as_text=True)
    version = page.partition('name="version"')[2].partition('value="')[2].partition('"')[0]
    code = secrets.next_code(TOTP, at=clock.now(), after_step=0)
    key = uuid.uuid4().hex

    def signing(turn: int) -> dict[str, str]:
        return {"once_key": key if turn % 2 else uuid.uuid4().hex, "version": version, "code": code}

    signed = _click(signer, f"{REPORT}/ondertekenen", signing, times)
    counted = _count(portal, number)
    measured("submissions repeated", len(offered) + len(signed) - 2)
    measured("extra effects of repeated submissions", sum(counted.values()) - len(counted))
    assert counted == dict.fromkeys(counted, 1)
    assert {status for status, _ in (*offered, *signed)} <= {303, 422}
    assert {where for status, where in signed if status == 303} == {where for status, where in signed if where}
    assert len({where for _, where in signed if where}) == 1, "every answer that led anywhere led to the same receipt"
