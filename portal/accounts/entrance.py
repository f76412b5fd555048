"""From passphrase to session: what the sign-in screens share."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from flask import current_app, g, request, url_for
from flask import session as cookie
from flask_login import login_user, logout_user

from contracts.foundation.actor import Actor
from portal.access.identity import SignedIn
from portal.accounts import secrets, sessions
from portal.accounts.queries import identity_of, places
from portal.accounts.throttle import network_of
from portal.extensions import login_manager
from portal.web import clock, transaction

PENDING = "pending"
PENDING_SECONDS = 300


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load(token: str) -> SignedIn | None:
    """Who belongs to this session token: asked once per request."""
    identity = identity_of(transaction.reading(), token_hash=secrets.hashed(token), at=clock.now())
    return None if identity is None else SignedIn(token, identity)


def actor_for(person_id: int, name: str) -> Actor:
    """Somebody on their way in: no organisation yet."""
    return Actor(person_id=person_id, name=name, organisation_id=None, organisation_name="-", origin=request.remote_addr or "")


def first_factor_passed(person_id: int, *, at: datetime) -> None:
    """Remember in the signed cookie, for five minutes, whose second factor is awaited."""
    _new_cookie()
    cookie[PENDING] = [person_id, int(at.timestamp())]


def awaited_person(*, at: datetime) -> int | None:
    """Whose second factor is awaited, if the passphrase was given less than five minutes ago."""
    pending = cookie.get(PENDING)
    if not pending or at.timestamp() - pending[1] > PENDING_SECONDS:
        return None
    return int(pending[0])


def enter(*, person_id: int, name: str, at: datetime, how: str, membership_id: int | None = None) -> bool:
    """Begin a session in a wholly new cookie. False when the person belongs to no organisation any more."""
    session = transaction.writing()
    own = places(session, person_id=person_id)
    chosen = membership_id if membership_id is not None else next((place.membership_id for place in own if place.roles), None)
    if chosen is None or chosen not in {place.membership_id for place in own}:
        return False
    token = sessions.begin(
        session,
        person_id=person_id,
        membership_id=chosen,
        hours=current_app.config["SESSION_ABSOLUTE_HOURS"],
        browser=request.user_agent.string,
        network=network_of(request.remote_addr or ""),
        by=actor_for(person_id, name),
        at=at,
        how=how,
    )
    carry(token)
    return True


def carry(token: str) -> None:
    """Put a new session token in a new cookie, so that nothing of the old one lives on."""
    identity = identity_of(transaction.reading(), token_hash=secrets.hashed(token), at=clock.now())
    if identity is None:
        raise LookupError("a session that began is not there")
    _new_cookie()
    cookie.permanent = True
    login_user(SignedIn(token, identity))


def leave() -> None:
    """Empty the cookie."""
    logout_user()
    _new_cookie()


def _new_cookie() -> None:
    """Empty the cookie, and forget the CSRF token made for the old one: a page that this request still shows gets a token that fits."""
    cookie.clear()
    g.pop("csrf_token", None)


def safe_next(target: str | None) -> str:
    """Where to go after signing in: only a path of our own, else the start page."""
    if target and target.startswith("/") and not target.startswith(("//", "/\\")):
        parts = urlsplit(target)
        if not parts.scheme and not parts.netloc and not target.startswith("/aanmelden"):
            return target
    return url_for("start.home")
