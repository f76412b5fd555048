"""A file that somebody sent, opened in a child process with limits on time, memory and answer (trust paper V5).

The portal itself looks at its name, its size and its first bytes only.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tempfile
import threading
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.foundation.errors import Refused
from contracts.foundation.sheet import Odd, Raw, Sheet
from portal.config import ROOT
from portal.web.cells import plain_cell
from portal.web.spreadsheets.limits import LARGEST_ANSWER, LARGEST_FILE, SECONDS

FIELD = "file"
AT_ONCE = 2  # files read at the same moment; whoever comes later waits for a turn
_turns = threading.BoundedSemaphore(AT_ONCE)
_PATHS = (str(ROOT), sysconfig.get_paths()["platlib"])
_PROGRAM = "import sys; sys.path[:0] = sys.argv[2:]; from portal.web.spreadsheets.child import main; main(sys.argv[1])"
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

WRONG_KIND = "Kies een Excel-bestand (XLSX) of een CSV-bestand."
NOT_XLSX = "Dit is geen Excel-bestand, al heet het wel zo. Bewaar het als XLSX."
OLD_OR_LOCKED = "Dit is een oud Excel-bestand (XLS), of het is met een wachtwoord beveiligd. Bewaar het als XLSX zonder wachtwoord."
TOO_LARGE = "Dit bestand is groter dan 2 MB. Gebruik alleen het bestand dat u hier kunt downloaden."
EMPTY = "Dit bestand is leeg."
TOO_HEAVY = "Dit bestand is te zwaar om te lezen. Gebruik alleen het bestand dat u hier kunt downloaden."
BUSY = "Er worden al bestanden gelezen. Probeer het over een minuut opnieuw."


def read_file(name: str, data: bytes) -> list[Sheet]:
    """The sheets of a file that somebody sent. The name only tells which kind it says to be. Raises Refused at "file"."""
    kind = _kind(name, data)
    if not _turns.acquire(timeout=SECONDS):
        raise Refused(FIELD, BUSY)
    try:
        answer = _answer(kind, data)
    finally:
        _turns.release()
    if answer is None:
        raise Refused(FIELD, TOO_HEAVY)
    if "refused" in answer:
        raise Refused(FIELD, str(answer["refused"])[:300])
    return [_sheet(sheet, unquote=kind == "csv") for sheet in answer["sheets"]]


def _kind(name: str, data: bytes) -> str:
    """What kind of file this is, by its name and its first bytes together."""
    ending = name.rpartition(".")[2].lower()
    if ending not in ("xlsx", "csv"):
        raise Refused(FIELD, OLD_OR_LOCKED if data.startswith(_OLE) else WRONG_KIND)
    if not data:
        raise Refused(FIELD, EMPTY)
    if len(data) > LARGEST_FILE:
        raise Refused(FIELD, TOO_LARGE)
    if ending == "xlsx" and not data.startswith(_ZIP):
        raise Refused(FIELD, OLD_OR_LOCKED if data.startswith(_OLE) else NOT_XLSX)
    if ending == "csv" and data.startswith((_ZIP, _OLE, b"%PDF", b"\xff\xfe", b"\xfe\xff")):
        raise Refused(FIELD, "Dit is geen CSV-bestand in UTF-8. Bewaar het als “CSV UTF-8” of als XLSX.")
    return ending


def _answer(kind: str, data: bytes) -> dict[str, Any] | None:
    """What the child says; None when it ran into a limit or fell over."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as told:
        given.write(data)
        given.seek(0)
        command = [sys.executable, "-I", "-S", "-c", _PROGRAM, kind, *_PATHS]
        try:
            done = subprocess.run(  # noqa: S603  our own interpreter and our own words
                command, stdin=given, stdout=told, stderr=subprocess.DEVNULL, env=_ENVIRONMENT, cwd=os.sep, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return None
        if done.returncode != 0:
            return None
        told.seek(0)
        found: dict[str, Any] = json.loads(told.read(LARGEST_ANSWER))
        return found


def _sheet(sheet: dict[str, Any], *, unquote: bool) -> Sheet:
    return Sheet(str(sheet["name"]), tuple(tuple(_raw(value, unquote=unquote) for value in row) for row in sheet["rows"]))


def _raw(value: Any, *, unquote: bool) -> Raw:
    if isinstance(value, str):
        return plain_cell(value) if unquote else value
    if value is None:
        return None
    return Decimal(value["getal"]) if "getal" in value else Odd(str(value["anders"]), _day(value.get("dag")))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
