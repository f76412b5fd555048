"""`./samenzicht controleer`: walk the journal and name the first line that does not hold."""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.journal import Break, JournalEntry, first_break
from contracts.queries.budget_check import broken_budget
from kpi.queries.dialogue_editions import broken_editions
from kpi.queries.frozen import broken_contents
from kpi.queries.receipts import journal_heads, key_ids
from portal.developer.migration import engine_for


def anchors_of(files: list[Path]) -> dict[int, str]:
    """Heads kept outside the database: the .json beside each backup."""
    told = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    return {int(one["journal_id"]): str(one["journal_hash"]) for one in told if one["journal_id"]}


def check(url: str, *, key: bytes, outside: dict[int, str] | None = None) -> Break | None:
    """The first broken place of a database's journal, or None. Heads on receipts and outside the database are anchors."""
    engine = engine_for(url)
    with Session(engine) as session:
        anchors = journal_heads(session) | (outside or {})
        entries = session.scalars(select(JournalEntry).order_by(JournalEntry.id).execution_options(yield_per=1000))
        found = first_break(entries, key=key, anchors=anchors)
    engine.dispose()
    return found


def check_contents(url: str) -> list[str]:
    """A line for every receipt, settled report or settled minutes that is not what its fingerprint says, or not what its rows say (any more)."""
    engine = engine_for(url)
    with Session(engine) as session:
        found = [*broken_contents(session), *broken_editions(session)]
    engine.dispose()
    return found


def check_budget(url: str) -> list[str]:
    """A line for every sum in the books that is not the sum of its parts, and for every line whose allocations and rest are not the line."""
    engine = engine_for(url)
    with Session(engine) as session:
        found = broken_budget(session)
    engine.dispose()
    return found


def check_file(path: Path, *, key: bytes) -> Break | None:
    """The same for a SQLite file."""
    return check(f"sqlite:///{path}", key=key)


def unpublished_keys(url: str, *, published: set[str]) -> list[str]:
    """Keys that signed receipts here and do not stand on the public page any more: nobody can check those receipts."""
    engine = engine_for(url)
    with Session(engine) as session:
        found = [key_id for key_id in key_ids(session) if key_id not in published]
    engine.dispose()
    return found
