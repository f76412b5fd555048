"""The calendar through its screens: an extension that the aanbieder reads, an extra request that it fills in, and a report that is closed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from flask import Flask
from sqlalchemy import func, select, update

from contracts.domain.working_days import working_day_from
from contracts.foundation import database
from kpi.tables.report import Report, ReportEvent
from portal.extensions import db
from portal.web import clock
from portal.web.formatting import weekday
from tests.support.inspector import Inspector
from tests.support.portal import signed_in
from tests.support.world import World

CALENDAR = "/beheer/kalender"
WHY = "De administrateur is ziek; de cijfers volgen later."


def later() -> date:
    """A working day after today and after every deadline of the world."""
    return working_day_from(max(clock.today(), date(2026, 11, 25)) + timedelta(days=30))


def test_an_extension_is_given_once_and_read_by_the_aanbieder(app: Flask, world: World, manager: Inspector) -> None:
    path = f"{CALENDAR}/{world.reports['noord', '2026-K3']}/uitstel"
    assert path in manager.get(CALENDAR).links()
    form = manager.get(path).form(path)
    refused = manager.post(path, form | {"until_on": "2026-11-31", "reason": "Een eigen reden"})
    assert refused.status == 422 and "Vul een datum in" in refused.text and "Een eigen reden" in refused.html and "<title>Fout:" in refused.html
    typed = form | {"until_on": later().isoformat(), "reason": WHY}
    assert [manager.post(path, typed).status for _ in range(2)] == [303, 303]
    with app.app_context():
        assert db.session().scalar(select(func.count()).where(ReportEvent.kind == "uitstel gegeven")) == 1
    page = manager.get(CALENDAR).text
    assert WHY in page and "was 25 november 2026" in page
    tasks = signed_in(app, world.people["invoerder-noord"]).get("/aanbieder/rapportages/2026-k3").text
    assert f"Uitstel tot en met {weekday(later())}" in tasks and WHY in tasks
    even_later = working_day_from(later() + timedelta(days=7)).isoformat()
    stale = manager.post(path, typed | {"once_key": "0" * 32, "until_on": even_later})
    assert stale.status == 409 and WHY in stale.text


def test_who_handed_in_gets_no_extension(world: World, manager: Inspector) -> None:
    path = f"{CALENDAR}/{world.reports['linde', '2026-K3']}/uitstel"
    answer = manager.post(path, manager.get(path).form(path) | {"until_on": later().isoformat(), "reason": WHY})
    assert answer.status == 422 and "U kunt nu geen uitstel geven." in answer.text


def test_an_extra_request_is_filled_in_without_places(app: Flask, world: World, manager: Inspector) -> None:
    path = f"{CALENDAR}/extra"
    form = manager.get(path).form(path)
    typed = {**form, "title": "Wachtlijst", "ends_on": "2026-08-31", "due_on": later().isoformat(), "codes": ["MZ-08", "BZ-01"]}
    refused = manager.post(path, typed)
    assert refused.status == 422 and "Kies minstens een aanbieder." in refused.text and 'value="Wachtlijst"' in refused.html
    assert manager.post(path, typed | {"provider_ids": [str(world.organisations["noord"])]}).status == 303
    assert "Wachtlijst tot en met 31 augustus 2026" in manager.get(CALENDAR).text
    entry = signed_in(app, world.people["invoerder-noord"])
    report = "/aanbieder/rapportages/2026-v1"
    tasks = entry.get(report)
    assert "Wachtlijst" in tasks.text and "0 van 2 ingevuld" in tasks.text and "Capaciteit" not in tasks.text
    assert "Verder naar controleren" in entry.get(f"{report}/cijfers/maatzorg").text.replace("Bewaar en verder", "Verder")
    assert [entry.get(f"{report}/{part}").status for part in ("capaciteit", "stromen", "controleren", "toelichting")] == [404, 404, 200, 200]
    assert "Capaciteit" not in entry.get(f"{report}/controleren").text
    other = signed_in(app, world.people["invoerder"])
    assert other.get(report).status == 404 and other.get("/aanbieder/rapportages/2026-v0").status == 404


def test_after_the_last_edit_every_screen_is_read_only(app: Flask, world: World) -> None:
    with app.app_context():
        database.begin_writing(db.session())
        passed = datetime(2026, 10, 30, 23, tzinfo=UTC)
        db.session().execute(
            update(Report).where(Report.id == world.reports["noord", "2026-K3"]).values(due_at=passed - timedelta(days=9), last_edit_at=passed)
        )
        db.session().commit()
    entry = signed_in(app, world.people["invoerder-noord"])
    report = "/aanbieder/rapportages/2026-k3"
    assert "Wijzigen en indienen kon tot en met vrijdag 30 oktober 2026." in entry.get(report).text
    assert "Deze cijfers staan vast." in entry.get(f"{report}/cijfers/basiszorg").text
    fields = {"version-BZ-01": "1", "numerator-BZ-01": "3", "denominator-BZ-01": "4", "explanation-BZ-01": "", "missing_reason-BZ-01": ""}
    refused = entry.post(f"{report}/cijfers/basiszorg/BZ-01", fields, htmx=True)
    assert refused.status == 422 and "Vraag de contractmanager om uitstel." in refused.text
    assert "Gesloten: dit is niet ingediend." in entry.get("/aanbieder").text


def test_what_is_due_is_opened_from_the_calendar(manager: Inspector) -> None:
    answers = []
    for _ in range(2):
        form = manager.get(CALENDAR).form(f"{CALENDAR}/openen")
        assert manager.post(f"{CALENDAR}/openen", form).status == 303
        answers.append(manager.get(CALENDAR).text)
    assert "Er is niets te openen" in answers[1]
