"""The wall round every table: each answer to everybody is searched for words of the partnership table that they may not read (issue 6, point 8).

What one side keeps for itself (notes, input before the agenda is shared, words about the cooperation), what lies at another aanbieder's table, concepts,
and the addresses of guests. The addresses that are asked come from the portal itself, so a page that somebody adds is searched without being named here.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import product

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from contracts.foundation.database import begin_writing
from portal.extensions import db
from tests.integration.trust.conftest import invite_somebody
from tests.support.attacker import undo_everything
from tests.support.authorization import OTHER, OWN, Matrix
from tests.support.figures import FULL, measured, size
from tests.support.oracle import IDENTITIES, MEANING
from tests.support.planted_table import SITS, PlantedTable, plant_table
from tests.support.whole_world import Whole

LINK, NUMBER = re.compile(r'href="(/[^"#]*)'), re.compile(r"\d+")
POSTS = 7  # of each form in the short form
MOST_OF_A_KIND = 6  # links to addresses that differ in their numbers alone
ENDINGS = {"ending": ("pdf", "docx")}
TYPED = {"version": "1", "text": "Een tekst van de test.", "reason": "Een reden van de test.", "sha256": "0" * 64, "verdict": "eens", "na": "0"}
NOT_SENT = ("accounts.sign_out", "static")
OUTSIDERS = ("subsidiebeheerder", "beheerder", "klankbordgroeplid", "visitor")


@dataclass
class Scan:
    """What was searched, what each identity was told, and what it should not have been told."""

    planted: PlantedTable
    searched: int = 0
    told: dict[str, set[str]] = field(default_factory=lambda: {identity: set() for identity in IDENTITIES})
    leaks: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    def look(self, identity: str, what: str, answer: TestResponse) -> None:
        """Search one answer."""
        found = self.planted.found_in(answer)
        self.searched += 1
        self.kinds[f"{answer.status_code} {answer.mimetype}"] += 1
        self.told[identity] |= found
        self.leaks += [f"{what} tells {identity}: {self.planted.what[word]}" for word in sorted(found & self.planted.hidden_from(identity))]


@pytest.fixture
def wall(portal: Flask, whole: Whole) -> tuple[Matrix, PlantedTable]:
    """Everybody before a portal with planted tables, where nothing that is tried stays."""
    planted = planted_in(portal, whole)
    matrix = Matrix(portal, whole)
    undo_everything(portal)
    return matrix, planted


def planted_in(portal: Flask, whole: Whole) -> PlantedTable:
    """The tables with their words in this portal's database."""
    with portal.app_context():
        begin_writing(db.session())
        planted = plant_table(db.session(), whole)
        db.session.commit()
        db.session.remove()
    invite_somebody(portal, whole)
    return planted


def targets(matrix: Matrix, planted: PlantedTable, rule: Rule, identity: str) -> list[str]:
    """Every address of a rule: with each planted session, point, agreement, participant and series that fits, else the examples' own and another's."""
    names = rule.arguments
    known: list[dict[str, object]] = [{}]
    if "session_id" in names:
        known = [{"session_id": number} | more for number in planted.sessions.values() for more in _below(planted, number, names)]
    elif "series_id" in names:
        known = [{"series_id": number} for number in planted.series.values()]
    elif names & {"item_id", "action_id"}:
        known = [more for number in planted.sessions.values() for more in _below(planted, number, names)]
    if known == [{}]:
        is_open = matrix.examples.has_object(rule) and (identity in MEANING[rule.endpoint].who)
        return [matrix.examples.path(rule, identity, thing) for thing in ((OWN, OTHER) if is_open else (OWN,))]
    with matrix.app.test_request_context(base_url="https://localhost"):
        addresses = matrix.app.url_map.bind("localhost")
        values = [
            {name: one.get(name, matrix.examples.value(rule.endpoint, name, identity, OWN)) for name in names - one.keys()} | one for one in known
        ]
        return list(dict.fromkeys(addresses.build(rule.endpoint, one) for one in values))


