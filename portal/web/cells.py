"""Text for spreadsheet cells: what a spreadsheet would run as a formula is made plain text, and read back as it was."""

from __future__ import annotations

import re

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_RUNS = re.compile(f"'* *[{re.escape(''.join(DANGEROUS))}]")


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before anything that a spreadsheet would take for a formula (OWASP: CSV injection)."""
    return f"'{text}" if _RUNS.match(text) else text


def plain_cell(text: str) -> str:
    """The text without the apostrophe that `safe_cell` put before it; "'s avonds" keeps its own."""
    return text[1:] if text.startswith("'") and _RUNS.match(text) else text
