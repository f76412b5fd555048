"""Bringing stored rows in line with what a file says: add what is new, change what differs, leave the rest alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.domain.reference.mistake import ReferenceMistake
from contracts.foundation.base import Base

Counts = tuple[int, int]


def add_counts(*counts: Counts) -> Counts:
    """Add up (new, changed) pairs."""
    return sum(new for new, _ in counts), sum(changed for _, changed in counts)


def upsert(session: Session, table: type[Base], rows: Iterable[Mapping[str, Any]], *, key: Sequence[str] = ("code",), where: Any = None) -> Counts:
    """Store rows by their key and flush. Returns how many are new and how many changed."""
    statement = select(table) if where is None else select(table).where(where)
    stored = {tuple(getattr(row, name) for name in key): row for row in session.scalars(statement)}
    new = changed = 0
    for values in rows:
        row = stored.get(tuple(values[name] for name in key))
        if row is None:
            session.add(table(**values))
            new += 1
        else:
            changed += bring_in_line(row, values)
    session.flush()
    return new, changed


def bring_in_line(row: Base, values: Mapping[str, Any]) -> bool:
    """Set what differs. Was there anything?"""
    different = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)


def refuse_vanished(session: Session, column: Any, codes: Iterable[str], *, file: str) -> None:
    """A record that was loaded before must stay in its file: other rows may lean on it, and a stale one would be shown as valid."""
    vanished = sorted(set(session.scalars(select(column))) - set(codes))
    if vanished:
        raise ReferenceMistake(file, vanished[0], "code", "Dit record is eerder geladen en mag niet uit het bestand verdwijnen. Zet het terug.")
