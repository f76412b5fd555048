"""The guard at the door: an endpoint without a permission is refused, and so is whoever does not have it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, make_response, redirect, request, url_for

from portal.access.identity import Identity, current_identity
from portal.access.permissions import Permission, permits

View = TypeVar("View", bound=Callable[..., Any])
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a view with its one permission. A second mark is a fault."""

    def mark(view: View) -> View:
        if hasattr(view, "permission"):
            raise TypeError(f"{view.__name__} already requires {view.permission}")
        view.permission = permission  # type: ignore[attr-defined]  # a mark of our own on a function
        return view

    return mark


def permission_of(app: Flask, endpoint: str) -> Permission | None:
    """The permission an endpoint carries."""
    return getattr(app.view_functions[endpoint], "permission", None)


def _enter() -> Response | None:
    if request.endpoint is None:
        return None  # no such address: Flask answers 404
    permission = permission_of(current_app, request.endpoint)
    if permission is None:
        current_app.logger.error("endpoint %s has no permission", request.endpoint)
        abort(403)
    if request.method in UNSAFE and not _same_origin():
        abort(403)
    identity = current_identity()
    if permits(permission, identity):
        return None
    if identity is None:
        return _ask_to_sign_in()
    return _turn_away(identity)


def _turn_away(identity: Identity) -> NoReturn:
    current_app.logger.warning("refused: person %s, endpoint %s", identity.person_id, request.endpoint)
    abort(403)


def _same_origin() -> bool:
    """The second lock beside the CSRF token: browsers say where a request comes from."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def _ask_to_sign_in() -> Response:
    """To the sign-in page, and back afterwards. htmx gets 401, so that it never swaps a sign-in page into a table cell."""
    if request.method in UNSAFE and not request.htmx:  # type: ignore[attr-defined]  # htmx-flask puts it on the request
        return current_app.make_response(current_app.config["ON_INTERRUPTED"]())
    if request.htmx:  # type: ignore[attr-defined]  # the same
        back = urlsplit(request.headers.get("HX-Current-URL", "")).path
        response = make_response("", 401)
        response.headers["HX-Redirect"] = url_for("accounts.sign_in", next=back or None)
        return response
    back = request.full_path.rstrip("?") if request.method == "GET" else ""
    return make_response(redirect(url_for("accounts.sign_in", next=back or None), code=303))


def bind(app: Flask) -> None:
    """Put the guard at the door, before anything else looks at the request."""
    app.before_request(_enter)
    setattr(app.view_functions["static"], "permission", Permission.PUBLIC)  # noqa: B010  Flask's own view has no such attribute to name
