"""What an aanbieder has not signed is its own: the municipality reads figures after the signature, and never the words inside the house."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select, update

from contracts.foundation.database import begin_writing
from kpi.actions.cells import save_cell
from kpi.actions.reports import save_note
from kpi.actions.reviews import request_change
from kpi.domain.openings import Ask
from kpi.queries.grid import grid_rows
from kpi.queries.reports import find_report
from kpi.tables.deviation import Deviation
from kpi.tables.report import Report, ReportEvent
from portal.extensions import db
from portal.web import clock
from tests.support.portal import signed_in
from tests.support.world import World

SECRET = "Nog niet aan de gemeente vertellen."


def test_a_concept_shows_no_figures_and_no_words(app: Flask, world: World) -> None:
    report_id, by = world.reports["noord", "2026-K3"], world.people["invoerder-noord"]
    with app.app_context():
        session = db.session()
        begin_writing(session)
        header = find_report(session, report_id=report_id, provider_id=None)
        save_note(session, report_id=report_id, provider_id=header.provider_id, version=header.version, note=SECRET, by=by.as_actor(), at=clock.now())
        event = {"kind": "teruggestuurd door tekenbevoegde", "at": clock.now(), "person_name": "Iemand", "note": SECRET}
        session.add(ReportEvent(report_id=report_id, **event))
        session.commit()
    page = signed_in(app, world.people["contractmanager"]).get(f"/beheer/rapportages/{report_id}")
    assert page.status == 200 and "zodra de aanbieder heeft ondertekend" in page.text
    assert SECRET not in page.text and "BZ-01" not in page.text and "teruggestuurd" not in page.text.lower()


def test_figures_that_are_open_again_are_a_concept_again(app: Flask, world: World) -> None:
    report_id, by = world.reports["linde", "2026-K3"], world.people["invoerder"].as_actor()
    with app.app_context():
        session = db.session()
        begin_writing(session)
        header = find_report(session, report_id=report_id, provider_id=None)
        deviation_id = session.scalar(select(Deviation.id).where(Deviation.report_id == report_id, Deviation.indicator_code == "BZ-02"))
        manager = world.people["contractmanager"].as_actor()
        request_change(
            session, report_id=report_id, version=header.version, asks=[Ask("cel", "BZ-02", "Klopt BZ-02 wel?")], by=manager, at=clock.now()
        )
        row = grid_rows(session, report=find_report(session, report_id=report_id, provider_id=None), code="BZ-02")[0]
        typed = {"numerator_text": "7654", "denominator_text": "", "missing_reason": None, "explanation": SECRET}
        place = {"report_id": report_id, "provider_id": header.provider_id, "indicator_code": "BZ-02", "version": row.version}
        save_cell(session, by=by, at=clock.now(), **place, **typed)
        session.commit()
    manager_page = signed_in(app, world.people["contractmanager"])
    for path in (f"/beheer/rapportages/{report_id}", f"/beheer/afwijkingen/{deviation_id}", "/beheer/werklijst"):
        page = manager_page.get(path)
        assert page.status == 200 and SECRET not in page.text and "7.654" not in page.text and "7654" not in page.text


def test_signed_figures_are_shown(app: Flask, world: World) -> None:
    page = signed_in(app, world.people["contractmanager"]).get(f"/beheer/rapportages/{world.reports['linde', '2026-K3']}")
    assert "BZ-01" in page.text and "Eerste opvang binnen 6 weken" in page.text


def test_a_note_that_was_signed_is_shown(app: Flask, world: World) -> None:
    report_id = world.reports["linde", "2026-K3"]
    with app.app_context():
        session = db.session()
        begin_writing(session)
        session.execute(update(Report).where(Report.id == report_id).values(note="Wij openden twee kamers."))
        session.commit()
    assert "Wij openden twee kamers." in signed_in(app, world.people["contractmanager"]).get(f"/beheer/rapportages/{report_id}").text
