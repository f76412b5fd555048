"""kill -9 while twelve people write: what was acknowledged is there, exactly once, on both databases."""

from __future__ import annotations

import random
import threading
import time

import pytest
from flask import Flask
from sqlalchemy import select

from contracts.foundation import database
from kpi.tables.indicator import Indicator, IndicatorVersion
from kpi.tables.report import Report, ReportValue
from portal.accounts.tables import Installation
from portal.config import PRODUCTION
from portal.developer import journal_check
from portal.extensions import db
from tests.support.attacker import browser_of
from tests.support.databases import KEY
from tests.support.figures import measured, size
from tests.support.server import Server
from tests.support.whole_world import Whole
from tests.support.writers import Tally, Writer

WRITERS, CELLS = 12, 4


def _cells(app: Flask) -> list[tuple[str, str]]:
    """Cells that hold a plain count, with their family."""
    with app.app_context():
        counts = select(Indicator.family, Indicator.code).join(IndicatorVersion, IndicatorVersion.indicator_code == Indicator.code)
        found = db.session.execute(
            counts.where(IndicatorVersion.value_kind == "aantal", IndicatorVersion.denominator_label == "").order_by(Indicator.code)
        )
        cells = [(row.family, row.code) for row in found]
        db.session.remove()
    return cells[:CELLS]


def _mark(app: Flask) -> None:
    with app.app_context():
        database.begin_writing(db.session())
        db.session.add(Installation(id=1, mode=PRODUCTION))
        db.session.commit()
        db.session.remove()


def _kill_again_and_again(server: Server, dice: random.Random, kills: int) -> int:
    """Kill at odd moments; every fifth time the whole tree. Returns how many died."""
    done, until = 0, time.monotonic() + 20 + 6 * kills
    while done < kills:
        assert time.monotonic() < until, f"only {done} of {kills} kills: no workers are found"
        time.sleep(dice.uniform(0.2, 2.0))
        if server.has_ended():
            server.start()
        if done % 5 == 4:
            server.kill_all()
            server.start()
            done += 1
        else:
            done += server.kill_worker(dice.randrange(100))
    time.sleep(1.0)
    return done


def _final(app: Flask, whole: Whole, code: str) -> tuple[int, int]:
    """The figure and the version that stand in the database."""
    with app.app_context():
        values = (
            select(ReportValue.numerator, ReportValue.version)
            .join(IndicatorVersion, IndicatorVersion.id == ReportValue.indicator_version_id)
            .join(Report, Report.id == ReportValue.report_id)
            .where(IndicatorVersion.indicator_code == code, Report.period == "2026-K4", Report.provider_id == whole.world.organisations["linde"])
        )
        row = db.session.execute(values).first()
        db.session.remove()
    return (0, 0) if row is None else (int(row.numerator or 0), row.version)


def _attack(app: Flask, url: str, cells: list[tuple[str, str]], whole: Whole) -> Tally:
    server, tally, stop = Server(url), Tally(), threading.Event()
    browsers = [browser_of(app, whole.people["invoerder"]) for _ in range(WRITERS)]
    server.start()
    writers = [Writer(server.port, browser, cells[number % len(cells)], tally, stop) for number, browser in enumerate(browsers)]
    try:
        for writer in writers:
            writer.start()
        time.sleep(1.0)
        measured("kill -9 during writes", _kill_again_and_again(server, random.Random(45), size(quick=5, full=160)))
    finally:
        stop.set()
        for writer in writers:
            writer.join(timeout=30)
        server.stop()
    return tally


@pytest.mark.measured
def test_nothing_acknowledged_is_lost_and_nothing_counts_twice(portal: Flask, whole: Whole) -> None:
    url = portal.config["SQLALCHEMY_DATABASE_URI"]
    _mark(portal)
    cells = _cells(portal)
    tally = _attack(portal, url, cells, whole)
    lost = doubled = 0
    for _, code in cells:
        kept, unanswered = tally.acknowledged.get(code, []), tally.unanswered[code]
        figure, version = _final(portal, whole, code)
        doubled += len(kept) - len(set(kept)) + max(0, figure - len(kept) - unanswered)
        lost += max(0, len(kept) - figure) + sum(one > version for one in kept)
        assert figure == version, "every version added exactly one"
    acknowledged = sum(map(len, tally.acknowledged.values()))
    measured("acknowledged writes", acknowledged)
    measured("lost races told as such (409)", tally.overtaken)
    measured("lost acknowledged writes", lost)
    measured("lost updates", doubled)
    assert (lost, doubled) == (0, 0)
    assert acknowledged > 20
    assert set(tally.refused) <= {503}
    assert journal_check.check(url, key=KEY) is None
    with portal.app_context():
        if db.engine.dialect.name == "sqlite":
            assert db.session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
