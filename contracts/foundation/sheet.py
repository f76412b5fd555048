"""What a spreadsheet holds once it was read: plain values, whatever it is about. Reading itself happens in a child process of the portal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Odd:
    """A value in a file that is neither a number nor a text. `what` says it with its article: "een datum"; that one has its `day` too."""

    what: str
    day: date | None = None


Raw = str | Decimal | Odd | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file as it was read, from its first row and column on."""

    name: str
    rows: tuple[tuple[Raw, ...], ...]


def is_there(value: Raw) -> bool:
    """Whether a cell of a file holds anything."""
    return value is not None and (not isinstance(value, str) or value.strip() != "")


def address(row: int, column: int) -> str:
    """The name of a cell as spreadsheets say it; both counted from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, place = divmod(rest - 1, 26)
        letters = chr(65 + place) + letters
    return f"{letters}{row + 1}"
