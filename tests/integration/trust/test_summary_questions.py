"""While a request of the klankbordgroep runs, the database is asked for published summaries, its own advice and who is asking: nothing else.

All statements of every address and every form are read, those that are refused too (issue 7, point 8).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from contracts.foundation.base import Base
from contracts.foundation.period import Quarter
from kpi.queries import summaries
from portal.extensions import db
from tests.support.authorization import Matrix
from tests.support.figures import measured
from tests.support.planted_summary import PlantedSummary
from tests.support.summary_reader import BOARD, answers
from tests.support.world import BEFORE

TABLE = re.compile(r'\b(?:FROM|JOIN|INTO|UPDATE)\s+"?(\w+)', re.IGNORECASE)
OF_THE_WINDOW = {"summary_edition", "advice", "advice_answer"}
TAKEN_BACK = re.compile(r"/advies/\d+/intrekken$")  # takes the point off the agendas too; its answer is a redirect, and is searched as any other
OF_WHO_ASKS = {"sign_in_session", "person", "membership", "membership_role", "organisation", "used_key", "journal"}
OF_AN_ACCOUNT = {"recovery_code", "throttle", "invitation", "calendar_feed", "outgoing_mail"}  # of one's own pages, and of signing in


class Listener:
    """Which tables the database is asked for, by request."""

    def __init__(self, app: Flask) -> None:
        self.tables: set[str] = set()
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", self._hear)

    def _hear(self, connection: Any, cursor: Any, statement: str, *told: Any) -> None:
        self.tables |= {name.lower() for name in TABLE.findall(statement)}

    def heard(self) -> set[str]:
        """The tables since the last time this was asked."""
        found, self.tables = self.tables, set()
        return found


@pytest.mark.sqlite_only
def test_a_request_of_the_klankbordgroep_asks_for_no_table_behind_the_wall(summary_wall: tuple[Matrix, PlantedSummary]) -> None:
    matrix, _ = summary_wall
    listener, asked_for, seen = Listener(matrix.app), Counter[str](), 0
    for what, answer in answers(matrix, BOARD):
        tables = listener.heard()
        seen += bool(tables)
        asked_for.update(tables)
        if what.startswith("POST") and TAKEN_BACK.search(what):
            continue
        behind = tables - OF_THE_WINDOW - OF_WHO_ASKS - (set() if " /klankbord" in what else OF_AN_ACCOUNT)
        assert not behind, f"{what} ({answer.status_code}) asks for {behind}"
    assert asked_for["summary_edition"] and asked_for["sign_in_session"]
    measured("requests of the klankbordgroep whose questions were read", seen)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("table", ["report_value", "publication_truth", "summary_draft"])
def test_a_question_behind_the_wall_is_heard(summary_wall: tuple[Matrix, PlantedSummary], monkeypatch: pytest.MonkeyPatch, table: str) -> None:
    matrix, _ = summary_wall
    real = summaries.find_editions

    def curious(session: Any, *, periods: Any) -> dict[Quarter, Any]:
        session.execute(select(func.count()).select_from(Base.metadata.tables[table]))
        return real(session, periods=periods)

    monkeypatch.setattr(summaries, "find_editions", curious)
    listener = Listener(matrix.app)
    listener.heard()
    assert matrix.browsers[BOARD].send("GET", f"/klankbord/{BEFORE.slug}").status_code == 200
    assert table in listener.heard()
