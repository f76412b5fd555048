"""Looking changes nothing: not by any page, not by any person, and the database itself would refuse."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from flask import Blueprint, Flask
from sqlalchemy import text

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.extensions import db
from portal.web import transaction
from tests.support.attacker import Browser
from tests.support.authorization import OTHER, OWN, UNKNOWN, Matrix, Try, is_short
from tests.support.figures import AT_LENGTH, measured
from tests.support.oracle import IDENTITIES, MEANING
from tests.support.witness import Witness


def looks(matrix: Matrix) -> Iterator[Try]:
    """Every look of everybody at everything. In short: on PostgreSQL by who may come in, for a refused person is refused before any page."""
    on_sqlite = matrix.app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
    for rule in matrix.rules():
        if "GET" not in (rule.methods or ()):
            continue
        for identity, thing in product(IDENTITIES, (OWN, OTHER, UNKNOWN) if matrix.examples.has_object(rule) else (OWN,)):
            for method, htmx in (("GET", False), ("GET", True), ("HEAD", False)):
                one = Try(rule.endpoint, method, matrix.examples.path(rule, identity, thing), identity, thing, htmx)
                if AT_LENGTH or (is_short(one) and (on_sqlite or (identity in MEANING[rule.endpoint].who and method == "GET"))):
                    yield one


def test_no_get_by_anybody_changes_the_database(open_matrix: Matrix, witness: Witness) -> None:
    sent, changed = 0, []
    for one in looks(open_matrix):
        sent += 1
        answer = open_matrix.browsers[one.identity].send(one.method, one.path, htmx=one.htmx)
        if answer.status_code >= 500 or witness.saw_a_commit():
            changed.append(f"{one.method} {one.endpoint} as {one.identity}: {answer.status_code}")
        answer.close()
    measured("GETs tried", sent)
    measured("GETs that changed the database", len(changed) + witness.saw_a_change())
    assert changed == []
    assert not witness.saw_a_change()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("how", ["statement", "flush", "asking"])
def test_a_view_that_writes_when_looked_at_fails(portal: Flask, how: str, method: str) -> None:
    """A view of ours that would try is stopped: by the database, by the guard of the session, by `writing()`."""
    naughty = Blueprint("naughty", __name__)

    @naughty.get("/stout")
    @requires(Permission.PUBLIC)
    def view() -> str:
        session = transaction.writing() if how == "asking" else transaction.reading()
        session.execute(text("UPDATE installation SET mode = 'x'" if how == "flush" else "INSERT INTO installation (id, mode) VALUES (77, 'x')"))
        session.commit()
        return "written"

    portal.register_blueprint(naughty)
    answer = Browser(portal, None).send(method, "/stout")
    assert answer.status_code == 500
    with portal.app_context():
        assert db.session.execute(text("SELECT count(*) FROM installation WHERE id = 77")).scalar() == 0
