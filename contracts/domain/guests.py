"""The partners who may sit at the partnership table as guests (guests.toml of a region; it may be left out). A choice list, and no table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.domain.reference.record import Record, no_duplicates, only_sections, records

FILE = "guests.toml"
ANY_PARTNER = ("Andere partner",)
"""What can be chosen in a region without a list."""
_LONGEST = 120


def parse_guests(document: Mapping[str, Any], *, file: str = FILE) -> tuple[str, ...]:
    """Read guests.toml: `[[guest]]` with name and source, in the order of the file. Raises ReferenceMistake."""
    only_sections(document, file=file, known=("guest",))
    if "guest" not in document:
        return ANY_PARTNER
    found = tuple(_guest(row) for row in records(document, file=file, section="guest", key="name"))
    no_duplicates(file, found, field="name")
    return found


def _guest(row: Record) -> str:
    name = row.text("name", longest=_LONGEST)
    row.source()
    row.finish()
    return name
