"""Requests that a page sends by itself: they are no sign that somebody is there, so they do not keep a session alive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request

View = TypeVar("View", bound=Callable[..., Any])


def quiet(view: View) -> View:
    """Mark a view that a page asks by itself, every few seconds."""
    view.is_quiet = True  # type: ignore[attr-defined]
    return view


def is_quiet() -> bool:
    """Does this request come by itself?"""
    return bool(getattr(current_app.view_functions.get(request.endpoint or ""), "is_quiet", False))
