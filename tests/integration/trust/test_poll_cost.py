"""What "nothing new" costs: bytes on the line, and requests a second beside an empty Flask answer behind the same sign-in, on the real server."""

from __future__ import annotations

import socket
import statistics
import sys
import time
from urllib.parse import quote

import pytest
from flask import Flask

from contracts.foundation import database
from portal.accounts.tables import Installation
from portal.config import PRODUCTION
from portal.extensions import db
from tests.integration.dialogue.test_live import marks
from tests.support.attacker import COOKIE, Browser, browser_of
from tests.support.figures import measured, size
from tests.support.server import Server
from tests.support.whole_world import Whole

REQUESTS = 150  # in a row, before the other one has its turn


class BareServer(Server):
    """The same server with one worker and one more address."""

    def command(self) -> list[str]:
        return [sys.executable, "-P", "-m", "tests.support.bare_portal", str(self.port)]


def _asks(port: int, path: str, browser: Browser) -> bytes:
    lines = (f"GET {path} HTTP/1.1", "Host: localhost", f"Cookie: {COOKIE}={browser.cookie}", "Sec-Fetch-Site: same-origin", "HX-Request: true")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _round(line: socket.socket, request: bytes) -> tuple[float, bytes]:
    """Requests a second of one row of requests, and the last answer."""
    began, answer = time.perf_counter(), b""
    for _ in range(REQUESTS):
        line.sendall(request)
        answer = line.recv(65_536)
        assert answer.startswith(b"HTTP/1.1 204"), answer[:200]
        assert answer.endswith(b"\r\n\r\n")
    return REQUESTS / (time.perf_counter() - began), answer


def _question(app: Flask, browser: Browser, session: str) -> str:
    """The question of a screen that shows everything."""
    page = browser.send("GET", session).get_data(as_text=True)
    has = ",".join(f"{name}:{mark}" for name, mark in marks(page).items())
    words = f"{session}/nieuws?staat=in%20gesprek&in=&heeft={quote(has)}&na="
    return words + quote(browser.send("GET", words, htmx=True).headers["X-Cursor"])


@pytest.mark.measured
@pytest.mark.sqlite_only
def test_nothing_new_is_small_and_fast(portal: Flask, whole: Whole) -> None:
    with portal.app_context():
        database.begin_writing(db.session())
        db.session.add(Installation(id=1, mode=PRODUCTION))
        db.session.commit()
        db.session.remove()
    browser = browser_of(portal, whole.people["invoerder"])
    question = _question(portal, browser, f"/dialoog/{whole.sessions['linde']}")
    server = BareServer(portal.config["SQLALCHEMY_DATABASE_URI"])
    server.start()
    ratios = []
    try:
        with socket.create_connection(("127.0.0.1", server.port)) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            asking, empty = _asks(server.port, question, browser), _asks(server.port, "/niets", browser)
            _round(line, asking), _round(line, empty)
            for _ in range(size(quick=9, full=41)):
                rate, answer = _round(line, asking)
                ratios.append(rate / _round(line, empty)[0])
    finally:
        server.stop()
    ratio = statistics.median(ratios)
    measured("answer to a question for news without news, in bytes", len(answer))
    measured("such answers a second, per 100 of an empty answer", round(100 * ratio))
    assert len(answer) <= 400
    assert ratio >= 0.5
