"""What somebody can ask of the portal: every address and every form, and how the window of the klankbordgroep is asked in odd ways."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterator
from html import unescape

from werkzeug.test import TestResponse

from tests.support.authorization import OTHER, OWN, UNKNOWN, Matrix
from tests.support.oracle import MEANING
from tests.support.world import BEFORE

BOARD, REGION, PUBLISHER = "klankbordgroeplid", "regiolezer", "publicist"
WINDOW = "sounding_board."
LINK, NUMBER = re.compile(r'(?:href|hx-get|src|action)="(/[^"#]*)'), re.compile(r"\d+")
MOST_OF_A_KIND = 6
SECRET_LINKS = ("invitation.open_link", "invitation.follow", "reminders.feed")  # whoever holds such a link is its owner
PERIODS = ("2026-k1", "2026-k2", "2026-k3", "2026-k4", "2025-k4", "2026", "2026-K2", "alles", "..", "%00")
ODD = ("?editie=1", "?editie=2", "?edition_id=2", "?aanbieder=1", "?concept=1", "?state=ingetrokken", "?print=1")
TYPED = {"subject": "Een onderwerp", "advice": "Een advies van de test.", "period": BEFORE.slug}


def asked(matrix: Matrix, identity: str) -> Iterator[str]:
    """Every address of the portal with one's own, another's and an unknown thing; the window's in every quarter and with odd questions."""
    for rule in matrix.rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        is_open = identity in MEANING[rule.endpoint].who and matrix.examples.has_object(rule)
        things = (UNKNOWN,) if rule.endpoint in SECRET_LINKS else (OWN, OTHER, UNKNOWN) if is_open else (OWN,)
        paths = [matrix.examples.path(rule, identity, thing) for thing in things]
        if rule.endpoint.startswith(WINDOW):
            paths += [path.replace(BEFORE.slug, other) for path in paths[:1] for other in PERIODS if BEFORE.slug in path]
            paths += [f"{paths[0]}{question}" for question in ODD]
        yield from dict.fromkeys(paths)


def walk(matrix: Matrix, identity: str) -> Iterator[tuple[str, TestResponse]]:
    """Those addresses, as a page and as htmx asks them, and every address that an answer leads to."""
    waiting = [(path, htmx) for path in asked(matrix, identity) for htmx in (False, True)]
    seen, kinds = set[tuple[str, bool]](), Counter[str]()
    while waiting:
        path, htmx = waiting.pop(0)
        if (path, htmx) in seen:
            continue
        seen.add((path, htmx))
        answer = matrix.browsers[identity].send("GET", path, htmx=htmx)
        yield f"GET {path}", answer
        for link in map(unescape, LINK.findall(answer.get_data(as_text=True)) if answer.mimetype == "text/html" else ()):
            if kinds[NUMBER.sub("#", link)] < MOST_OF_A_KIND and not link.startswith(("/static", "//")):
                kinds[NUMBER.sub("#", link)] += 1
                waiting.append((link, False))
        answer.close()


def press(matrix: Matrix, identity: str) -> Iterator[tuple[str, TestResponse]]:
    """Every form of the portal: most are refused. Of the window's own also with nothing in it, and as a whole page."""
    for rule in matrix.rules():
        if "POST" not in (rule.methods or ()) or rule.endpoint == "accounts.sign_out":
            continue
        is_own = rule.endpoint.startswith(WINDOW)
        for thing in (OWN, OTHER, UNKNOWN) if is_own else (UNKNOWN,) if rule.endpoint in SECRET_LINKS else (OWN,):
            path = matrix.examples.path(rule, identity, thing)
            fields = matrix.examples.fields(rule.endpoint, identity, thing) | {"once_key": uuid.uuid4().hex}
            for data in (fields | TYPED, {}, fields) if is_own else (fields,):
                yield f"POST {path}", matrix.browsers[identity].send("POST", path, data=data, htmx=data is fields)


def answers(matrix: Matrix, identity: str) -> Iterator[tuple[str, TestResponse]]:
    """All that somebody can ask, and the portal's answers; the other methods too."""
    yield from walk(matrix, identity)
    yield from press(matrix, identity)
    for path in ("/klankbord", f"/klankbord/{BEFORE.slug}", f"/publicatie/{BEFORE.slug}"):
        for method in ("HEAD", "OPTIONS", "PUT", "DELETE"):
            yield f"{method} {path}", matrix.browsers[identity].send(method, path)


def walk_window(matrix: Matrix) -> Iterator[tuple[str, TestResponse]]:
    """The pages and files of the window, of the quarter that is published."""
    for rule in matrix.rules():
        if rule.endpoint.startswith(WINDOW) and "GET" in (rule.methods or ()):
            path = matrix.examples.path(rule, BOARD, OWN)
            yield f"GET {path}", matrix.browsers[BOARD].send("GET", path)
