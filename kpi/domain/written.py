"""Text that people write: trimmed, of a sensible length, and without personal data."""

from __future__ import annotations

import unicodedata

from contracts.foundation.errors import Refused
from kpi.domain.privacy import refuse_personal_data

LONGEST_LINE = 120
LONGEST = 4000
LONGEST_MINUTES = 8000
SHORTEST_REASON = 10  # an explanation or a reason of fewer characters explains nothing


def read_line(text: str, *, field: str, missing: str, longest: int = LONGEST_LINE) -> str:
    """One line that must be there. `missing` is the Dutch sentence for an empty one. Raises Refused."""
    kept = " ".join(_printable(text).split())
    if not kept:
        raise Refused(field, missing)
    return _checked(kept, field, longest)


def read_text(text: str, *, field: str, longest: int = LONGEST) -> str:
    """A text of several lines that may be empty, without control characters. Line ends become a single newline. Raises Refused."""
    return _checked(_printable(text.replace("\r\n", "\n").replace("\r", "\n")).strip(), field, longest)


def read_reason(text: str, *, field: str, what: str = "een uitleg") -> str:
    """A text that must say something: at least ten characters. Raises Refused."""
    kept = read_text(text, field=field)
    if len(kept) < SHORTEST_REASON:
        raise Refused(field, f"Schrijf {what} van minstens {SHORTEST_REASON} tekens.")
    return kept


def _printable(text: str) -> str:
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))


def _checked(text: str, field: str, longest: int) -> str:
    if len(text) > longest:
        raise Refused(field, f"Deze tekst is te lang. Gebruik hoogstens {longest} tekens.")
    refuse_personal_data(field, text)
    return text
