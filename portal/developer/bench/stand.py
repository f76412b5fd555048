"""The measuring stand: the real portal on a filled SQLite file, two signed-in people, and requests that call the WSGI application itself."""

from __future__ import annotations

import io
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.test import EnvironBuilder

from contracts.foundation import database
from contracts.foundation.actor import Actor
from kpi.domain.signature import SigningKey
from portal.accounts import sessions
from portal.app import create_app
from portal.config import PRODUCTION, ROOT, Settings
from portal.developer import migration
from portal.developer.bench import dataset
from portal.developer.bench.money import Money
from portal.extensions import db
from portal.web import clock

HOST = "https://localhost"
FROM: dict[Any, Any] = {"REMOTE_ADDR": "127.0.0.1"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from one request."""

    status: str
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in: the cookie of our portal, the token in it, and the CSRF token of the session."""

    cookie: str
    token: str
    csrf_token: str


class Stand:
    """The portal, its database file, and its two people."""

    def __init__(self, folder: Path, size: Money | None) -> None:
        self.path = folder / "meting.db"
        self.journal_key = secrets.token_bytes(32)
        self.secret = secrets.token_urlsafe(48)
        url = f"sqlite:///{self.path}"
        migration.upgrade(url)
        self.app = create_app(_settings(url, self.secret, self.journal_key))
        self.app.config["WORKLIST_PAGE_SIZE"] = dataset.DEVIATIONS  # all at once: the goal is about 200 rows
        with self.app.app_context():
            session = db.session()
            database.begin_writing(session)
            dataset.fill(session, size)
            session.commit()
        self.manager, self.entry = (self._sign_in(n) for n in (1, 2))

    def _sign_in(self, number: int) -> Visitor:
        """A real session, and the cookie and CSRF token that a browser would have."""
        by = Actor(number, dataset.PEOPLE[number - 1][2], None, "-")
        with self.app.app_context():
            session = db.session()
            database.begin_writing(session)
            place = {"person_id": number, "membership_id": number, "hours": 10, "browser": "meting", "network": "127.0.0.1"}
            token = sessions.begin(session, by=by, at=clock.now(), how="meting", **place)  # type: ignore[arg-type]
            session.commit()
        client = self.app.test_client()
        with client.session_transaction(base_url=HOST) as cookie:
            cookie.permanent = True
            cookie["_user_id"], cookie["_fresh"] = token, True
        found = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/account", base_url=HOST).text)
        kept = client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        if found is None or kept is None:
            raise LookupError("the portal did not let the measurement in")
        return Visitor(f"{kept.key}={kept.value}", token, found[1])


def _settings(url: str, secret: str, key: bytes) -> Settings:
    region = ROOT / "contracts" / "reference" / "maastricht-heuvelland"
    return Settings(PRODUCTION, secret, key, url, ("localhost",), 0, region, ROOT / "kpi" / "catalogue", SigningKey(secrets.token_bytes(32)))


@contextmanager
def stand(size: Money | None = None) -> Iterator[Stand]:
    """A stand on a database that is gone afterwards; with money of another size than usual."""
    with TemporaryDirectory(prefix="samenzicht-meting-") as folder:
        made = Stand(Path(folder), size)
        yield made
        with made.app.app_context():
            db.engine.dispose()


def get(path: str, visitor: Visitor) -> dict[str, Any]:
    """The WSGI environment of a page visit, as a server hands it over."""
    headers: Any = {"Cookie": visitor.cookie, "Accept-Encoding": "gzip"}
    return EnvironBuilder(path, base_url=HOST, headers=headers, environ_base=FROM).get_environ()


def post(path: str, visitor: Visitor, form: dict[str, str]) -> tuple[dict[str, Any], bytes]:
    """The same of a form that htmx sends, and its body."""
    body = urlencode(form).encode()
    headers = {"Cookie": visitor.cookie, "HX-Request": "true", "X-CSRFToken": visitor.csrf_token, "Origin": HOST, "Sec-Fetch-Site": "same-origin"}
    content = {"method": "POST", "content_type": "application/x-www-form-urlencoded", "input_stream": io.BytesIO(body), "content_length": len(body)}
    return EnvironBuilder(path, base_url=HOST, headers=headers, environ_base=FROM, **content).get_environ(), body  # type: ignore[arg-type]


def ask(application: Any, environ: dict[str, Any], body: bytes = b"") -> Answer:
    """One request to a WSGI application. A server makes a new environment per request; copying one is the cheapest stand-in."""
    told: list[Any] = []
    fresh = environ.copy()
    if body:
        fresh |= {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
    parts = application(fresh, lambda status, headers, _exc_info=None: told.append((status, headers)))
    content = b"".join(parts)
    if hasattr(parts, "close"):
        parts.close()
    status, headers = told[0]
    return Answer(status, dict(headers), content)


def wsgi(app: Flask) -> Any:
    """The portal without its client."""
    return app.wsgi_app
