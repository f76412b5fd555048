"""The wall before the klankbordgroep: every answer to it is searched for names and for figures that are not published (issue 7, point 8).

Behind the summary stand aanbieders, locations, people, every figure of every report, drafts, true tables and withdrawn editions; all of that is
planted. What may be read is the published summary, and what the klankbordgroep itself said. And while one of its requests runs, the database is asked
for nothing else.
"""

from __future__ import annotations

import re
import sqlite3
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select, update
from werkzeug.test import TestResponse

from contracts.domain.awb_terms import Rulebook
from contracts.foundation.database import begin_writing
from kpi.domain.publication.content import sha256
from kpi.tables.edition import SummaryEdition
from portal.access import permissions
from portal.access.permissions import Permission
from portal.access.predicates import anybody
from portal.extensions import db
from portal.reminders.rounds import write_digests
from portal.reminders.tables import OutgoingMail
from portal.web import clock
from tests.support.attacker import undo_everything
from tests.support.authorization import OWN, Matrix
from tests.support.figures import measured
from tests.support.oracle import IDENTITIES
from tests.support.planted_summary import PlantedSummary, all_of, numbers_in
from tests.support.summary_reader import BOARD, PUBLISHER, REGION, WINDOW, answers, asked, walk_window
from tests.support.whole_world import Whole
from tests.support.world import BEFORE

BEHIND = ("ware cijfers", "truth", "verdict", "wie een concept", "reden van een concept", "een concept")
NOBODYS = ("ware cijfers", "truth", "naamloze adviseur")  # no screen shows the truth, or who advised without a name, to anybody
WITHDRAWN = ("zin van een ingetrokken", "cijfer van een ingetrokken")


@dataclass
class Scan:
    """What was searched, and what each identity was told."""

    planted: PlantedSummary
    searched: int = 0
    told: dict[str, set[str]] = field(default_factory=dict)
    leaks: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    shown: dict[str, set[int]] = field(default_factory=dict)

    def look(self, identity: str, what: str, answer: TestResponse) -> set[str]:
        """Search one answer."""
        text = all_of(answer)
        found = self.planted.found_in_text(text)
        self.searched += 1
        kind = answer.mimetype or ""
        self.kinds[kind] += answer.status_code == 200
        self.told.setdefault(identity, set()).update(found)
        self.leaks += [f"{what} ({answer.status_code}) tells {identity}: {secret}" for secret in sorted(found)]
        self.shown.setdefault(kind, set()).update(numbers_in(text) & self.planted.published)
        return found


@pytest.mark.sqlite_only
@pytest.mark.parametrize("identity", [BOARD, REGION])
def test_no_answer_tells_a_reader_of_the_summary_what_is_not_published(summary_wall: tuple[Matrix, PlantedSummary], identity: str) -> None:
    matrix, planted = summary_wall
    scan = Scan(planted)
    for what, answer in answers(matrix, identity):
        scan.look(identity, what, answer)
    measured("answers to readers of the summary searched for what is not published", scan.searched)
    measured("answers that tell a reader of the summary what is not published", len(scan.leaks))
    assert scan.leaks == []
    assert scan.searched > 400
    has_pdf = any(rule.endpoint.startswith(WINDOW) and "pdf" in rule.rule for rule in matrix.rules())
    for kind in ("text/html", "text/csv", "application/vnd.sqlite3", *(["application/pdf"] if has_pdf else [])):
        assert scan.kinds[kind] and scan.shown[kind], f"no published figure was read in {kind}"


@pytest.mark.sqlite_only
def test_nobody_but_who_publishes_is_told_of_drafts_and_true_tables(summary_wall: tuple[Matrix, PlantedSummary]) -> None:
    matrix, planted = summary_wall
    scan = Scan(planted)
    desks = [rule for rule in matrix.rules() if rule.endpoint.startswith(("publishing.", WINDOW, "start.", "advice."))]
    for identity in IDENTITIES:
        for rule in desks:
            for method in {"GET", "POST"} & set(rule.methods or ()):
                data = matrix.examples.fields(rule.endpoint, identity, OWN) | {"once_key": uuid.uuid4().hex} if method == "POST" else None
                path = matrix.examples.path(rule, identity, OWN)
                found = scan.look(identity, path, matrix.browsers[identity].send(method, path, data=data))
                told = {what for what in found if what.startswith(BEHIND) or what.endswith(BEHIND)}
                assert identity == PUBLISHER or not told, f"{method} {path} tells {identity} {told}"
                never = {what for what in found if what.startswith(NOBODYS)}
                assert not never, f"{method} {path} tells {identity} {never}"
    measured("answers to readers of the summary searched for what is not published", scan.searched)


@pytest.mark.sqlite_only
def test_no_mail_tells_the_klankbordgroep_what_is_not_published(behind: tuple[Flask, PlantedSummary], whole: Whole) -> None:
    app, planted = behind
    with app.app_context():
        begin_writing(db.session())
        write_digests(db.session(), book=Rulebook(), at=clock.now(), today=clock.today(), address="https://portaal.example")
        readers = [whole.people[code].person_id for code in (BOARD, REGION)]
        mails = db.session.scalars(select(OutgoingMail).where(OutgoingMail.person_id.in_(readers))).all()
        for mail in mails:
            assert planted.found_in_text(f"{mail.subject} {mail.body} {mail.calendar}") == set()


