"""Security headers on every response, static files and errors included."""

from __future__ import annotations

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

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
A_YEAR = 31_536_000


def _harden(response: Response) -> Response:
    response.headers.update(FIXED)
    if request.endpoint == "static" and response.status_code < 400:
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-store"
        response.vary.add("HX-Request")
        response.vary.add("Cookie")
    return response


class Cookies(SecureCookieSessionInterface):
    """The session cookie, renewed with every page but never sent with a static file: a cache may hand a file to others."""

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Not with a static file."""
        return request.endpoint != "static" and super().should_set_cookie(app, session)


def bind(app: Flask) -> None:
    """Attach the headers, and the cookie's habits."""
    app.session_interface = Cookies()
    app.after_request(_harden)
