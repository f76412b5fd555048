"""What a spreadsheet holds once it was read: plain values, whatever it is about. Reading itself happens in a child process of the portal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.foundation.errors import Refused

SEARCHED = 20  # rows at the top of a sheet in which the names of the columns may stand


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


def heading_row(sheet: Sheet, name: str) -> int | None:
    """The row with the names of the columns: the first near the top in which this name stands. None: it is another kind of sheet."""
    for number, row in enumerate(sheet.rows[:SEARCHED]):
        if any(isinstance(value, str) and value.strip().casefold() == name.casefold() for value in row):
            return number
    return None


def columns_named(sheet: Sheet, top: int, names: Iterable[str], *, required: Iterable[str], advice: str) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where each of these columns stands, and a remark about those that are not read. Raises Refused for one that is there twice or missing.

    `advice` ends the sentence about a missing column: where a whole file comes from.
    """
    known = {name.casefold(): name for name in names}
    found: dict[str, int] = {}
    strange: list[str] = []
    for place, value in enumerate(sheet.rows[top]):
        text = value.strip() if isinstance(value, str) else ""
        name = known.get(text.casefold())
        if name is not None and name in found:
            raise Refused("file", f"De kolom “{name}” staat twee keer op blad “{sheet.name}”. Haal er één weg.")
        if name is not None:
            found[name] = place
        elif text:
            strange.append(text[:40])
    missing = [name for name in required if name not in found]
    if missing:
        raise Refused("file", f"Op blad “{sheet.name}” ontbreekt de kolom “{missing[0]}”. {advice}")
    return found, (f"Deze kolommen zijn niet gelezen: {', '.join(strange[:5])}.",) if strange else ()