def _rewritten(app: Flask, condition: str) -> None:
    """Let every question forget a condition."""
    forgotten = re.compile(condition)

    def forget(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool) -> tuple[str, Any]:
        if not statement.startswith("SELECT"):
            return statement, parameters
        return forgotten.sub(lambda found: f"({found[1]} IS NOT NULL OR ? IS NULL)", statement), parameters

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", forget, retval=True)


def _in_the_edition(app: Flask, told: str) -> None:
    """Let the published summary itself tell something, in a sentence."""
    with app.app_context():
        session = db.session()
        begin_writing(session)
        row = session.execute(select(SummaryEdition.id, SummaryEdition.content).where(SummaryEdition.state == "gepubliceerd")).one()
        content = row.content.replace('"conclusions":["', f'"conclusions":["{told} ', 1)
        assert content != row.content
        session.execute(update(SummaryEdition).where(SummaryEdition.id == row.id).values(content=content, sha256=sha256(content)))
        session.commit()
        db.session.remove()


def _a_name(planted: PlantedSummary) -> str:
    return next(word for word, what in planted.words.items() if what.startswith("naam van aanbieder"))


def _a_figure(planted: PlantedSummary) -> str:
    number = next(number for number in planted.figures if number not in planted.published)
    return f"{number:,}".replace(",", ".")


@pytest.mark.sqlite_only
@pytest.mark.parametrize("secret", [_a_name, _a_figure])
def test_the_scan_reads_every_kind_of_answer(behind: tuple[Flask, PlantedSummary], whole: Whole, secret: Callable[[PlantedSummary], str]) -> None:
    """A summary that tells a secret in a sentence is caught on the page, and in the file that holds its sentences."""
    app, planted = behind
    told = secret(planted)
    _in_the_edition(app, told)
    matrix, scan = Matrix(app, whole), Scan(planted)
    undo_everything(app)
    found: dict[str, set[str]] = {}
    for what, answer in walk_window(matrix):
        found.setdefault(answer.mimetype or "", set()).update(scan.look(BOARD, what, answer))
    expected = planted.words.get(told) or planted.figures[int(told.replace(".", ""))]
    assert expected in found["text/html"] & found["application/vnd.sqlite3"]


@pytest.mark.sqlite_only
def test_the_scan_finds_a_withdrawn_edition_when_its_state_is_not_asked(summary_wall: tuple[Matrix, PlantedSummary]) -> None:
    matrix, planted = summary_wall
    _rewritten(matrix.app, r"(summary_edition\.state) = \?")
    scan = Scan(planted)
    for path in (f"/klankbord/{BEFORE.previous.slug}", f"/klankbord/{BEFORE.previous.slug}/open-data.sqlite"):
        scan.look(BOARD, path, matrix.browsers[BOARD].send("GET", path))
    assert {what for what in scan.told[BOARD] if what.startswith(WITHDRAWN)}


@pytest.mark.sqlite_only
def test_the_scan_finds_the_desk_when_its_door_is_open(summary_wall: tuple[Matrix, PlantedSummary], monkeypatch: pytest.MonkeyPatch) -> None:
    matrix, planted = summary_wall
    scan = Scan(planted)
    for permission, start in ((Permission.SUMMARY_PUBLISH, "/publicatie"), (Permission.REPORT_REVIEW, "/beheer")):
        monkeypatch.setitem(permissions.POLICY, permission, anybody)
        paths = [path for path in asked(matrix, BOARD) if path.startswith(start)]
        for path in paths:
            scan.look(BOARD, path, matrix.browsers[BOARD].send("GET", path))
        assert paths and scan.told[BOARD], start
        scan.told.clear()


def test_every_spelling_of_a_figure_is_found_and_nothing_else() -> None:
    planted = PlantedSummary()
    number = planted.figure("proef")
    spelled = f"{number:,}"
    for text in (
        str(number),
        f"{number},0",
        f"{number}.50",
        *(spelled.replace(",", mark) for mark in ".,' \u00a0\u202f"),
        f"({number})",
        f'"{number}"',
    ):
        assert planted.found_in_text(f"<td>{text}</td>") == {"proef"}, text
    for text in (str(number + 1), f"1{number}", f"{number}1", f"ab{number}cd", "a" * 40 + str(number)):
        assert planted.found_in_text(f"<td>{text}</td>") == set(), text
    planted.published.add(number)
    assert planted.found_in_text(str(number)) == set()


def test_a_database_file_is_read_to_its_last_cell() -> None:
    planted = PlantedSummary()
    number, word = planted.figure("cijfer"), planted.word("woord")
    made = sqlite3.connect(":memory:")
    made.execute("CREATE TABLE blad (a INTEGER, b TEXT)")
    made.execute("INSERT INTO blad VALUES (?, ?)", (number, word))
    app = Flask("bestand")
    app.add_url_rule("/", view_func=made.serialize)
    assert planted.found_in(app.test_client().get("/")) == {"cijfer", "woord"}
