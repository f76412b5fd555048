"""The rules for a new line of the begroting, and what there is to know of one: its amounts, what it pays, what is left (S001 "7.3 Financiën")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from contracts.domain.budget import CommitmentInYear, Matrix, MatrixRow
from contracts.foundation.errors import Refused

_CODE = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
LONGEST_CODE, LONGEST_NAME, LONGEST_NOTE = 40, 160, 2000


@dataclass(frozen=True, slots=True)
class NewLine:
    """What a person filled in for a new line. With a parent it is an earmark: its money is part of the parent's."""

    code: str
    name: str
    parent_id: int | None
    note: str
    reason: str


@dataclass(frozen=True, slots=True)
class Amount:
    """One decision on a line's amount of a year, with who recorded it ("" for what was loaded from the sources: that is revision 1)."""

    year: int
    revision: int
    amount_cents: int | None
    is_provisional: bool
    mark: str
    note: str
    decided_on: date | None
    reason: str
    source: str
    by: str = ""
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """What a line, or an earmark below it (`line_id`), pays of one commitment in a year, and its part of what was realised."""

    commitment: CommitmentInYear
    line_id: int
    amount_cents: int


@dataclass(frozen=True, slots=True)
class LineYear:
    """One year of a line as the begroting's matrix reckons it: first the line (with its earmarks in it), then the earmarks."""

    year: int
    revisions: tuple[Amount, ...]
    rows: tuple[MatrixRow, ...]
    payments: tuple[Payment, ...]
    shares: dict[str, int]

    @property
    def row(self) -> MatrixRow:
        """The line itself."""
        return self.rows[0]

    @property
    def earmarks(self) -> tuple[MatrixRow, ...]:
        """What is set apart inside it."""
        return self.rows[1:]

    @property
    def earmarked_cents(self) -> int:
        """How much is set apart inside it."""
        return sum(row.line.budgeted_cents or 0 for row in self.earmarks)

    @property
    def free_cents(self) -> int | None:
        """What is left for all that is not set apart: below zero when the earmarks are higher than the line. None without a budget."""
        return None if self.row.line.budgeted_cents is None else self.row.line.budgeted_cents - self.earmarked_cents


@dataclass(frozen=True, slots=True)
class LinePicture:
    """A line with all its years, ascending."""

    id: int
    code: str
    name: str
    parent_id: int | None
    parent_name: str
    note: str
    source: str
    years: tuple[LineYear, ...]
    taakveld_by: dict[int, tuple[str, datetime]]
    versions: dict[int, int]


def payments_of(matrix: Matrix) -> tuple[Payment, ...]:
    """The amounts of a matrix as a list: columns in order, and within them the rows that pay directly."""
    return tuple(
        Payment(column.commitment, row.line.id, row.cells[place].direct_cents)
        for place, column in enumerate(matrix.columns)
        for row in matrix.rows
        if row.cells[place].direct_cents
    )


def read_code(text: str) -> str:
    """The short name of a line in addresses and files: small letters, digits and hyphens."""
    code = text.strip()
    if not _CODE.match(code) or len(code) > LONGEST_CODE:
        raise Refused("code", f"Gebruik kleine letters, cijfers en streepjes, zoals 'actieplan-wonen'. Hoogstens {LONGEST_CODE} tekens.")
    return code


def read_name(text: str) -> str:
    """The name of a line as it stands in the begroting."""
    name = " ".join(text.split())
    if len(name) < 2 or len(name) > LONGEST_NAME:
        raise Refused("name", f"Geef de regel een naam van 2 tot {LONGEST_NAME} tekens.")
    return name


def read_note(text: str) -> str:
    """What there is to explain about a line."""
    if len(text) > LONGEST_NOTE:
        raise Refused("note", f"De toelichting is te lang: hoogstens {LONGEST_NOTE} tekens.")
    return text.strip()
