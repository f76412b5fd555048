"""Signing in through the real screens, with a code of the world's second factor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyotp
from flask import Flask
from sqlalchemy import select

from portal.accounts.tables import Person
from portal.extensions import db
from portal.web import clock
from tests.support.inspector import Answer, Inspector
from tests.support.whole_world import PASSPHRASE, TOTP
from tests.support.world import Member

URL = "https://localhost"


def email_of(app: Flask, member: Member) -> str:
    """The address somebody signs in with."""
    with app.app_context():
        found = db.session.scalar(select(Person.email).where(Person.id == member.person_id))
        db.session.remove()
    assert found is not None
    return found


def code_now() -> str:
    """The code on everybody's telephone."""
    return pyotp.TOTP(TOTP).at(clock.now())


@dataclass
class Visitor:
    """Somebody at the sign-in screens, from a network of their own."""

    app: Flask
    network: str = "192.0.2"
    page: Inspector = field(init=False)
    shown: Answer | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.page = Inspector(self.app)

    def _post(self, path: str, data: dict[str, str]) -> Answer:
        """Send the form of the page that is shown, with its own CSRF token; without such a page, as somebody who skips steps."""
        try:
            fields = self.shown.form(path) if self.shown is not None else {}
        except AssertionError:
            fields = {}
        self.shown = self.page.post(path, fields | data, environ_overrides={"REMOTE_ADDR": f"{self.network}.7"})
        return self.shown

    def first(self, email: str, passphrase: str = PASSPHRASE, **more: str) -> Answer:
        """The first factor."""
        return self._post("/aanmelden", {"email": email, "passphrase": passphrase, **more})

    def second(self, code: str | None = None, **more: str) -> Answer:
        """The second factor."""
        return self._post("/aanmelden/code", {"code": code if code is not None else code_now(), **more})

    def cookie(self) -> dict[str, Any]:
        """What the cookie holds now."""
        with self.page.client.session_transaction(base_url=URL) as held:
            return dict(held)

    def plant(self, held: Mapping[str, Any]) -> None:
        """Put something in the cookie beforehand."""
        with self.page.client.session_transaction(base_url=URL) as cookie:
            cookie.update(held)


def sign_in_as(app: Flask, member: Member, *, plant: Mapping[str, Any] | None = None) -> Visitor:
    """Both factors, as this person."""
    visitor = Visitor(app)
    visitor.plant(plant or {})
    assert visitor.first(email_of(app, member)).status == 200
    assert visitor.second().status == 303
    return visitor
