"""Page objects that several desks need."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A page of fixed text."""

    title: str
