"""Forty people fill in figures at the same time: nobody waits long, nobody is told no, and everything acknowledged is there."""

from __future__ import annotations

import random

import pytest
from flask import Flask
from sqlalchemy import select

from contracts.foundation import database
from kpi.actions.reports import open_report
from kpi.domain.reporting_period import of_quarter
from kpi.queries.grid import grid_rows
from kpi.queries.reports import find_report_of_period
from kpi.tables.indicator import IndicatorVersion
from kpi.tables.report import Report, ReportValue
from portal.accounts.tables import Installation
from portal.config import PRODUCTION
from portal.extensions import db
from tests.support.attacker import browser_of
from tests.support.crowd import Desk, Typist
from tests.support.figures import measured, size
from tests.support.server import Server
from tests.support.whole_world import AT, OPEN, Whole
from tests.support.world import dates

PEOPLE = 40
WHO = {"linde": "invoerder", "noord": "invoerder-noord"}
REPORTS = (("linde", OPEN["linde"]), ("noord", OPEN["noord"]), ("noord", OPEN["linde"]))


def _desks(app: Flask, whole: Whole) -> list[Desk]:
    """A cell for each of them, in the open reports of two aanbieders; cells that are still empty."""
    desks: list[Desk] = []
    with app.app_context():
        _make_ready(whole)
        for slug, period in REPORTS:
            report = find_report_of_period(db.session(), provider_id=whole.world.organisations[slug], period=period.code)
            rows = [row for row in grid_rows(db.session(), report=report) if row.version == 0]
            for row in rows:
                path = f"/aanbieder/rapportages/{report.quarter.slug}/cijfers/{row.family}/{row.code}"
                desks.append(Desk(browser_of(app, whole.people[WHO[slug]]), path, row.code, row.rules.has_second_number))
        db.session.remove()
    assert len(desks) >= PEOPLE
    return desks[:PEOPLE]


def _make_ready(whole: Whole) -> None:
    """One more report, and the mark of the mode that the server asks for."""
    session, person = db.session(), whole.people[WHO["noord"]]
    database.begin_writing(session)
    period = OPEN["linde"]
    open_report(session, provider_id=person.organisation_id, period=of_quarter(period), dates=dates(period), by=person.as_actor(), at=AT)
    session.add(Installation(id=1, mode=PRODUCTION))
    session.commit()


def _lost(app: Flask, whole: Whole, typists: list[Typist]) -> int:
    """Acknowledged texts that do not stand in the database."""
    with app.app_context():
        told = select(Report.period, IndicatorVersion.indicator_code, ReportValue.explanation)
        told = told.join(Report, Report.id == ReportValue.report_id).join(IndicatorVersion, IndicatorVersion.id == ReportValue.indicator_version_id)
        ours = told.where(Report.provider_id.in_([whole.world.organisations[slug] for slug in WHO]))
        stands = {(period.lower(), code, text) for period, code, text in db.session.execute(ours)}
        db.session.remove()
    return sum((typist.desk.path.split("/")[3], typist.desk.code, typist.kept) not in stands for typist in typists)


@pytest.mark.measured
@pytest.mark.parametrize("saves", [size(quick=6, full=60)])
def test_forty_people_fill_in_at_the_same_time(portal: Flask, whole: Whole, saves: int) -> None:
    if not portal.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        pytest.skip("the figure is about the default database, where writers wait for each other")
    desks = _desks(portal, whole)
    server = Server(portal.config["SQLALCHEMY_DATABASE_URI"])
    server.start()
    try:
        typists = [Typist(server.port, desk, saves, random.Random(number)) for number, desk in enumerate(desks)]
        for typist in typists:
            typist.start()
        for typist in typists:
            typist.join(timeout=60 + 3 * saves)
    finally:
        server.stop()
    waited = sorted(seconds for typist in typists for seconds in typist.waited)
    failures = [one for typist in typists for one in typist.failures]
    lost = _lost(portal, whole, typists)
    measured("autosaves by 40 people at once", len(waited))
    measured("autosave with 40 people, p95 in ms", round(1000 * waited[int(len(waited) * 0.95)]))
    measured("autosaves by 40 people that failed", len(failures))
    measured("autosaves by 40 people that were lost", lost)
    assert failures == []
    assert lost == 0
    assert len(waited) == PEOPLE * saves
