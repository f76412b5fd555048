"""Text for spreadsheet cells: what a spreadsheet would run as a formula is made plain text."""

from __future__ import annotations

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before anything that a spreadsheet would take for a formula (OWASP: CSV injection)."""
    return f"'{text}" if text.lstrip(" ").startswith(DANGEROUS) else text
