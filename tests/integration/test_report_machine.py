"""Long histories of one report through the actions, on SQLite, against a model of who may do what."""

from __future__ import annotations

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
from kpi.actions.reviews import accept_report, request_change
from kpi.actions.submission import send_back
from kpi.domain import report as life
from kpi.queries.deviations import find_deviation, worklist
from kpi.queries.grid import grid_rows
from kpi.queries.receipts import receipts_of_report
from kpi.queries.reports import ReportHeader, find_report, report_events
from kpi.tables import registry
from tests.factories.reporting import MANAGER, NOW, SIGNER, add_world, cell, fill, offer, sign, start
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
        self.holder, self.signed, self.figure = "aanbieder", 0, 0

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
        self.attempt(self.holder == "aanbieder", cell, self.report, "BZ-02", str(number), **told)
        if self.holder == "aanbieder":
            self.figure = number

    @rule()
    def offer(self) -> None:
        self.attempt(self.holder == "aanbieder", offer, self.report)
        self.holder = "tekenbevoegde" if self.holder == "aanbieder" else self.holder

    @rule()
    def sign(self) -> None:
        allowed = self.holder == "tekenbevoegde"
        self.attempt(allowed, sign, self.report)
        if allowed:
            self.holder, self.signed = "gemeente", self.signed + 1

    @rule()
    def send_back(self) -> None:
        allowed = self.holder == "tekenbevoegde"
        own: dict[str, Any] = {"report_id": self.report.id, "provider_id": self.report.provider_id, "version": self.now().version}
        self.attempt(allowed, send_back, note="Kijk dit nog eens na.", by=SIGNER, at=NOW, **own)
        self.holder = "aanbieder" if allowed else self.holder

    @rule()
    def request_change(self) -> None:
        allowed = self.holder == "gemeente"
        asked: dict[str, Any] = {"report_id": self.report.id, "version": self.now().version, "text": "Kijk dit nog eens na."}
        self.attempt(allowed, request_change, by=MANAGER, at=NOW, **asked)
        self.holder = "aanbieder" if allowed else self.holder

    @precondition(lambda self: self.holder == "gemeente")
    @rule()
    def accept(self) -> None:
        allowed = not worklist(self.session).total
        self.attempt(allowed, accept_report, report_id=self.report.id, version=self.now().version, by=MANAGER, at=NOW)
        self.holder = "niemand" if allowed else self.holder

    @invariant()
    def the_database_agrees_with_the_model(self) -> None:
        now = self.now()
        kinds = [event.kind for event in report_events(self.session, report_id=self.report.id)]
        assert life.fold(kinds) == now.state
        assert (now.state in life.EDITABLE) == (self.holder == "aanbieder")
        assert (now.state == life.ACCEPTED) == (self.holder == "niemand")
        assert len(receipts_of_report(self.session, report_id=self.report.id, provider_id=None)) == self.signed
        if self.holder == "gemeente":
            lines = worklist(self.session).lines
            assert [line.indicator_code for line in lines] == (["BZ-02"] if self.figure else [])
            for line in lines:
                findings = find_deviation(self.session, deviation_id=line.id, provider_id=None).findings
                assert findings[0].sentence == f"BZ-02: {self.figure} personen. De norm is hoogstens 0 personen."
        entries = self.session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
        assert first_break(entries, key=KEY) is None
        self.session.rollback()


TestReportMachine = ReportMachine.TestCase
TestReportMachine.settings = settings(max_examples=8, stateful_step_count=20, deadline=None)
