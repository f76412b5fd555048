"""Figures that are no time: queries a page, and what the first visit of the grid sends over the wire."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import event

from portal.developer.bench import dataset
from portal.developer.bench.stand import Stand, ask, get, wsgi
from portal.extensions import db

_FILES = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js)[^"]*)"')
_HOUSEKEEPING = ("PRAGMA", "BEGIN")
GZIP_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Weight:
    """What a first visit weighs, in bytes, as it is and compressed, and of how many files."""

    raw: int
    compressed: int
    files: int


def first_visit(stand: Stand) -> Weight:
    """An ordinary grid with its style sheets and scripts; each file is compressed apart, as a server does."""
    path = f"/aanbieder/rapportages/{dataset.QUARTER.slug}/cijfers/{dataset.ORDINARY_FAMILY}"
    page = ask(wsgi(stand.app), get(path, stand.entry))
    parts = [page.body, *(ask(wsgi(stand.app), get(name, stand.entry)).body for name in dict.fromkeys(_FILES.findall(page.text)))]
    return Weight(sum(map(len, parts)), sum(len(gzip.compress(part, GZIP_LEVEL, mtime=0)) for part in parts), len(parts))


def queries(stand: Stand, path: str, *, manager: bool) -> int:
    """How many statements a page sends, who is signed in included; opening a transaction is none."""
    with _counted(stand.app) as sent:
        ask(wsgi(stand.app), get(path, stand.manager if manager else stand.entry))
    return len(sent)


@contextmanager
def _counted(app: Flask) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.upper().startswith(_HOUSEKEEPING):
            sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
