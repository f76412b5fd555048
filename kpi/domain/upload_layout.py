"""How a report looks as a spreadsheet: the names of its columns, and the mark by which each row is known again.

The template is written and read by these names, so that columns and rows may be moved and sheets renamed.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

MARK = "Kenmerk"
FIRST, SECOND, REASON, NOTE = "Teller of aantal", "Noemer", "Geen cijfer, want", "Toelichting"
INPUTS = {"numerator": FIRST, "denominator": SECOND, "missing_reason": REASON, "explanation": NOTE}
"""The columns that people fill in, by the field of the cell."""
KNOWN = ("Onderdeel", "Code", "Cijfer", "Definitieversie", "Wat telt u", "Waarvan", "Vorig kwartaal teller", "Vorig kwartaal noemer")
COMPARED = ("Vorig kwartaal", "Zelfde kwartaal vorig jaar", "Norm")
COLUMNS = (MARK, *KNOWN, *COMPARED, *INPUTS.values())

_MARK = re.compile(r"([0-9a-f]{12})\.([A-Z]{1,4}-[0-9]{1,4})\.v([0-9]{1,6})\.([0-9]{1,8})")


def report_mark(report_id: int, period: str) -> str:
    """Twelve signs that belong to one report: a file of another quarter or of another aanbieder is seen at once. No secret."""
    return hashlib.sha256(f"rapportage {report_id} {period}".encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Mark:
    """Which cell a row is about, and what stood there at the download: `cell_version` 0 is an empty cell."""

    report: str
    code: str
    definition_version: int
    cell_version: int

    @property
    def text(self) -> str:
        """As it stands in the file."""
        return f"{self.report}.{self.code}.v{self.definition_version}.{self.cell_version}"

    @classmethod
    def parse(cls, text: str) -> Mark | None:
        """Read a mark back; None when it is not one of ours."""
        found = _MARK.fullmatch(text.strip())
        return None if found is None else cls(found[1], found[2], int(found[3]), int(found[4]))
