"""Twelve people who each add one to a cell, read-modify-write, over real HTTP, while the server is being killed."""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from tests.support.attacker import COOKIE, Browser

PATH = "/aanbieder/rapportages/2026-k4/cijfers"


@dataclass
class Tally:
    """What the server acknowledged, per cell: the versions it said it had kept; and how often nobody answered."""

    acknowledged: dict[str, list[int]] = field(default_factory=dict)
    unanswered: Counter[str] = field(default_factory=Counter)
    overtaken: int = 0
    refused: Counter[int] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Writer(threading.Thread):
    """One person with a session of their own. Each turn: read the cell, send it one higher; 409 means reading again."""

    def __init__(self, port: int, browser: Browser, cell: tuple[str, str], tally: Tally, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.port, self.browser, self.tally, self.stop = port, browser, tally, stop
        self.family, self.code = cell
        self.connection, self.turn = self._connect(), 0
        self.headers = {"Host": "localhost", "Cookie": f"{COOKIE}={browser.cookie}", "Sec-Fetch-Site": "same-origin"}

    def _connect(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=20)

    def run(self) -> None:
        """Work until told to stop."""
        seen: tuple[int, int] | None = None
        while not self.stop.is_set():
            try:
                seen = self._read() if seen is None else self._add_one(*seen)
            except (OSError, HTTPException):
                self.connection.close()
                self.connection, seen = self._connect(), None
                time.sleep(0.05)
        self.connection.close()

    def _read(self) -> tuple[int, int] | None:
        self.connection.request("GET", f"{PATH}/{self.family}", headers=self.headers)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        return read_cell(page, self.code) if answer.status == 200 else None

    def _add_one(self, version: int, value: int) -> tuple[int, int] | None:
        self.turn += 1
        fields = {f"version-{self.code}": str(version), f"numerator-{self.code}": str(value + 1), "csrf_token": self.browser.csrf_token}
        fields[f"explanation-{self.code}"] = f"{self.name}, keer {self.turn}"  # the same figure from two people is not the same answer
        headers = self.headers | {"HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded"}
        try:
            self.connection.request("POST", f"{PATH}/{self.family}/{self.code}", body=urlencode(fields), headers=headers)
            answer = self.connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            with self.tally.lock:
                self.tally.unanswered[self.code] += 1
            raise
        with self.tally.lock:
            if answer.status == 200:
                kept = int(answer.headers["X-Version"])
                self.tally.acknowledged.setdefault(self.code, []).append(kept)
                return kept, value + 1
            if answer.status == 409:
                self.tally.overtaken += 1
            else:
                self.tally.refused[answer.status] += 1
        return None


def read_cell(page: str, code: str) -> tuple[int, int] | None:
    """The version and the figure of one cell, as they stand on the page; an empty figure counts as zero."""
    version = re.search(rf'name="version-{code}" value="(\d+)"', page)
    figure = re.search(rf'name="numerator-{code}" value="([\d.,]*)"', page)
    if version is None or figure is None:
        return None
    return int(version[1]), int(figure[1].replace(".", "") or "0")
