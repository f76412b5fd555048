"""A client that sends whatever it likes: any method, any cookie, any header. It does not look at pages, and is fast.

Cookies are sealed with the portal's own key, as a browser of a signed-in person would hold them.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from contracts.foundation import database
from portal.accounts import sessions
from portal.extensions import db
from portal.web import clock
from tests.support.world import Member

BASE = "https://localhost"
COOKIE = "__Host-samenzicht"


@dataclass
class Browser:
    """One browser: a cookie jar with one cookie, and a CSRF token that fits it."""

    app: Flask
    token: str | None
    raw_csrf: str = field(default_factory=lambda: secrets.token_hex(20))
    cookie: str = field(init=False)

    def __post_init__(self) -> None:
        held: dict[str, Any] = {"csrf_token": self.raw_csrf}
        if self.token is not None:
            held |= {"_user_id": self.token, "_fresh": True, "_permanent": True}
        self.cookie = sealed_cookie(self.app, held)

    @property
    def csrf_token(self) -> str:
        """A token as a form of this browser holds it."""
        return str(URLSafeTimedSerializer(self.app.secret_key or "", salt="wtf-csrf-token").dumps(self.raw_csrf))

    def send(
        self,
        method: str,
        path: str,
        *,
        data: Mapping[str, Any] | None = None,
        htmx: bool = False,
        csrf: bool = True,
        headers: Mapping[str, str] | None = None,
    ) -> TestResponse:
        """One request, as a page of ours would send it unless told otherwise."""
        sent = {"Sec-Fetch-Site": "same-origin", "Cookie": f"{COOKIE}={self.cookie}"} | dict(headers or {})
        if htmx:
            sent |= {"HX-Request": "true", "HX-Current-URL": f"{BASE}{path}"}
        body = dict(data or {})
        if csrf and method not in ("GET", "HEAD", "OPTIONS"):
            body.setdefault("csrf_token", self.csrf_token)
        client = self.app.test_client(use_cookies=False)
        return client.open(
            path, method=method, data=body or None, headers={name: value for name, value in sent.items() if value}, base_url=BASE, buffered=True
        )


def sealed_cookie(app: Flask, held: Mapping[str, Any]) -> str:
    """A cookie as the portal seals it."""
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return str(serializer.dumps(dict(held)))


def begin_session(app: Flask, member: Member, *, ended: bool = False) -> str:
    """A session in the database; its token. `ended` ends it at once."""
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        at, place = clock.now(), {"person_id": member.person_id, "membership_id": member.membership_id}
        token = sessions.begin(session, hours=10, by=member.as_actor(), at=at, browser="test", network="127.0.0", how="test", **place)
        if ended:
            sessions.end_all(session, person_id=member.person_id, why="test", at=at)
        session.commit()
        db.session.remove()
    return token


def browser_of(app: Flask, member: Member | None, *, ended: bool = False) -> Browser:
    """The browser of somebody who signed in, whose session ended, or of a visitor."""
    return Browser(app, None if member is None else begin_session(app, member, ended=ended))


def undo_everything(app: Flask) -> None:
    """Let every request be answered in full and then undone, so that thousands of them see the same world."""

    def undo(response: Any) -> Any:
        if database.is_writing(db.session()) and response.status_code < 400:
            db.session.flush()  # what the commit would have found wrong is found here
        db.session.rollback()
        return response

    app.after_request(undo)
