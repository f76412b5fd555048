"""The wall round every table: each answer to everybody is searched for words of the partnership table that they may not read (issue 6, point 8).

What one side keeps for itself (notes, input before the agenda is shared, words about the cooperation), what lies at another aanbieder's table,
concepts, and the addresses of guests. The addresses that are asked come from the portal itself, so a page that somebody adds is searched unnamed.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import product, zip_longest
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from contracts.domain.awb_terms import Rulebook
from contracts.foundation.database import begin_writing
from kpi.domain.dialogue import PREPARING, SHARED
from kpi.tables.dialogue import DialogueParticipant
from portal.extensions import db
from portal.reminders.rounds import write_digests
from portal.reminders.tables import OutgoingMail
from portal.web import clock
from tests.integration.trust.conftest import invite_somebody
from tests.support.attacker import browser_of, undo_everything
from tests.support.authorization import OTHER, OWN, Matrix
from tests.support.figures import FULL, measured, size
from tests.support.oracle import IDENTITIES, MEANING
from tests.support.planted_table import GEMEENTE, SITS, PlantedTable
from tests.support.whole_world import CALENDAR, Whole

LINK, NUMBER = re.compile(r'href="(/[^"#]*)'), re.compile(r"\d+")
PAGES, POSTS = 12, 4  # addresses of a page, of a form, in the short form
MOST_OF_A_KIND = 6  # links to addresses that differ in their numbers alone
ENDINGS = {"ending": ("pdf", "docx")}
TYPED = {"version": "1", "text": "Een tekst van de test.", "reason": "Een reden van de test.", "sha256": "0" * 64, "verdict": "eens", "na": "0"}
NOT_SENT = ("accounts.sign_out", "static")
SHOWN = {"titel", "plaats", "gast", "punt", "cijfers", "verslag", "afspraak", "notitie", "inbreng", "toelichting", "tekst van de aanvulling"}
GUESTS = {"titel", "plaats", "gast", "partner"}  # what a guest is told of the session
OUTSIDERS = ("subsidiebeheerder", "beheerder", "klankbordgroeplid", "visitor")


@dataclass
class Scan:
    """What was searched, what each identity was told, and what it should not have been told."""

    planted: PlantedTable
    searched: int = 0
    told: dict[str, set[str]] = field(default_factory=lambda: {identity: set() for identity in IDENTITIES})
    leaks: list[str] = field(default_factory=list)
    files: set[str] = field(default_factory=set)

    def look(self, identity: str, what: str, answer: TestResponse) -> None:
        """Search one answer. A calendar's secret address stands for the person whose calendar it is."""
        found = self.planted.found_in(answer)
        identity = "invoerder A" if f"/agenda/{CALENDAR}" in what else identity
        self.searched += 1
        self.files |= {answer.mimetype} if found else set()
        self.told[identity] |= found
        self.leaks += [f"{what} tells {identity}: {self.planted.what[word]}" for word in sorted(found & self.planted.hidden_from(identity))]


@pytest.fixture
def wall(tables: Flask, whole: Whole) -> Matrix:
    """Everybody before a portal with planted tables, where nothing that is tried stays."""
    invite_somebody(tables, whole)
    matrix = Matrix(tables, whole)
    undo_everything(tables)
    return matrix


def targets(matrix: Matrix, planted: PlantedTable, rule: Rule, identity: str) -> list[str]:
    """Every address of a rule: with each planted session, point, agreement, participant and series that fits, else the examples' two."""
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
        paths = paths if FULL else _some(paths, PAGES if identity in SITS else 2, rule)
        found += [(path, htmx) for place, path in enumerate(paths) for htmx in (False, True) if FULL or htmx == (place % 2 == 1)]
    return found


