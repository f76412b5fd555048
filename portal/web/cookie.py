"""The signed cookie with the session's token: signed anew when it changed, and once a minute, not at every answer.

It lives for the idle time after its last signature, so a session ends at most a minute early; whether it is alive is in the database.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature

from portal.web import clock

SIGNED_AGAIN_AFTER = timedelta(minutes=1)


class DatedSession(SecureCookieSession):
    """What the cookie holds, and when it was signed."""

    signed_at: datetime | None = None


class DatedCookie(SecureCookieSessionInterface):
    """Flask's own signed cookie, which remembers its age."""

    session_class = DatedSession

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The content of a cookie that we signed, no longer ago than the idle time; empty for any other."""
        serializer = self.get_signing_serializer(app)
        value = request.cookies.get(self.get_cookie_name(app))
        if serializer is None or not value:
            return None if serializer is None else DatedSession()
        try:
            content, signed_at = serializer.loads(value, max_age=int(app.permanent_session_lifetime.total_seconds()), return_timestamp=True)
        except BadSignature:
            return DatedSession()
        session = DatedSession(content)
        session.signed_at = signed_at
        return session

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Changed, or signed more than a minute ago."""
        signed_at: Any = getattr(session, "signed_at", None)
        return session.modified or (session.permanent and (signed_at is None or clock.now() - signed_at > SIGNED_AGAIN_AFTER))


def bind(app: Flask) -> None:
    """Use it."""
    app.session_interface = DatedCookie()
