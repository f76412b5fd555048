"""Long histories of one report through the actions, on SQLite, against a model of who may do what."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation import database
from contracts.foundation.base import Base
from contracts.foundation.errors import Refused
from contracts.foundation.journal import JournalEntry, first_break
from kpi.actions.adjustments import save_adjustment
from kpi.actions.reviews import accept_report, begin_review, request_change
from kpi.actions.settling import settle_report
from kpi.actions.submission import send_back
from kpi.domain import report as life
from kpi.domain.canonical import figures_of
from kpi.domain.openings import CAPACITY, CELL, CORRECTIONS, SECTION, Ask
from kpi.queries.adjustments import adjustments_of, earlier_figures
from kpi.queries.content import content_of
from kpi.queries.deviations import find_deviation, worklist
from kpi.queries.frozen import broken_contents
from kpi.queries.grid import grid_rows
from kpi.queries.receipts import receipts_of_report
from kpi.queries.reports import ReportHeader, find_report, report_events
from kpi.tables import registry
from tests.factories.reporting import MANAGER, NOW, QUARTER, SIGNER, WRITER, add_world, cell, fill, offer, sign, start, submitted
from tests.support.databases import KEY, Sqlite, engine_for, session_on


def build(url: str) -> None:
    assert registry.report
    engine = engine_for(url)
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        Base.metadata.create_all(connection)
    engine.dispose()


class ReportMachine(RuleBasedStateMachine):
    """Every step is a transaction: it commits when it may, and leaves nothing when it may not."""

    def __init__(self) -> None:
        super().__init__()
        self.sqlite = Sqlite(build)
        self.copy = self.sqlite.fresh()
        self.engine = engine_for(self.copy.__enter__())
        self.session: Session = session_on(self.engine)
        database.begin_writing(self.session)
        self.world = add_world(self.session)
        self.report: ReportHeader = start(self.session, self.world)
        fill(self.session, self.world, self.report)
        self.session.commit()
        self.earlier = self._earlier()
        self.session.commit()
        self.holder, self.signed, self.figure, self.looked_at, self.corrected = "aanbieder", 0, 0, False, 0
        self.open: set[str] | None = None  # what a requested change opened; None: all of it
        self.session.rollback()

    def _earlier(self) -> ReportHeader:
        """An accepted quarter half a year before: nothing is compared with it, but it can be corrected."""
        database.begin_writing(self.session)
        before = submitted(self.session, self.world, QUARTER.shift(-2))
        return accept_report(self.session, report_id=before.id, version=before.version, by=MANAGER, at=NOW)

    def teardown(self) -> None:
        self.session.close()
        self.engine.dispose()
        self.sqlite.close()

    def attempt(self, allowed: bool, action: Any, *parts: Any, **named: Any) -> None:
        database.begin_writing(self.session)
        if allowed:
            action(self.session, *parts, **named)
            self.session.commit()
            return
        with pytest.raises(Refused):
            action(self.session, *parts, **named)
        self.session.rollback()

    def now(self) -> ReportHeader:
        return find_report(self.session, report_id=self.report.id, provider_id=None)

    @rule(number=st.integers(0, 30))
    def type_a_figure(self, number: int) -> None:
        row = grid_rows(self.session, report=self.now(), code="BZ-02")[0]
        told: dict[str, Any] = {"version": row.version, "explanation": "Dit is goed nagekeken."}
        if row.numerator == number and row.explanation == told["explanation"]:
            return  # the same again changes nothing, so it asks nothing
        may = self.holder == "aanbieder" and (self.open is None or "BZ-02" in self.open)
        self.attempt(may, cell, self.report, "BZ-02", str(number), **told)
        self.figure = number if may else self.figure

    @rule(number=st.integers(1, 11))
    def correct_an_earlier_quarter(self, number: int) -> None:
        lines = adjustments_of(self.session, report_id=self.report.id)
        may = self.holder == "aanbieder" and (self.open is None or CORRECTIONS in self.open)
        told: dict[str, Any] = {"numerator_text": str(number), "denominator_text": "", "missing_reason": None, "reason": "Er was dubbel geteld."}
        place = {"report_id": self.report.id, "provider_id": self.report.provider_id, "about_report_id": self.earlier.id, "indicator_code": "MZ-08"}
        self.attempt(may, save_adjustment, version=lines[0].version if lines else 0, by=WRITER, at=NOW, **place, **told)
        self.corrected = number if may else self.corrected

    @rule()
    def offer(self) -> None:
        self.attempt(self.holder == "aanbieder", offer, self.report)
        self.holder = "tekenbevoegde" if self.holder == "aanbieder" else self.holder

    @rule()
    def sign(self) -> None:
        allowed = self.holder == "tekenbevoegde"
        self.attempt(allowed, sign, self.report)
        if allowed:
            self.holder, self.signed, self.open, self.looked_at = "gemeente", self.signed + 1, None, False

    @rule()
    def send_back(self) -> None:
        allowed = self.holder == "tekenbevoegde"
        own: dict[str, Any] = {"report_id": self.report.id, "provider_id": self.report.provider_id, "version": self.now().version}
        self.attempt(allowed, send_back, note="Kijk dit nog eens na.", by=SIGNER, at=NOW, **own)
        self.holder = "aanbieder" if allowed else self.holder

    @rule(scopes=st.sets(st.sampled_from(["BZ-02", "MZ-08", CORRECTIONS, CAPACITY]), min_size=1))
    def request_change(self, scopes: set[str]) -> None:
        allowed = self.holder == "gemeente"
        asks = [Ask(CELL if "-" in scope else SECTION, scope, "Kijk dit nog eens na.") for scope in sorted(scopes)]
        self.attempt(allowed, request_change, asks=asks, **self._reviewed())
        if allowed:
            self.holder, self.open = "aanbieder", scopes

    def _reviewed(self) -> dict[str, Any]:
        return {"report_id": self.report.id, "version": self.now().version, "by": MANAGER, "at": NOW}

    @rule()
    def begin_review(self) -> None:
        allowed = self.holder == "gemeente" and not self.looked_at
        self.attempt(allowed, begin_review, **self._reviewed())
        self.looked_at = self.looked_at or allowed

    @rule()
    def settle(self) -> None:
        allowed = self.holder == "niemand"
        self.attempt(allowed, settle_report, **self._reviewed())
        self.holder = "archief" if allowed else self.holder

    @precondition(lambda self: self.holder == "gemeente")
    @rule()
    def accept(self) -> None:
        allowed = not worklist(self.session).total
        self.attempt(allowed, accept_report, **self._reviewed())
        self.holder = "niemand" if allowed else self.holder

    @invariant()
    def the_database_agrees_with_the_model(self) -> None:
        now = self.now()
        kinds = [event.kind for event in report_events(self.session, report_id=self.report.id)]
        assert life.fold(kinds) == now.state
        assert (now.state in life.EDITABLE) == (self.holder == "aanbieder")
        assert (now.state == life.ACCEPTED) == (self.holder == "niemand")
        assert (now.state == life.FROZEN) == (self.holder == "archief")
        if self.holder == "gemeente":
            assert (now.state == life.IN_REVIEW) == self.looked_at
        assert broken_contents(self.session) == []
        assert grid_rows(self.session, report=self.earlier, code="MZ-08")[0].numerator == 12, "what was accepted stays as it was"
        (counted,) = earlier_figures(self.session, about_report_id=self.earlier.id, code="MZ-08")
        receipts = receipts_of_report(self.session, report_id=self.report.id, provider_id=None)
        if now.state in life.SETTLED:
            assert counted.figures.numerator == (self.corrected or 12)
            assert figures_of(json.loads(receipts[0].content)) == figures_of(content_of(self.session, header=now))
        assert len(receipts) == self.signed
        if self.holder == "gemeente":
            lines = worklist(self.session).lines
            assert [line.indicator_code for line in lines] == (["BZ-02"] if self.figure else [])
            for line in lines:
                findings = find_deviation(self.session, deviation_id=line.id, provider_id=None).findings
                assert findings[0].sentence.startswith(f"{QUARTER.code}: {self.figure} personen. De norm is hoogstens 0. ")
        entries = self.session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
        assert first_break(entries, key=KEY) is None
        self.session.rollback()


TestReportMachine = ReportMachine.TestCase
TestReportMachine.settings = settings(max_examples=8, stateful_step_count=20, deadline=None)
