"""The fingerprint of what a publication is made of, so that a draft can see that a report or a definition changed since."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from decimal import Decimal

from kpi.domain.publication.bundle import Bundle
from kpi.domain.summary_input import SummaryInput


def source_sha256(given: SummaryInput) -> str:
    """The same facts give the same fingerprint; one other figure, aanbieder, name or category gives another."""
    text = json.dumps(asdict(given), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def providers_of(truth: Bundle) -> frozenset[int]:
    """The aanbieders behind an edition, by their numbers: a later edition of the quarter counts the same ones."""
    return frozenset(int(name) for cell in truth.cells.values() for name in cell.contributions or {})


def _plain(value: object) -> str:
    """A number without the zeros that a database adds."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    raise TypeError(f"not in a source: {value!r}")