def _below(planted: PlantedTable, number: int, names: set[str]) -> Iterator[dict[str, object]]:
    """What belongs to one session, for the other parts of an address."""
    lists = {"item_id": planted.items, "action_id": planted.actions, "participant_id": planted.participants}
    wanted = {name: ENDINGS[name] for name in ENDINGS if name in names} | {name: lists[name].get(number, []) for name in lists if name in names}
    for values in product(*wanted.values()):
        yield dict(zip(wanted, values, strict=True))


def _asked(matrix: Matrix, planted: PlantedTable, identity: str) -> list[tuple[str, bool]]:
    """Every address that can be asked for, as a page and as htmx asks it. In the short form in turn, and of the others' desks one address of each."""
    found = []
    for rule in matrix.rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        paths = targets(matrix, planted, rule, identity)
        paths += [f"{path}?na=0" for path in paths if path.endswith("/nieuws")]
        if not FULL and identity not in SITS:
            paths = paths[:2]
        found += [(path, htmx) for place, path in enumerate(paths) for htmx in (False, True) if FULL or htmx == (place % 2 == 1)]
    return found


def walk(matrix: Matrix, planted: PlantedTable, identity: str, scan: Scan) -> None:
    """Those addresses, and where their links lead."""
    waiting = _asked(matrix, planted, identity)
    seen, kinds = set[str](), Counter(_kind(path) for path, _ in waiting)
    while waiting:
        path, htmx = waiting.pop(0)
        answer = matrix.browsers[identity].send("GET", path, htmx=htmx)
        scan.look(identity, f"GET {path}", answer)
        seen.add(path)
        for link in map(unescape, LINK.findall(answer.get_data(as_text=True)) if answer.mimetype == "text/html" else ()):
            if link not in seen and kinds[_kind(link)] < MOST_OF_A_KIND and not link.startswith(("/static", "//")):
                kinds[_kind(link)] += 1
                waiting.append((link, False))
        answer.close()


def _kind(path: str) -> str:
    return NUMBER.sub("#", path)


def press(matrix: Matrix, planted: PlantedTable, identity: str, scan: Scan) -> None:
    """Every form, sent with versions that are long past: what comes back are conflicts, refusals, and pages that say something is not there.

    In the short form the table's own, for a session of each state and a few of others' tables.
    """
    for rule in matrix.rules():
        of_table = rule.endpoint.startswith("dialogue.")
        if "POST" not in (rule.methods or ()) or rule.endpoint in NOT_SENT or not (FULL or of_table):
            continue
        found = targets(matrix, planted, rule, identity)
        for place, path in enumerate(found if FULL else found[:: max(1, len(found) // POSTS)]):
            fields = matrix.examples.fields(rule.endpoint, identity, OWN) | (TYPED | {"once_key": uuid.uuid4().hex} if of_table else {})
            scan.look(identity, f"POST {path}", matrix.browsers[identity].send("POST", path, data=fields, htmx=place % 2 == 0))


@pytest.mark.sqlite_only
def test_no_answer_tells_a_word_of_the_table_to_who_may_not_read_it(wall: tuple[Matrix, PlantedTable]) -> None:
    matrix, planted = wall
    scan = Scan(planted)
    for identity in IDENTITIES:
        walk(matrix, planted, identity, scan)
        if FULL or identity in SITS or identity in OUTSIDERS:
            press(matrix, planted, identity, scan)
    open("/tmp/rating_scan.txt", "w").write(
        f"{scan.searched} {scan.kinds}\n"
        + "\n".join(sorted(set(scan.leaks)))
        + "\nNEVER\n"
        + "\n".join(sorted({planted.what[w] for w, r in planted.readers.items()} - {planted.what[w] for t in scan.told.values() for w in t}))
    )
    measured("answers searched for private words of the partnership table", scan.searched)
    measured("answers that tell a private word of the partnership table", len(scan.leaks))
    assert sorted(set(scan.leaks)) == []
    assert scan.searched >= size(quick=1200, full=5000)
