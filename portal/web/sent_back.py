"""Whole numbers that a page of ours sent along and gets back: the version somebody saw, the number of a row."""

from __future__ import annotations

LONGEST = 8  # digits: no version and no row's number comes near it, and every database holds it


def number_of(text: str | None) -> int:
    """The number, or 0 for anything that is none: 0 is nobody's version and no row's number."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= LONGEST else 0