def _some(paths: list[str], most: int, rule: Rule) -> list[str]:
    """So many of them at even distances, beginning elsewhere for each rule, so that every state of a session is met somewhere."""
    step = max(1, len(paths) // most)
    return paths[len(rule.endpoint) % step :: step][:most]


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
            is_near = FULL or (identity in SITS and link.startswith("/dialoog"))
            if is_near and link not in seen and kinds[_kind(link)] < MOST_OF_A_KIND and not link.startswith(("/static", "//")):
                kinds[_kind(link)] += 1
                waiting.append((link, False))
        answer.close()


def _kind(path: str) -> str:
    return NUMBER.sub("#", path)


def press(matrix: Matrix, planted: PlantedTable, identity: str, scan: Scan) -> None:
    """Every form, sent with versions that are long past: what comes back are conflicts, refusals, and pages that say something is not there.

    In the short form those of the table itself, each for a few sessions.
    """
    for rule in matrix.rules():
        of_table = rule.endpoint.startswith("dialogue.")
        if "POST" not in (rule.methods or ()) or rule.endpoint in NOT_SENT or not (FULL or of_table):
            continue
        found = targets(matrix, planted, rule, identity)
        for place, path in enumerate(found if FULL else _some(found, POSTS, rule)):
            fields = matrix.examples.fields(rule.endpoint, identity, OWN) | (TYPED | {"once_key": uuid.uuid4().hex} if of_table else {})
            scan.look(identity, f"POST {path}", matrix.browsers[identity].send("POST", path, data=fields, htmx=place % 2 == 0))


@pytest.mark.sqlite_only
def test_no_answer_tells_a_word_of_the_table_to_who_may_not_read_it(wall: Matrix, planted: PlantedTable) -> None:
    scan = Scan(planted)
    for identity in IDENTITIES:
        walk(wall, planted, identity, scan)
        if FULL or identity in SITS or identity in OUTSIDERS:
            press(wall, planted, identity, scan)
    measured("answers searched for private words of the partnership table", scan.searched)
    measured("answers that tell a private word of the partnership table", len(scan.leaks))
    assert sorted(set(scan.leaks)) == []
    assert scan.searched >= size(quick=1000, full=5000)
    _is_not_empty(scan)


def _is_not_empty(scan: Scan) -> None:
    """What was planted can be found: every kind of word that belongs on a screen, by everybody who may read it; of files too."""
    planted = scan.planted
    for identity, side in SITS.items():
        mine = planted.readers.keys() - planted.hidden_from(identity)
        kinds = {planted.kind(word) for word in mine & scan.told[identity]}
        assert kinds >= SHOWN | ({"adres van de gast"} if side == GEMEENTE else set()), f"{identity} was not told {SHOWN - kinds}"
    assert not {planted.kind(word) for told in scan.told.values() for word in told} & {"adres"}
    assert scan.files >= {"application/pdf", "text/calendar"}


BROKEN = {
    "the table of a session is not asked": (r"(dialogue_party(_\d+)?\.organisation_id) = \?", {"titel", "punt", "verslag"}),
    "a concept is not kept apart": (r"(dialogue_session\.state) != \?", {"titel"}),
    "a note is everybody's": (r"(agenda_note\.organisation_id) = \?", {"notitie"}),
    "input is everybody's": (r"(agenda_input\.organisation_id) = \?", {"inbreng"}),
    "words about the cooperation are everybody's": (r"(cooperation_rating\.is_remark_shared)( = 1| IS 1)?", {"toelichting"}),
}


@pytest.mark.sqlite_only
@pytest.mark.parametrize("fault", BROKEN)
def test_the_scan_finds_a_question_that_forgets_a_condition(wall: Matrix, planted: PlantedTable, fault: str) -> None:
    condition, kinds = BROKEN[fault]
    forgotten = re.compile(condition)

    def forget(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool) -> tuple[str, Any]:
        if not statement.startswith("SELECT"):
            return statement, parameters
        return forgotten.sub(lambda found: f"({found[1]} IS NOT NULL{' OR ? IS NULL' if found[0].endswith('?') else ''})", statement), parameters

    with wall.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", forget, retval=True)
    scan = Scan(planted)
    for path, identity in product(_of_the_table(wall, planted), ("tekenbevoegde B", "contractmanager")):  # until something is found
        scan.look(identity, f"GET {path}", wall.browsers[identity].send("GET", path))
        hidden = {planted.kind(word) for word in scan.told[identity] & planted.hidden_from(identity)}
        if hidden & kinds:
            return
    pytest.fail(f"{fault}: nothing was found in {scan.searched} answers")


def _of_the_table(matrix: Matrix, planted: PlantedTable) -> list[str]:
    """Every page of the partnership table, those of different kinds in turn."""
    rules = [
        rule for rule in matrix.rules() if rule.endpoint.startswith("dialogue.") and "GET" in (rule.methods or ()) and "session_id" in rule.arguments
    ]
    kinds = [targets(matrix, planted, rule, "contractmanager") for rule in rules]
    return [path for row in zip_longest(*kinds) for path in row if path]


@pytest.mark.sqlite_only
def test_no_mail_tells_a_word_of_the_table_to_who_may_not_read_it(tables: Flask, planted: PlantedTable, whole: Whole) -> None:
    chair = browser_of(tables, whole.people["contractmanager"])
    for (_, state), number in planted.sessions.items():
        for step, typed in (("uitnodigen", {}), ("annuleren", {"reason": "Een reden van de test."})):
            if state in (PREPARING, SHARED):
                sent = chair.send("POST", f"/dialoog/{number}/{step}", data=TYPED | typed | {"once_key": uuid.uuid4().hex})
                assert sent.status_code == 303, sent.get_data(as_text=True)
    with tables.app_context():
        begin_writing(db.session())
        write_digests(db.session(), book=Rulebook(), at=clock.now(), today=clock.today(), address="https://portaal.example")
        mails = db.session.query(OutgoingMail).all()
        guests = {one.email: one.session_id for one in db.session.query(DialogueParticipant).filter_by(kind="gast")}
        sides = {one.email: one.organisation_id for one in db.session.query(DialogueParticipant).filter(DialogueParticipant.person_id.is_not(None))}
    names = {number: slug for slug, number in whole.world.organisations.items()} | {whole.people["contractmanager"].organisation_id: GEMEENTE}
    told = Counter[str]()
    for mail in mails:
        found = planted.found_in_text(f"{mail.subject} {mail.body} {mail.calendar}") - planted.found_in_text(mail.to_address)
        told.update(map(planted.kind, found))
        if mail.to_address in guests:
            where = next(key for key, number in planted.sessions.items() if number == guests[mail.to_address])
            wrong = {word for word in found if planted.kind(word) not in GUESTS or not planted.what[word].endswith("van {}, {}".format(*where))}
        else:
            wrong = found & planted.hidden_from(names.get(sides.get(mail.to_address, 0), "nobody"))
        assert not wrong, f"{mail.to_address} is told {[planted.what[word] for word in wrong]}"
    measured("mails searched for private words of the partnership table", len(mails))
    assert len(mails) > 10
    assert told["titel"] > 10
