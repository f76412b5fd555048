"""Hostile files: refused with a Dutch sentence, in time, within their memory, and nothing of them kept but a line in the journal."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest
from flask import Flask
from sqlalchemy import func, select

from contracts.foundation.errors import Refused
from contracts.foundation.journal import JournalEntry
from kpi.tables.detail import Upload
from portal.extensions import db
from portal.web.spreadsheets import process
from portal.web.spreadsheets.limits import LARGEST_FILE, SECONDS
from tests.integration.provider.test_upload import REPORT, entry, send
from tests.integration.trust.test_failures import _sqlite_only
from tests.support.figures import measured
from tests.support.hostile_files import CSV_FILES, XLSX_FILES
from tests.support.inspector import Inspector

__all__ = ["entry"]
MOST_MEMORY = 200 * 1024  # kB
CHILD = "from portal.web.spreadsheets.child"
OURS = b"portal.web.spreadsheets.child"


class Watch:
    """Looks at every child that reads a file, as long as it lives: its peak memory in kB as the kernel counts it."""

    def __init__(self) -> None:
        self.peak = 0
        self.seen = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_what: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(0.002):
            for pid in self._children():
                try:
                    if OURS in Path(f"/proc/{pid}/cmdline").read_bytes():
                        self._note(Path(f"/proc/{pid}/status").read_text(encoding="utf-8"))
                except OSError:
                    continue

    def _note(self, status: str) -> None:
        for line in status.splitlines():
            if line.startswith("VmHWM"):
                self.seen += 1
                self.peak = max(self.peak, int(line.split()[1]))

    @staticmethod
    def _children() -> Iterator[str]:
        for task in Path("/proc/self/task").glob("*/children"):
            try:
                yield from task.read_text(encoding="utf-8").split()
            except OSError:
                continue


def _files(template: bytes) -> Iterator[tuple[str, str, bytes]]:
    for title, build in XLSX_FILES.items():
        yield title, "cijfers.xlsx", build(template)
    for title, data in CSV_FILES.items():
        yield title, "cijfers.csv", data
    for name in ("cijfers.xlsm", "cijfers.xlsb", "cijfers.xls", "cijfers.zip", "cijfers", ".xlsx.exe"):
        yield name, name, template
    yield "larger than 2 MB", "cijfers.xlsx", template + b"\0" * LARGEST_FILE


def test_hostile_files_are_refused_in_time_and_within_their_memory(app: Flask, entry: Inspector) -> None:
    _sqlite_only(app)
    template = entry.get(f"{REPORT}/download.xlsx").response.data
    token, accepted, over, tried, heavy = entry.csrf_token(), [], [], 0, 0
    for title, name, data in _files(template):
        began = time.perf_counter()
        with Watch() as watch:
            answer = send(entry, data, name, token)
        took = time.perf_counter() - began
        tried, heavy = tried + 1, max(heavy, watch.peak)
        if answer.status != 422 or "Fout: " not in answer.html:
            accepted.append((title, answer.status))
        if watch.peak > MOST_MEMORY or took > SECONDS:
            over.append((title, watch.peak, took))
    assert accepted == [] and over == []
    assert tried >= 30 and heavy > 10_000, "the children were really looked at"
    measured("hostile uploads tried", tried)
    measured("hostile uploads accepted", len(accepted))
    measured("hostile uploads over 200 MB or 5 s", len(over))
    with app.app_context():
        session = db.session()
        assert session.scalar(select(func.count()).select_from(Upload)) == 0
        told = session.scalars(select(JournalEntry.result).where(JournalEntry.action == "bestand geweigerd")).all()
        assert len(told) >= tried - 2 and set(told) == {"geweigerd"}


def test_the_same_template_without_a_fault_is_read(entry: Inspector) -> None:
    template = entry.get(f"{REPORT}/download.xlsx").response.data
    assert process.read_file("cijfers.xlsx", template)[0].name == "Cijfers"


@pytest.mark.parametrize(
    "program",
    [
        "import time; time.sleep(60)",
        f"{CHILD} import confine; confine(); kept = bytearray(300_000_000)",
        "while True: pass",
    ],
    ids=["sleeps", "eats memory", "works for ever"],
)
def test_a_child_that_runs_away_is_stopped(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(process, "SECONDS", 1)
    monkeypatch.setattr(process, "_PROGRAM", f"import sys; sys.path[:0] = sys.argv[2:]; {program}" if "from" in program else program)
    began = time.perf_counter()
    with pytest.raises(Refused, match="te zwaar"):
        process.read_file("cijfers.xlsx", b"PK\x03\x04")
    assert time.perf_counter() - began < 3


def test_a_child_knows_nothing_of_the_portal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:secret@db/portal")
    told = "import json, os, sys; print(json.dumps({'refused': ' '.join(sorted(os.environ)) + '|' + ' '.join(sorted(sys.modules))}))"
    monkeypatch.setattr(process, "_PROGRAM", told)
    with pytest.raises(Refused) as refused:
        process.read_file("cijfers.csv", b"a")
    names = refused.value.reason.partition("|")[0].split()
    assert "DATABASE_URL" not in names and set(names) <= {"LC_ALL", "PYTHONUTF8", "LC_CTYPE"}
