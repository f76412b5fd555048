"""People who write the minutes together over real HTTP, as the page does it: ask for news, write with the version one has, merge after a lost race.

Their lines are slow at times, lose answers, and fall away; whatever is not acknowledged is sent again, as the field on the page would.
"""

from __future__ import annotations

import html
import random
import re
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import quote, urlencode

from tests.support.attacker import COOKIE, Browser

EVERY, PAUSE, AFTER = 3.0, (1.2, 3.2), 8.0  # seconds between questions; between one line and having typed the next; of reading on at the end
SLOW, LOST, CUT = 0.06, 0.02, 0.01  # how often a request waits, how often its answer is lost, how often it is never sent
FORM = re.compile(r'id="punt-(\d+)" data-heeft.*?name="version" value="(\d+)".*?<textarea[^>]*>(.*?)</textarea>', re.DOTALL)
MARK = re.compile(r'data-heeft="(\w+)" data-mark="(\w+)"')
THEIRS = re.compile(r'class="theirs pre">(.*?)</p>.*?value="(\d+)" data-neem="samen"', re.DOTALL)


class Fallen(OSError):
    """The line fell away."""


@dataclass
class Seen:
    """When each line was acknowledged, by whom and at which point; and when each other writer had it on the screen."""

    kept: dict[str, tuple[float, str, str]] = field(default_factory=dict)
    seen: dict[tuple[str, str], float] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    unanswered: int = 0
    lost_races: int = 0
    polls: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Line:
    """One person's connection: slow at times, and not to be trusted."""

    def __init__(self, port: int, browser: Browser, dice: random.Random) -> None:
        self.port, self.browser, self.dice = port, browser, dice
        self.connection = HTTPConnection("127.0.0.1", port, timeout=10)
        self.headers = {"Host": "localhost", "Cookie": f"{COOKIE}={browser.cookie}", "Sec-Fetch-Site": "same-origin", "HX-Request": "true"}

    def send(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, dict[str, str], str]:
        """One request; Fallen (an OSError) when no answer came."""
        chance = self.dice.random()
        if chance < CUT:
            raise Fallen
        if chance < SLOW:
            time.sleep(self.dice.uniform(0.1, 0.6))
        body = None if fields is None else urlencode(fields | {"csrf_token": self.browser.csrf_token})
        more = {} if fields is None else {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            self.connection.request(method, path, body=body, headers=self.headers | more)
            if self.dice.random() < LOST:
                raise Fallen
            answer = self.connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()
        except (OSError, HTTPException) as problem:
            self.connection.close()
            raise Fallen from problem


class LiveWriter(threading.Thread):
    """One person at the table."""

    def __init__(self, name: str, line: Line, session: str, seen: Seen, until: float) -> None:
        super().__init__(daemon=True, name=name)
        self.line, self.session, self.told, self.until, self.dice = line, session, seen, until, line.dice
        self.screen: dict[str, tuple[str, str]] = {}  # point -> version, text
        self.marks: dict[str, str] = {}
        self.cursor, self.number, self.misses = "", 0, 0
        self.pending: tuple[str, str, str] | None = None  # point, text in the field, the new line in it
        self.ask_at = self.write_at = 0.0

    def run(self) -> None:
        """Load the page, then ask and write until the time is over and nothing is left in a field."""
        while not self._loaded():
            time.sleep(0.3)
        self.ask_at, self.write_at = time.time() + self.dice.uniform(0, EVERY), time.time() + self.dice.uniform(*PAUSE)
        while time.time() < self.until + AFTER or self.pending is not None:
            if time.time() >= self.ask_at:
                self._ask()
            if time.time() >= self.write_at:
                self._write()
            if self.pending is None and time.time() >= self.until:
                self.write_at = float("inf")
            time.sleep(max(0.0, min(self.ask_at, self.write_at) - time.time()))
        self.line.connection.close()

    def _loaded(self) -> bool:
        try:
            status, _, page = self.line.send("GET", self.session)
        except Fallen:
            return False
        self._take_in(page)
        return status == 200 and bool(self.screen)

    def _take_in(self, markup: str) -> None:
        self.marks |= dict(MARK.findall(markup))
        now = time.time()
        for number, version, text in FORM.findall(markup):
            self.screen[number] = (version, html.unescape(text))
            self._note(self.screen[number][1], now)

    def _note(self, text: str, now: float) -> None:
        with self.told.lock:
            for one in text.split("\n"):
                self.told.seen.setdefault((one, self.name), now)

    def _ask(self) -> None:
        has = self.marks | {number: f"{version}w" for number, (version, _) in self.screen.items()}
        pairs = ",".join(f"{name}:{mark}" for name, mark in has.items())
        busy = "" if self.pending is None else self.pending[0]
        asked = urlencode({"staat": "in gesprek", "na": self.cursor, "heeft": pairs, "in": busy}, quote_via=quote)
        self.told.polls += 1
        try:
            status, headers, body = self.line.send("GET", f"{self.session}/nieuws?{asked}")
        except Fallen:
            status = 0
        if status in {200, 204}:
            self.misses, self.ask_at = 0, time.time() + EVERY
            if status == 200:
                self.cursor = headers["x-cursor"]
                self._take_in(body)
            return
        self.misses += 1
        pause = (0.6 if self.misses == 1 else min(30.0, EVERY * 1.3 ** (self.misses - 2))) * self.dice.uniform(0.5, 1)
        self.ask_at = time.time() + pause

    def _write(self) -> None:
        if self.pending is None:
            self.number += 1
            point = self.dice.choice(sorted(self.screen))
            line = f"{self.name}.{self.number}"
            self.pending = (point, f"{self.screen[point][1]}\n{line}".strip(), line)
        point, text, line = self.pending
        try:
            status, headers, body = self.line.send("POST", f"{self.session}/punten/{point}/verslag", {"version": self.screen[point][0], "text": text})
        except Fallen:
            self.told.unanswered += 1
            self.write_at = time.time() + self.dice.uniform(0.3, 1.0)
            return
        self._answered(status, headers, body)

    def _answered(self, status: int, headers: dict[str, str], body: str) -> None:
        assert self.pending is not None
        point, text, line = self.pending
        if status == 200:
            self.screen[point] = (headers["x-version"], text)
            with self.told.lock:
                self.told.kept[line] = (time.time(), point, self.name)
            self._note(text, time.time())
            self.pending, self.write_at = None, time.time() + self.dice.uniform(*PAUSE)
            self.ask_at = self.ask_at if not self.misses else 0.0
        elif status == 409 and (found := THEIRS.search(body)):
            self.told.lost_races += 1
            theirs = html.unescape(found[1])
            self._note(theirs, time.time())
            both = theirs if line in theirs.split("\n") else f"{theirs}\n{line}".strip()
            self.screen[point] = (found[2], self.screen[point][1])
            self.pending, self.write_at = (point, both, line), time.time() + self.dice.uniform(0.1, 0.4)
        else:
            if status < 500:
                self.told.refused.append(f"{status} {body[:200]}")
            self.write_at = time.time() + self.dice.uniform(0.5, 1.5)
