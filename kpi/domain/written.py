"""Text that people write in a session: trimmed, of a sensible length, and without personal data."""

from __future__ import annotations

import unicodedata

from contracts.foundation.errors import Refused
from kpi.domain.privacy import refuse_personal_data

LONGEST_LINE = 120
LONGEST_TEXT = 8000


def read_line(field: str, text: str, *, missing: str, longest: int = LONGEST_LINE) -> str:
    """One line that must be there. `missing` is the Dutch sentence for an empty one. Raises Refused."""
    kept = " ".join(_printable(text).split())
    if not kept:
        raise Refused(field, missing)
    return _checked(field, kept, longest)


def read_text(field: str, text: str, *, longest: int = LONGEST_TEXT) -> str:
    """A text of several lines that may be empty. Line ends become a single newline. Raises Refused."""
    return _checked(field, _printable(text.replace("\r\n", "\n").replace("\r", "\n")).strip(), longest)


def _printable(text: str) -> str:
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))


def _checked(field: str, text: str, longest: int) -> str:
    if len(text) > longest:
        raise Refused(field, f"Deze tekst is te lang. Gebruik hoogstens {longest} tekens.")
    refuse_personal_data(field, text)
    return text
