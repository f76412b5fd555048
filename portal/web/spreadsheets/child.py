"""The child process that opens a file: first its limits, then the file, then its answer. No database, no settings, no network."""

from __future__ import annotations

import json
import resource
import sys

from portal.web.spreadsheets import reading
from portal.web.spreadsheets.limits import LARGEST_ANSWER, LARGEST_FILE, MEMORY, SECONDS, Hostile


def confine() -> None:
    """Give up what reading a spreadsheet does not need. Anything over it ends this process, and nothing else."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_ANSWER),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(what, (most, most))


def main(kind: str) -> None:
    """Read the file on stdin and write its sheets on stdout as JSON, or why it is refused."""
    confine()
    answer: dict[str, object]
    try:
        answer = {"sheets": reading.read(kind, sys.stdin.buffer.read(LARGEST_FILE + 1))}
    except Hostile as refused:
        answer = {"refused": str(refused)}
    json.dump(answer, sys.stdout, ensure_ascii=True)
