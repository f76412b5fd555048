"""Pages for everybody, and the way to your own start page."""

from __future__ import annotations

import json

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, url_for

from kpi.domain.signature import key_id_of
from portal.access.guard import requires
from portal.access.identity import current_identity
from portal.access.permissions import Permission
from portal.public.pages import PublicKey, PublicKeyPage
from portal.web.navigation import navigation_of
from portal.web.pages import PlainPage

public = Blueprint("public", __name__)
start = Blueprint("start", __name__)


@public.get("/")
@requires(Permission.PUBLIC)
def front() -> str:
    """What this is, for somebody who never saw it."""
    return render_template("public/front.html", page=PlainPage("Samen sturen op beschermd wonen en opvang"))


@public.get("/toegankelijkheid")
@requires(Permission.PUBLIC)
def accessibility() -> str:
    """The accessibility statement."""
    return render_template("public/accessibility.html", page=PlainPage("Toegankelijkheid"))


@public.get("/privacy")
@requires(Permission.PUBLIC)
def privacy() -> str:
    """What is kept, and why."""
    return render_template("public/privacy.html", page=PlainPage("Privacy"))


@public.get("/contact")
@requires(Permission.PUBLIC)
def contact() -> str:
    """Whom to ask."""
    return render_template("public/contact.html", page=PlainPage("Contact"))


@public.get("/openbare-sleutel")
@requires(Permission.PUBLIC)
def public_key() -> str:
    """The public halves of the keys that sign receipts."""
    return render_template("public/public_key.html", page=PublicKeyPage(_keys()))


@public.get("/openbare-sleutel.json")
@requires(Permission.PUBLIC)
def public_key_file() -> Response:
    """The same for programs, and for `./samenzicht bewijs --sleutel`."""
    told = {"sleutels": [{"kenmerk": one.key_id, "openbaar": one.public_key, "in gebruik": one.is_in_use} for one in _keys()]}
    headers = {"Content-Type": "application/json; charset=utf-8"}
    return make_response(json.dumps(told, ensure_ascii=False, indent=2) + "\n", 200, headers)


def _keys() -> list[PublicKey]:
    """The key in use first, then those that signed before: a receipt stays checkable."""
    settings = current_app.config["SETTINGS"]
    now = settings.signing_key.public_key
    return [PublicKey(key_id_of(now), now, True), *(PublicKey(key_id_of(one), one, False) for one in settings.retired_keys if one != now)]


@public.get("/healthz")
@requires(Permission.PUBLIC)
def health() -> Response:
    """For the monitoring of the host: says that the program runs, and nothing else."""
    return make_response(("ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}))


@start.get("/start")
@requires(Permission.ACCOUNT_OWN)
def home() -> Response:
    """To the desk of the role that one has here."""
    entries = navigation_of(current_identity())
    return redirect(entries[0].href if entries else url_for("own.own_account"), code=303)  # type: ignore[return-value]
