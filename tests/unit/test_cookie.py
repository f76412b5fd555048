"""The cookie is signed again when it must be, and not at every answer."""

from __future__ import annotations

import time_machine
from flask import Flask, Response, session

from portal.web import cookie


def portal() -> Flask:
    made = Flask("proef")
    made.config.update(SECRET_KEY="een proef", PERMANENT_SESSION_LIFETIME=1800)
    cookie.bind(made)

    @made.get("/begin")
    def begin() -> str:
        session.permanent = True
        session["wie"] = "Ans"
        return ""

    @made.get("/wie")
    def who() -> Response:
        return Response(session.get("wie", "niemand"))

    return made


def test_it_is_signed_again_after_a_minute_and_slides() -> None:
    client = portal().test_client()
    with time_machine.travel("2026-11-22 12:00:00+00:00", tick=False) as moment:
        assert "Set-Cookie" in client.get("/begin").headers
        moment.shift(50)
        assert "Set-Cookie" not in client.get("/wie").headers
        moment.shift(20)
        assert "Set-Cookie" in client.get("/wie").headers
        moment.shift(29 * 60)
        assert client.get("/wie").text == "Ans"
        moment.shift(29 * 60)
        assert client.get("/wie").text == "Ans"


def test_it_ends_after_the_idle_time() -> None:
    client = portal().test_client()
    with time_machine.travel("2026-11-22 12:00:00+00:00", tick=False) as moment:
        client.get("/begin")
        moment.shift(31 * 60)
        assert client.get("/wie").text == "niemand"


def test_what_we_did_not_sign_is_empty() -> None:
    client = portal().test_client()
    client.set_cookie("session", "eyJ3aWUiOiJBbnMifQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    assert client.get("/wie").text == "niemand"
