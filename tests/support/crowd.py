"""Forty people who each fill in a cell of their own, over real HTTP, with the pauses of somebody who reads and types."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from tests.support.attacker import COOKIE, Browser

PAUSE = (0.5, 1.5)  # seconds between leaving one cell and leaving the next: a fast typist


@dataclass(frozen=True, slots=True)
class Desk:
    """Where somebody types: the browser, the address of the cell, its code, and whether it has a second number."""

    browser: Browser
    path: str
    code: str
    has_second: bool


@dataclass
class Typist(threading.Thread):
    """One person. `kept` is the last explanation that was acknowledged; `waited` the seconds of each save."""

    port: int
    desk: Desk
    saves: int
    dice: random.Random
    version: int = 0
    kept: str = ""
    waited: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        self.headers = {
            "Host": "localhost",
            "Cookie": f"{COOKIE}={self.desk.browser.cookie}",
            "Sec-Fetch-Site": "same-origin",
            "HX-Request": "true",
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        """Type, save, wait, and again."""
        time.sleep(self.dice.uniform(0, PAUSE[1]))
        for turn in range(1, self.saves + 1):
            try:
                self._save(turn)
            except (OSError, HTTPException) as problem:
                self.failures.append(repr(problem))
            time.sleep(self.dice.uniform(*PAUSE))
        self.connection.close()

    def _save(self, turn: int) -> None:
        code, text = self.desk.code, f"Keer {turn}: nagekeken met de collega's van de nachtdienst."
        fields = {f"version-{code}": str(self.version), f"numerator-{code}": str(1 + turn % 9), f"explanation-{code}": text}
        fields |= {f"denominator-{code}": "1000" if self.desk.has_second else "", "csrf_token": self.desk.browser.csrf_token}
        began = time.perf_counter()
        self.connection.request("POST", self.desk.path, body=urlencode(fields), headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        self.waited.append(time.perf_counter() - began)
        if answer.status == 200:
            self.version, self.kept = int(answer.headers["X-Version"]), text
        else:
            self.failures.append(f"{answer.status} {body[:200].decode(errors='replace')}")
