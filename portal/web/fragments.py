"""The one place that knows htmx: does this request want a fragment, and what does the answer tell htmx."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, make_response, redirect, render_template, request


def wants_fragment() -> bool:
    """True for a request that htmx will swap into the page; a restored history page wants the whole page."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page_or_fragment(*, page: str, fragment: str, status: int = 200, **context: Any) -> Response:
    """Render the whole page, or only the fragment that the page itself includes."""
    return make_response(render_template(fragment if wants_fragment() else page, **context), status)


def render_fragment(template: str, **context: Any) -> str:
    """A piece of a page without the frame round it: nothing is worked out for a navigation that is not shown."""
    return current_app.jinja_env.get_template(template).render(context)


def see_other(location: str) -> Response:
    """Go on to another page after a change (303); htmx is told to load it whole."""
    if wants_fragment():
        response = make_response("", 200)
        response.headers["HX-Redirect"] = location
        return response
    return make_response(redirect(location, code=303))
