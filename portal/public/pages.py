"""What the public pages show."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A page of fixed text."""

    title: str
