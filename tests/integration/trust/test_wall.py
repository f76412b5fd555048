"""The wall round the money: every answer to everybody is searched for names and amounts that they may not see (issue 4, point 8).

An aanbieder sees its own agreements, subsidies, amounts and forecasts, and nothing of another's or of how the gemeente pays; regiogemeente and
klankbordgroep, the publicist and the functioneel beheerder see no amount of any contract; who steers the money sees all of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from contracts.foundation.database import begin_writing
from portal.extensions import db
from portal.web import clock
from tests.integration.trust.conftest import invite_somebody
from tests.support.attacker import undo_everything
from tests.support.authorization import OTHER, OWN, Matrix
from tests.support.figures import measured
from tests.support.oracle import IDENTITIES, MEANING, MONEY
from tests.support.planted import GEMEENTE, Planted, plant
from tests.support.whole_world import Whole

OWNS = {"invoerder A": "linde", "tekenbevoegde A": "linde", "invoerder B": "noord", "tekenbevoegde B": "noord"}
MOST_OF_A_KIND = 6  # addresses that differ in their numbers alone
LINK, NUMBER = re.compile(r'href="(/[^"#]*)'), re.compile(r"\d+")


@pytest.fixture
def wall(portal: Flask, whole: Whole) -> tuple[Matrix, Planted]:
    """Everybody before a portal with planted money, where nothing that is tried stays."""
    with portal.app_context():
        begin_writing(db.session())
        planted = plant(db.session(), whole, year=clock.today().year)
        db.session.commit()
        db.session.remove()
    invite_somebody(portal, whole)
    matrix = Matrix(portal, whole)
    undo_everything(portal)
    return matrix, planted


def _begin(matrix: Matrix, identity: str) -> list[str]:
    """Every address of the oracle, with one's own thing and another's; of what is closed to somebody once, because that is one answer."""
    found = []
    for rule in matrix.rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static":
            is_open = identity in MEANING[rule.endpoint].who and matrix.examples.has_object(rule)
            found += [matrix.examples.path(rule, identity, thing) for thing in ((OWN, OTHER) if is_open else (OWN,))]
    return found


def _walk(matrix: Matrix, identity: str) -> Iterator[tuple[str, TestResponse]]:
    """Those addresses, and every address that a page leads to: of a page per object some objects' pages."""
    waiting, seen, kinds = _begin(matrix, identity), set[str](), Counter[str]()
    kinds.update(map(_kind, waiting))
    while waiting:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = matrix.browsers[identity].send("GET", path)
        yield path, answer
        for link in map(unescape, LINK.findall(answer.get_data(as_text=True)) if answer.mimetype == "text/html" else ()):
            if link not in seen and kinds[_kind(link)] < MOST_OF_A_KIND and not link.startswith(("/static", "//")):
                kinds[_kind(link)] += 1
                waiting.append(link)
        answer.close()


def _kind(path: str) -> str:
    return NUMBER.sub("#", path)


def _posts(matrix: Matrix) -> Iterator[tuple[str, str, dict[str, str]]]:
    for rule in matrix.rules():
        if "POST" not in (rule.methods or ()) or rule.endpoint == "accounts.sign_out":
            continue
        for identity in OWNS:
            yield identity, matrix.examples.path(rule, identity, OWN), matrix.examples.fields(rule.endpoint, identity, OWN)


def _answers(matrix: Matrix) -> Iterator[tuple[str, str, TestResponse]]:
    for identity in IDENTITIES:
        for path, answer in _walk(matrix, identity):
            yield identity, path, answer
    for identity, path, fields in _posts(matrix):
        yield identity, path, matrix.browsers[identity].send("POST", path, data=fields)


def _may_not_see(identity: str, owner: str) -> bool:
    return identity not in MONEY and owner != OWNS.get(identity)


@pytest.mark.sqlite_only
def test_no_answer_tells_money_to_who_may_not_see_it(wall: tuple[Matrix, Planted]) -> None:
    matrix, planted = wall
    seen: dict[str, set[tuple[str, str]]] = {identity: set() for identity in IDENTITIES}
    searched, leaks = 0, []
    for identity, path, answer in _answers(matrix):
        told = planted.found_in(answer)
        searched += 1
        seen[identity] |= told
        leaks += [f"{path} tells {identity} {secret} of {owner}" for owner, secret in told if _may_not_see(identity, owner)]
    measured("answers searched for money that is not to be seen", searched)
    measured("answers that tell money to who may not see it", len(leaks))
    assert leaks == []
    assert searched > 1000 and set(seen) == set(IDENTITIES)
    _is_not_empty(seen, planted)


def _is_not_empty(seen: dict[str, set[tuple[str, str]]], planted: Planted) -> None:
    """What was planted can be found: the gemeente sees both aanbieders and its own lines, an aanbieder sees what is its own."""
    owners = {owner for owner, _ in seen["contractmanager"]}
    assert owners == {"linde", "noord", GEMEENTE}
    for identity, slug in OWNS.items():
        own = {secret for secret, owner in (planted.words | planted.amounts).items() if owner == slug}
        assert own - {secret for _, secret in seen[identity]} == set()


def _page(text: str) -> TestResponse:
    app = Flask("spelling")
    app.add_url_rule("/", view_func=lambda: text)
    return app.test_client().get("/")


def test_every_spelling_of_an_amount_is_found() -> None:
    planted = Planted()
    cents = planted.cents("linde", "proef")
    euros, rest = str(cents // 100), f"{cents % 100:02d}"
    dotted = f"{cents // 100:,}"
    spellings = (
        euros,
        f"{euros},{rest}",
        f"{euros}.{rest}",
        str(cents),
        *(dotted.replace(",", mark) for mark in (".", " ", "\u00a0", "\u202f", ",", "'")),
    )
    for spelling in spellings:
        assert planted.found_in(_page(f"<td>€ {spelling}</td>")) == {("linde", euros)}, spelling
    assert planted.found_in(_page(f"<td>{int(euros) + 1}</td>")) == set()
