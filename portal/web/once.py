"""What must happen once happens once: an unsafe form carries a key, and the first answer to that key is the answer.

A double click, a retry after a lost connection, or a second tab gets the first one's redirect; nothing is done again.
"""

from __future__ import annotations

import functools
import re
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Response, request
from flask_login import current_user
from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base
from contracts.foundation.errors import Refused
from portal.web import clock, transaction
from portal.web.fragments import see_other

FIELD = "once_key"
_KEY = re.compile(r"^[0-9a-f]{32}$")


class UsedKey(Base):
    """A key that was used, by whom, for what, and where its answer led."""

    __tablename__ = "used_key"

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    owner: Mapped[str] = mapped_column(String(64))
    endpoint: Mapped[str] = mapped_column(String(120))
    location: Mapped[str] = mapped_column(Text)
    used_at: Mapped[datetime] = mapped_column(index=True)


def fresh_key() -> str:
    """A new key for a form."""
    return uuid.uuid4().hex


def once(view: Callable[..., Response]) -> Callable[..., Response]:
    """Make a view that answers with a redirect do its work once per key. Opens the write transaction, so that two equal requests queue."""

    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Response:
        key = request.form.get(FIELD, "")
        if not _KEY.match(key):
            raise Refused("", "Het formulier is niet volledig verstuurd. Laad de pagina opnieuw en probeer het nog eens.")
        session = transaction.writing()
        owner, endpoint = _owner(), str(request.endpoint)
        used = session.execute(select(UsedKey.owner, UsedKey.endpoint, UsedKey.location).where(UsedKey.key == key)).first()
        if used is not None:
            if (used.owner, used.endpoint) != (owner, endpoint):
                raise Refused("", "Dit formulier is al voor iets anders gebruikt. Laad de pagina opnieuw.")
            return see_other(used.location)
        response = view(*args, **kwargs)
        location = response.headers.get("HX-Redirect") or response.headers.get("Location")
        if response.status_code < 400 and location:
            session.add(UsedKey(key=key, owner=owner, endpoint=endpoint, location=location, used_at=clock.now()))
        return response

    guarded.happens_once = True  # type: ignore[attr-defined]
    return guarded


def _owner() -> str:
    """Keys belong to a person, not to a session: a retry after signing in again is still a retry."""
    identity = getattr(current_user, "identity", None)
    return f"person:{identity.person_id}" if identity is not None else "anonymous"
