"""One write transaction per unsafe request, committed in one place.

A view that changes something asks for `writing()` as late as it can: hashing and other slow work come before it. The
commit happens once, after the view, when the answer is below 400; any other answer rolls back. A safe request (GET,
HEAD) cannot ask: its transaction stays read-only in the database itself.
"""

from __future__ import annotations

from flask import Flask, Response, g, request
from sqlalchemy.orm import Session

from contracts.foundation import database
from portal.extensions import db

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def reading() -> Session:
    """The request's session, for queries."""
    return db.session()


def writing() -> Session:
    """The request's session, open for writing. Waits for its turn; raises when a safe request asks."""
    if request.method in SAFE:
        raise database.WriteOutsideTransaction(f"{request.method} may not write")
    session = db.session()
    database.begin_writing(session)
    return session


def undo() -> None:
    """Take back what this request did so far: the page of a refusal shows what is stored, and nothing half done."""
    db.session().rollback()


def keep() -> None:
    """Commit although the answer is a refusal: for failed sign-ins, which must be counted."""
    g.keep_changes = True


def _finish(response: Response) -> Response:
    session = db.session()
    if database.is_writing(session):
        if response.status_code < 400 or g.get("keep_changes"):
            session.commit()
        else:
            session.rollback()
    return response


def bind(app: Flask) -> None:
    """Attach the one commit. Registered first, so that it runs last: no other hook writes after it."""
    app.after_request(_finish)
