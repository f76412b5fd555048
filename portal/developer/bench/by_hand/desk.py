"""What the handwritten pages share: their connection, who is signed in, the frame round a page, and numbers in Dutch."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from contracts.foundation import database
from contracts.foundation.period import AMSTERDAM, MONTHS
from portal.web import clock
from portal.web.headers import FIXED

SESSION = """
SELECT p.id, p.name, o.id, o.name, o.kind, r.role FROM sign_in_session s
JOIN membership m ON m.id = s.membership_id JOIN person p ON p.id = m.person_id JOIN organisation o ON o.id = m.organisation_id
LEFT JOIN membership_role r ON r.membership_id = m.id
WHERE s.token_hash = ? AND s.ended_at IS NULL AND s.expires_at > ? AND p.is_blocked = 0
"""
HEADERS = [*FIXED.items(), ("Cache-Control", "no-store"), ("Vary", "HX-Request, Cookie"), ("Content-Type", "text/html; charset=utf-8")]
COOKIE = "__Host-samenzicht"


class No(Exception):
    """Not signed in, not allowed, or not found."""


@dataclass(slots=True)
class Person:
    """Who is signed in."""

    id: int
    name: str
    organisation_id: int
    organisation_name: str
    token: str
    csrf_token: str


class Desk:
    """One process of the handwritten server: a connection with the same habits as ours, and its keys."""

    def __init__(self, path: Path, *, key: bytes, journal_key: bytes) -> None:
        self.connection = database.sqlite_module().connect(str(path), check_same_thread=False)
        database.prepare_sqlite(self.connection)
        self.run: Callable[..., Any] = self.connection.execute
        self.key, self.journal_key = key, journal_key

    def person(self, environ: dict[str, Any], *, kind: str, roles: Iterable[str]) -> Person:
        """Who asks, when they may. Raises No."""
        token = environ["HTTP_COOKIE"].partition(f"{COOKIE}=")[2].partition(";")[0]
        hashed = hashlib.sha256(token.encode()).hexdigest()
        rows = self.run(SESSION, (hashed, clock.now().strftime("%Y-%m-%d %H:%M:%S.%f"))).fetchall()
        if not rows or rows[0][4] != kind or not {row[5] for row in rows}.intersection(roles):
            raise No
        number, name, organisation_id, organisation_name = rows[0][:4]
        return Person(number, name, organisation_id, organisation_name, token, self.csrf_token(token))

    def csrf_token(self, token: str) -> str:
        """The token that the forms of this session carry."""
        return hmac.new(self.key, token.encode(), hashlib.sha256).hexdigest()

    def form(self, environ: dict[str, Any], person: Person) -> dict[str, str]:
        """What was sent, when it came from our own page. Raises No."""
        if environ.get("HTTP_SEC_FETCH_SITE") != "same-origin" or environ.get("HTTP_ORIGIN") != f"https://{environ['HTTP_HOST']}":
            raise No
        if not hmac.compare_digest(environ.get("HTTP_X_CSRFTOKEN", ""), person.csrf_token):
            raise No
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
        return {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}


def send(start_response: Any, text: str, person: Person, *, status: str = "200 OK", more: tuple[tuple[str, str], ...] = ()) -> list[bytes]:
    """The answer, with the headers of every answer."""
    body = text.encode()
    cookie = f"{COOKIE}={person.token}; Max-Age=1800; Secure; HttpOnly; Path=/; SameSite=Lax"
    start_response(status, [*HEADERS, *more, ("Content-Length", str(len(body))), ("Set-Cookie", cookie)])
    return [body]


class Frame:
    """The fixed text of a page, cut out of ours: what stands round the rows, with a slot for each text that differs per person."""

    def __init__(self, page: str, cuts: dict[str, tuple[str, str]], slots: dict[str, str]) -> None:
        text = page
        for name, (after, before) in cuts.items():
            head, _, rest = text.partition(after)
            text = f"{head}{after}\0{name}\0{before}{rest.partition(before)[2]}"
        for name, value in slots.items():
            text = text.replace(escape(value).replace("&#x27;", "&#39;"), f"\0{name}\0")
        pieces = text.split("\0")
        self.fixed, self.names = pieces[::2], pieces[1::2]

    def fill(self, person: Person, **texts: str) -> str:
        """The page with these texts in it, which are HTML already."""
        texts |= {"csrf": person.csrf_token, "name": escape(person.name), "organisation": escape(person.organisation_name)}
        parts = [self.fixed[0]]
        for name, after in zip(self.names, self.fixed[1:], strict=True):
            parts += (texts[name], after)
        return "".join(parts)


def shown(thousandths: int | None) -> str:
    """A number as somebody types it: 12500 is "12,5"."""
    if thousandths is None:
        return ""
    whole, rest = divmod(thousandths, 1000)
    return f"{whole},{rest:03}".rstrip("0") if rest else str(whole)


def share(above: int, below: int) -> str:
    """A percentage with one decimal, rounded half up: "61,3"."""
    tenths = (2000 * above + below) // (2 * below)
    return f"{tenths // 10},{tenths % 10}"


def saved_at(stored: str, today: date) -> str:
    """When something was saved: "14:03" today, else "20 oktober"."""
    local = datetime.fromisoformat(stored).replace(tzinfo=UTC).astimezone(AMSTERDAM)
    return f"{local.hour:02}:{local.minute:02}" if local.date() == today else f"{local.day} {MONTHS[local.month - 1]}"
