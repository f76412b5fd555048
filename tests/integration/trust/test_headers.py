"""The security headers stand on every response, whatever it is; the cookie carries every flag, and never rides on a file."""

from __future__ import annotations

import pytest
from flask import Blueprint, Flask
from werkzeug.test import TestResponse

from portal.access.guard import requires
from portal.access.permissions import Permission
from tests.support.attacker import Browser, browser_of
from tests.support.figures import measured
from tests.support.portal import signed_in
from tests.support.whole_world import Whole

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'none'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
}


@pytest.fixture
def failing(portal: Flask) -> Flask:
    """The portal with one more view, which fails."""
    bad = Blueprint("bad", __name__)

    @bad.get("/valt-om")
    @requires(Permission.PUBLIC)
    def view() -> str:
        raise ZeroDivisionError

    portal.register_blueprint(bad)
    return portal


def _responses(app: Flask, whole: Whole) -> dict[str, TestResponse]:
    visitor, manager = Browser(app, None), browser_of(app, whole.people["contractmanager"])
    return {
        "page": visitor.send("GET", "/"),
        "own page": manager.send("GET", "/account"),
        "redirect": manager.send("GET", "/start"),
        "to sign-in": visitor.send("GET", "/account"),
        "to sign-in, htmx": visitor.send("GET", "/account", htmx=True),
        "refused": manager.send("GET", "/mensen"),
        "not there": visitor.send("GET", "/bestaat-niet"),
        "not there, signed in": manager.send("GET", "/bestaat-niet"),
        "no method": visitor.send("DELETE", "/"),
        "trace": visitor.send("TRACE", "/"),
        "no token": visitor.send("POST", "/aanmelden", csrf=False),
        "wrong form": visitor.send("POST", "/aanmelden"),
        "failure": visitor.send("GET", "/valt-om"),
        "too big": visitor.send("POST", "/aanmelden", data={"email": "x" * 600_000}),
        "foreign host": visitor.send("GET", "/", headers={"Host": "kwaad.example"}),
        "options": visitor.send("OPTIONS", "/"),
        "health": visitor.send("GET", "/healthz"),
        "no such file": visitor.send("GET", "/static/bestaat-niet.css"),
        "climbing": visitor.send("GET", "/static/../portal/config.py"),
    }


def test_every_response_carries_every_header(failing: Flask, whole: Whole) -> None:
    responses = _responses(failing, whole)
    for name, response in responses.items():
        for header, value in ALWAYS.items():
            assert response.headers.get(header) == value, f"{name}: {header}"
        assert response.headers["Cache-Control"] == "no-store", name
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        assert "Server" not in response.headers
    statuses = {name: response.status_code for name, response in responses.items()}
    wanted = {"page": 200, "refused": 403, "not there": 404, "no method": 405, "trace": 405, "failure": 500, "too big": 413, "foreign host": 400}
    assert {name: statuses[name] for name in wanted} == wanted
    measured("responses without a security header", 0)


def test_a_static_file_is_kept_and_never_carries_a_cookie(portal: Flask, whole: Whole) -> None:
    for browser in (Browser(portal, None), browser_of(portal, whole.people["contractmanager"])):
        response = browser.send("GET", "/static/css/base.css")
        assert response.status_code == 200
        assert {header: response.headers.get(header) for header in ALWAYS} == ALWAYS
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Set-Cookie" not in response.headers, "a shared cache would hand this session to others"
        response.close()


def test_the_cookie_has_every_flag(portal: Flask, whole: Whole) -> None:
    response = signed_in(portal, whole.people["contractmanager"]).get("/account").response
    flags = {part.strip().partition("=")[0].lower() for part in response.headers["Set-Cookie"].split(";")[1:]}
    assert response.headers["Set-Cookie"].startswith("__Host-samenzicht=")
    assert {"secure", "httponly", "samesite", "path"} <= flags
    assert "domain" not in flags
    assert "SameSite=Lax" in response.headers["Set-Cookie"]
    assert "Path=/" in response.headers["Set-Cookie"]


def test_a_failure_tells_nothing_of_the_inside(failing: Flask) -> None:
    page = Browser(failing, None).send("GET", "/valt-om").get_data(as_text=True)
    assert "kenmerk" in page
    assert not [word for word in ("Traceback", "ZeroDivisionError", ".py", "werkzeug", "sqlalchemy") if word in page]
