"""A file of 400 rows: from file to preview, and from preview to written."""

from __future__ import annotations

import time
from datetime import date

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.foundation import database
from kpi.domain.cell import UPLOADED
from kpi.tables.indicator import Indicator, IndicatorVersion
from kpi.tables.report import ReportQuestion, ReportValue
from portal.extensions import db
from tests.integration.provider.test_upload import REPORT, download, entry, put, saved, send, take
from tests.integration.trust.test_failures import _sqlite_only
from tests.support.figures import measured
from tests.support.inspector import Inspector
from tests.support.world import World

__all__ = ["entry"]
ROWS = 400
SLOWEST = 1.5  # seconds of work, whatever else the machine does; `make prove` holds the promise of 0.5 on a quiet one
DEFINED = {
    "version": 1, "definition": "Een telling van de proef.", "numerator_label": "aantal", "unit": "aantal", "direction": "geen", "norm_kind": "geen",
    "frequency": "kwartaal", "reported_by": "aanbieder", "over_time": "som", "over_providers": "som", "valid_from": date(2020, 1, 1),
    "source": "test",
}  # fmt: skip


def _ask_many(session: Session, report_id: int) -> list[str]:
    """Let the report ask so many more KPIs that there are 400."""
    asked = session.scalar(select(func.count()).select_from(ReportQuestion).where(ReportQuestion.report_id == report_id)) or 0
    codes = [f"XX-{number:03}" for number in range(ROWS - asked)]
    session.add_all(Indicator(code=code, family="contract", position=1000 + place, source="test") for place, code in enumerate(codes))
    session.flush()
    made = [IndicatorVersion(indicator_code=code, name=f"Telling {code}", value_kind="aantal", **DEFINED) for code in codes]
    session.add_all(made)
    session.flush()
    session.add_all(ReportQuestion(report_id=report_id, indicator_version_id=one.id) for one in made)
    return codes


def test_a_file_of_400_rows_is_quick(app: Flask, world: World, entry: Inspector) -> None:
    _sqlite_only(app)
    report_id = world.reports["noord", "2026-K3"]
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        codes = _ask_many(session, report_id)
        session.commit()
        db.session.remove()
    book = download(entry)
    assert book["Cijfers"].max_row == ROWS + 1
    for number, code in enumerate(codes):
        put(book, code, first=number, note="Geteld op de laatste dag.")
    data, token = saved(book), entry.csrf_token()
    began = time.perf_counter()
    sent = send(entry, data, token=token)
    page = entry.get(sent.location)
    seen = time.perf_counter() - began
    assert f"{len(codes)} cijfers veranderen" in page.text
    began, worked = time.perf_counter(), time.process_time()
    answer = take(entry, page)
    written, worked = time.perf_counter() - began, time.process_time() - worked
    assert answer.status == 303 and answer.location == REPORT
    with app.app_context():
        kept = db.session().scalar(select(func.count()).select_from(ReportValue).where(ReportValue.origin == UPLOADED))
        assert kept == len(codes)
    measured("milliseconds from a file of 400 rows to its preview", round(seen * 1000))
    measured("milliseconds from preview to written, 400 rows", round(written * 1000))
    assert worked < SLOWEST
