"""What no address and no form of ours can hold: numbers that no database counts to, the NUL character, and files."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Map

from portal.web.files import expects_file

LARGEST_NUMBER = 2**31 - 1  # ids are 32-bit in PostgreSQL; a larger one is an object that does not exist


class Number(IntegerConverter):
    """`<int:...>` in an address: what is larger than any id answers 404, as every unknown object does."""

    def __init__(self, url_map: Map, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max", LARGEST_NUMBER)
        super().__init__(url_map, *args, **kwargs)


def _refuse() -> None:
    """400 before any view looks (404 in an address). PostgreSQL cannot keep NUL, and no person types it; only marked forms ask for a file."""
    if "\0" in request.path:
        abort(404)
    if request.files and not expects_file():
        abort(400)
    for values in (request.args, request.form):
        if any("\0" in text for pair in values.items(multi=True) for text in pair):
            abort(400)


def bind(app: Flask) -> None:
    """Call before the desks are registered: their addresses use the converter."""
    app.url_map.converters["int"] = Number
    app.before_request(_refuse)
