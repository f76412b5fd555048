"""The canonical text of what was submitted: one way to write it, so that one hash stands for it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

FORMAT = "samenzicht-rapportage-1"


def canonical_text(content: dict[str, Any]) -> str:
    """JSON with sorted keys and no spare spaces. Numbers that were typed are strings, so that no reader rounds them."""
    return plain_text({"vorm": FORMAT, **content})


def plain_text(content: dict[str, Any]) -> str:
    """The one way to write these fields, without a form of its own added."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def fingerprint(text: str) -> str:
    """The SHA-256 of the text in UTF-8, in hexadecimals."""
    return hashlib.sha256(text.encode()).hexdigest()


def receipt_number(period: str, serial: int) -> str:
    """Such as "SZ-2026-K3-0007"."""
    return f"SZ-{period}-{serial:04d}"


def serial_of(number: str) -> int:
    """The serial in a receipt's number."""
    return int(number.rpartition("-")[2])
