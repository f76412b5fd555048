"""Security headers on every response, static files and errors included."""

from __future__ import annotations

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from portal.web.quiet import is_quiet

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "font-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
FIXED = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Frame-Options": "DENY",
}
BARE = {name: FIXED[name] for name in ("X-Content-Type-Options", "Cross-Origin-Resource-Policy", "Strict-Transport-Security")}
"""What "nothing new" (204) to a page that asks every few seconds keeps. A 204 never becomes a document: a browser that is sent to one stays where it
is, so there is nothing that could be framed, load, open or refer. What guards the transport, the type and reading by others stays."""
A_YEAR = 31_536_000


def _harden(response: Response) -> Response:
    if response.status_code == 204 and is_quiet():
        response.headers.update(BARE)
        del response.headers["Content-Type"]
    else:
        response.headers.update(FIXED)
    if request.endpoint == "static" and response.status_code < 400:
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-store"
        response.vary.add("HX-Request")
        response.vary.add("Cookie")
    return response


class Cookies(SecureCookieSessionInterface):
    """The session cookie, never sent with a static file (a cache may hand a file to others), nor renewed by what a page asks by itself."""

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Not with a static file, and a question that nobody asked does not keep a session alive."""
        if request.endpoint == "static" or (is_quiet() and not session.modified):
            return False
        return super().should_set_cookie(app, session)


def bind(app: Flask) -> None:
    """Attach the headers, and the cookie's habits."""
    app.session_interface = Cookies()
    app.after_request(_harden)
