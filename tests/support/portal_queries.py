"""Counts the statements that a request to the portal sends to its database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from portal.extensions import db
from tests.support.queries import counted


@contextmanager
def counted_requests(app: Flask) -> Iterator[list[str]]:
    """Every statement of the requests inside, without those that only open a transaction."""
    with app.app_context(), counted(db.session()) as sent:
        yield sent
