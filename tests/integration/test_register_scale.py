"""How long it takes to judge a report in a region as large as they come, and to draw the worklist of it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.foundation import database
from kpi.actions.findings import recompute
from kpi.tables.deviation import Judgement
from portal.extensions import db
from tests.factories.reporting import MANAGER, NOW
from tests.support.databases import Postgresql, Sqlite, engine_for, session_on
from tests.support.figures import measured, size
from tests.support.large_register import Size, fill
from tests.support.portal import portal_on, signed_in
from tests.support.world import World

REPORTS = 3
REGIONS = size(quick=3, full=44)
VISITS = 12


def test_after_one_report_a_large_register_is_judged_anew_within_half_a_second(session: Session) -> None:
    """10 aanbieders x 35 KPIs x 40 quarters: its own figures, and rule 5 of the nine others."""
    region = Size(unjudged=REPORTS)
    made = fill(session, region)
    session.flush()
    spent = []
    for report_id in made.waiting:
        start = time.process_time()
        changed = recompute(session, report_id=report_id, by=MANAGER, at=NOW)
        spent.append(time.process_time() - start)
        judged = session.scalar(select(func.count()).select_from(Judgement).where(Judgement.report_id == report_id))
        assert (judged, changed > 0) == (region.kpis, True)
    assert recompute(session, report_id=made.waiting[0], by=MANAGER, at=NOW) == 0
    measured("register of 10 aanbieders x 35 KPIs x 40 quarters, judged anew after one report, in ms", round(1000 * median(spent)))
    assert median(spent) < 0.5


@pytest.fixture
def regions(filled_server: tuple[Sqlite | Postgresql, World], tmp_path: Path) -> Iterator[dict[int, FlaskClient]]:
    """A contractmanager at the portal of one region, and at one that holds several. On SQLite: which database it is makes no difference here."""
    server, world = filled_server
    if not isinstance(server, Sqlite):
        pytest.skip("measured on SQLite")
    apps: list[Flask] = []
    clients: dict[int, FlaskClient] = {}
    for number in (1, REGIONS):
        path = tmp_path / f"{number}.db"
        shutil.copy(server.folder / "filled.db", path)
        _fill(f"sqlite:///{path}", Size(regions=number, unjudged=0))
        apps.append(portal_on(f"sqlite:///{path}"))
        clients[number] = signed_in(apps[-1], world.people["contractmanager"]).client
    yield clients
    for app in apps:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _fill(url: str, region: Size) -> None:
    engine = engine_for(url)
    session = session_on(engine)
    database.begin_writing(session)
    fill(session, region)
    session.commit()
    session.close()
    engine.dispose()


@pytest.mark.measured
def test_the_worklist_of_several_regions_in_one_database(regions: dict[int, FlaskClient]) -> None:
    """For information: a region has a database of its own (README), so that what other regions hold cannot slow it down."""
    spent: dict[int, list[float]] = {number: [] for number in regions}
    for _ in range(VISITS):
        for number, client in regions.items():
            start = time.process_time()
            answer = client.get("/beheer/werklijst", base_url="https://localhost")
            spent[number].append(time.process_time() - start)
            assert answer.status_code == 200
    one, several = (median(times[2:]) for times in spent.values())
    measured("worklist page of one large region, in ms", round(1000 * one))
    measured(f"worklist page with {REGIONS} regions in one database, in % of that of one", round(100 * several / one))
    assert one < 0.1
