"""The journal: append-only, chained with a keyed hash in the same transaction as the change it tells of.

One line holds the six facts of BIO2 8.15.01: action, object, result, origin, actor, moment. The key stands outside the
database (`session.info["journal_key"]`), so that nobody with only the database can rewrite history unseen.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import String, Text, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from contracts.foundation import database
from contracts.foundation.actor import Actor
from contracts.foundation.base import Base

GENESIS = "0" * 64


class JournalEntry(Base):
    """One line of the journal. Triggers refuse UPDATE and DELETE (migration 0001)."""

    __tablename__ = "journal"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    action: Mapped[str] = mapped_column(String(80))
    object: Mapped[str] = mapped_column(String(120), index=True)
    result: Mapped[str] = mapped_column(String(40))
    origin: Mapped[str] = mapped_column(String(120))
    actor: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int | None]
    organisation_id: Mapped[int | None] = mapped_column(index=True)
    details: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold."""

    entry_id: int
    reason: str


_TAIL = select(JournalEntry.id, JournalEntry.hash).order_by(JournalEntry.id.desc()).limit(1)
_COLUMNS = tuple(column.key for column in JournalEntry.__table__.columns)
_APPEND = insert(JournalEntry.__table__)  # type: ignore[arg-type]  # it is a Table; the stubs of mapped classes promise less


def record(
    session: Session, *, by: Actor, at: datetime, action: str, object: str, result: str = "gelukt", details: dict[str, Any] | None = None
) -> str:
    """Append one line and return the chain's new head. Needs the write lock: two writers cannot both see the same tail."""
    if not database.is_writing(session):
        raise database.WriteOutsideTransaction("journal outside begin_writing()")
    tail = database.ask(session, _TAIL).first()
    entry = JournalEntry(
        id=1 if tail is None else tail.id + 1,
        at=at,
        action=action,
        object=object,
        result=result,
        origin=by.origin[:120],
        actor=f"{by.name} ({by.organisation_name})"[:200],
        person_id=by.person_id,
        organisation_id=by.organisation_id,
        details=json.dumps(details or {}, sort_keys=True, ensure_ascii=False),
        hash="",
    )
    entry.hash = seal(GENESIS if tail is None else tail.hash, entry, session.info["journal_key"])
    database.ask(session, _APPEND, **{column: getattr(entry, column) for column in _COLUMNS})
    return entry.hash


def seal(previous: str, entry: JournalEntry, key: bytes) -> str:
    """The keyed hash of a line and of the line before it."""
    told = [
        entry.id,
        entry.at.astimezone(UTC).isoformat(),
        entry.action,
        entry.object,
        entry.result,
        entry.origin,
        entry.actor,
        entry.person_id,
        entry.organisation_id,
        entry.details,
    ]
    text = json.dumps([previous, told], ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def first_break(entries: Iterable[JournalEntry], *, key: bytes, anchors: dict[int, str] | None = None) -> Break | None:
    """Walk the chain from its beginning. `anchors` are heads kept elsewhere (receipts, the backup's sidecar): id -> hash.

    Without an anchor a cut tail cannot be seen: what is gone leaves no gap.
    """
    previous, expected = GENESIS, 1
    waiting = dict(anchors or {})
    for entry in entries:
        if entry.id != expected:
            return Break(expected, "deze regel ontbreekt")
        if not hmac.compare_digest(entry.hash, seal(previous, entry, key)):
            return Break(entry.id, "deze regel, of zijn plaats, is veranderd")
        anchor = waiting.pop(entry.id, None)
        if anchor is not None and anchor != entry.hash:
            return Break(entry.id, "deze regel komt niet overeen met een eerder uitgegeven ketenkop")
        previous, expected = entry.hash, expected + 1
    if waiting:
        return Break(min(waiting), "de keten is hier afgekapt: een eerder uitgegeven ketenkop ontbreekt")
    return None
