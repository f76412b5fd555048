"""Counts the statements that a piece of code sends to the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

_HOUSEKEEPING = ("PRAGMA", "BEGIN", "SET TRANSACTION", "SAVEPOINT", "RELEASE", "SELECT PG_ADVISORY")


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """The statements sent on the session's engine while inside, without those that only open a transaction."""
    engine = session.get_bind().engine
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.upper().startswith(_HOUSEKEEPING):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
