"""Nothing typed is lost when a session ends: the form goes on through signing in, and is received after it."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from kpi.tables.report import Report
from portal.extensions import db
from tests.support.attacker import browser_of
from tests.support.inspector import Inspector
from tests.support.portal import signed_in
from tests.support.sign_in import Visitor, email_of
from tests.support.whole_world import Whole

NOTE = "/aanbieder/rapportages/2026-k4/toelichting"


def _note(app: Flask, whole: Whole) -> str:
    with app.app_context():
        found = db.session.scalar(select(Report.note).where(Report.provider_id == whole.world.organisations["linde"], Report.period == "2026-K4"))
        db.session.remove()
    return found or ""


def _end(app: Flask, whole: Whole) -> None:
    browser_of(app, whole.people["invoerder"], ended=True)


def _typed(app: Flask, whole: Whole, headers: dict[str, str]) -> tuple[Visitor, str]:
    """A form that is sent after its session ended; the sealed form on the sign-in page that came back."""
    page = signed_in(app, whole.people["invoerder"])
    form = page.get(NOTE).form(NOTE)
    _end(app, whole)
    answer = page.post(NOTE, form | {"note": "Wij hadden <b>drie</b> zieke collega's.\nEn een verhuizing."}, headers=headers)
    assert answer.status == 401
    visitor = Visitor(app)
    visitor.page = page
    return visitor, answer.form("/aanmelden").get("resume", "")


def test_a_form_of_an_ended_session_is_received_after_signing_in(portal: Flask, whole: Whole) -> None:
    visitor, sealed = _typed(portal, whole, {"Sec-Fetch-Site": "same-origin"})
    assert _note(portal, whole) == ""
    code_page = visitor.first(email_of(portal, whole.people["invoerder"]), resume=sealed)
    resumed = visitor.second(resume=code_page.form("/aanmelden/code")["resume"])
    assert resumed.status == 200
    assert visitor.page.post(NOTE, resumed.form(NOTE)).status == 303
    assert _note(portal, whole) == "Wij hadden <b>drie</b> zieke collega's.\nEn een verhuizing."


def test_a_form_of_uncertain_origin_is_not_kept(portal: Flask, whole: Whole) -> None:
    _, sealed = _typed(portal, whole, {"Sec-Fetch-Site": "none"})
    assert sealed == ""


def test_a_sealed_form_that_was_bent_is_worth_nothing(portal: Flask, whole: Whole) -> None:
    visitor, sealed = _typed(portal, whole, {"Sec-Fetch-Site": "same-origin"})
    visitor.first(email_of(portal, whole.people["invoerder"]), resume=sealed)
    assert visitor.second(resume=sealed[:-4] + "AAAA").location == "/start"


def test_autosave_in_an_ended_session_asks_to_sign_in(portal: Flask, whole: Whole) -> None:
    page: Inspector = signed_in(portal, whole.people["invoerder"])
    _end(portal, whole)
    cell = {"version-BZ-01": "0", "numerator-BZ-01": "30", "denominator-BZ-01": "40"}
    answer = page.post("/aanbieder/rapportages/2026-k4/cijfers/basiszorg/BZ-01", cell, htmx=True)
    assert answer.status == 401
    assert answer.response.headers["HX-Redirect"].startswith("/aanmelden?next=")
    assert answer.html == ""
