"""The one kind of form that may bring a file, and how large that request may be. Every other form stays small and without files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

View = TypeVar("View", bound=Callable[..., Any])
ROUND_IT = 64 * 1024  # the other fields of the form, and what a browser writes between the parts


def takes_file(most: int) -> Callable[[View], View]:
    """Mark a view whose form brings a file of at most this many bytes."""

    def mark(view: View) -> View:
        view.takes_file = most  # type: ignore[attr-defined]
        return view

    return mark


def sent_file(field: str, most: int) -> tuple[str, bytes]:
    """The file's name as it is shown, never used as a path, and its content: one byte more than `most` at the most."""
    sent = request.files.get(field)
    if sent is None or not sent.filename:
        return "", b""
    bare = sent.filename.replace("\\", "/").rpartition("/")[2]
    try:
        return "".join(sign for sign in bare if sign.isprintable())[-160:], sent.read(most + 1)
    finally:
        sent.close()  # a large one lies on disk until then


def expects_file() -> int:
    """How large the file of this request may be; 0 when its form has none."""
    view = current_app.view_functions.get(request.endpoint or "")
    return int(getattr(view, "takes_file", 0))


def _make_room() -> None:
    most = expects_file()
    if most and request.method == "POST":
        request.max_content_length = most + ROUND_IT


def bind(app: Flask) -> None:
    """Call after the guard and before the extensions: whoever may not come in brings no file, and the CSRF check reads the form."""
    app.before_request(_make_room)
