"""What somebody was sending when their session turned out to have ended: kept, sealed, through signing in.

Only a form that certainly came from our own page is kept; it is sent again by the person, with a button, after signing in.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

LARGEST = 64 * 1024
KEPT_SECONDS = 3600
NEVER_KEPT = frozenset({"csrf_token", "passphrase", "code"})


@dataclass(frozen=True, slots=True)
class Unsent:
    """A form that was not received: where it should go, and what was in it."""

    action: str
    fields: tuple[tuple[str, str], ...]


def seal_request() -> str:
    """Seal the form of this request, or give "" when there is nothing to keep or its origin is uncertain."""
    if request.method != "POST" or not _certainly_ours():
        return ""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER_KEPT]
    if not fields or len(json.dumps(fields)) > LARGEST:
        return ""
    return _serializer().dumps({"action": request.path, "fields": fields})


def unseal(sealed: str) -> Unsent | None:
    """Read a sealed form back; None when it was tampered with or is older than an hour."""
    if not sealed:
        return None
    try:
        kept = _serializer().loads(sealed, max_age=KEPT_SECONDS)
    except BadData:
        return None
    return Unsent(kept["action"], tuple((str(name), str(value)) for name, value in kept["fields"]))


def _certainly_ours() -> bool:
    return request.headers.get("Sec-Fetch-Site") == "same-origin" or request.headers.get("Origin") == request.host_url.rstrip("/")


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="unsent-form")
