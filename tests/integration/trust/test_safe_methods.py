"""Looking changes nothing: not by any page, not by any person, and the database itself would refuse."""

from __future__ import annotations

import pytest
from flask import Blueprint, Flask
from sqlalchemy import text

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.extensions import db
from portal.web import transaction
from tests.support.attacker import Browser
from tests.support.authorization import OTHER, OWN, UNKNOWN, Matrix
from tests.support.figures import measured
from tests.support.oracle import IDENTITIES
from tests.support.witness import Witness


def test_no_get_by_anybody_changes_the_database(open_matrix: Matrix, witness: Witness) -> None:
    sent, changed = 0, []
    for rule in open_matrix.rules():
        if "GET" not in (rule.methods or ()):
            continue
        for identity in IDENTITIES:
            for thing in (OWN, OTHER, UNKNOWN) if open_matrix.examples.has_object(rule) else (OWN,):
                for method, htmx in (("GET", False), ("GET", True), ("HEAD", False)):
                    sent += 1
                    answer = open_matrix.browsers[identity].send(method, open_matrix.examples.path(rule, identity, thing), htmx=htmx)
                    if answer.status_code >= 500 or witness.saw_a_commit():
                        changed.append(f"{method} {rule.endpoint} as {identity}: {answer.status_code}")
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
