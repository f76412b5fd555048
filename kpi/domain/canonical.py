"""The canonical text of what was submitted: one way to write it, so that one hash stands for it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

FORMAT = "samenzicht-rapportage-1"
FROZEN_FORMAT = "samenzicht-vastgesteld-1"
_AROUND = frozenset({"vorm", "aanbieder", "vaststelling", "bevestigd"})  # what stands around the figures
_FIGURES = {  # what of each line is the aanbieder's figure; names of places and people may change around it
    "cijfers": ("kpi", "definitie", "teller", "noemer", "geen cijfer", "toelichting"),
    "capaciteit": ("locatie", "plekken", "occupied", "free", "closed", "waiting"),
    "stromen": ("vorm", "at_begin", "inflow", "through_in", "through_out", "outflow", "at_end"),
    "uitsplitsing": ("kpi", "soort", "deel", "teller", "noemer"),
    "doorstroom": ("van", "naar", "mensen"),
    "mensen": ("vorm", "gemeente", "leeftijd", "mensen"),
    "correcties": ("kwartaal", "kpi", "definitie", "teller", "noemer", "geen cijfer", "reden"),
}


def canonical_text(content: dict[str, Any]) -> str:
    """JSON with sorted keys and no spare spaces. Numbers that were typed are strings, so that no reader rounds them."""
    return plain_text({"vorm": FORMAT, **content})


def plain_text(content: dict[str, Any]) -> str:
    """The one way to write these fields, without a form of its own added."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def figures_of(content: dict[str, Any]) -> dict[str, Any]:
    """The figures and words of a content without names and order: two contents with the same figures say the same of a quarter."""
    told: dict[str, Any] = {}
    for section, value in content.items():
        if isinstance(value, list):
            lines = [{part: line.get(part) for part in _FIGURES.get(section, tuple(line))} for line in value]
            told[section] = sorted(json.dumps(line, sort_keys=True, ensure_ascii=False) for line in lines)
        elif section not in _AROUND:
            told[section] = value
    return {section: value for section, value in told.items() if value != []}


def fingerprint(text: str) -> str:
    """The SHA-256 of the text in UTF-8, in hexadecimals."""
    return hashlib.sha256(text.encode()).hexdigest()


def receipt_number(period: str, serial: int) -> str:
    """Such as "SZ-2026-K3-0007"."""
    return f"SZ-{period}-{serial:04d}"


def serial_of(number: str) -> int:
    """The serial in a receipt's number."""
    return int(number.rpartition("-")[2])
