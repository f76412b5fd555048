"""From a file, or one form, to rows with realised amounts: by the names of the columns, every value read or refused with a sentence.

Amounts in cents. Nothing here knows which contracts exist: that is judged in `realisation_rows`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeVar

from contracts.domain.allocation import LARGEST_CENTS, TOO_LARGE, read_amount
from contracts.foundation.errors import Refused
from contracts.foundation.sheet import Odd, Raw, Sheet, address, columns_named, heading_row, is_there

Value = TypeVar("Value")
FIELDS: Mapping[str, str] = {
    "reference": "Contractnummer", "first_on": "Van", "last_on": "Tot en met", "amount": "Bedrag", "units": "Aantal eenheden", "note": "Opmerking",
}  # fmt: skip
REQUIRED = ("reference", "first_on", "last_on", "amount")
DOWNLOAD = "Download het voorbeeldbestand en vul uw bedragen daarin in."
LONGEST_REFERENCE, LONGEST_NOTE, LONGEST_NUMBER = 40, 300, 30
MOST_UNITS = Decimal(10**9)
_NUMBER = re.compile(r"[0-9]+([,.][0-9]+)?")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+")
_DAYS = ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as it was filled in. What could not be read is empty, and stands in `mistakes` as (field, sentence)."""

    place: str
    reference: str
    first_on: date | None
    last_on: date | None
    cents: int | None
    units: Decimal | None
    note: str
    mistakes: tuple[tuple[str, str], ...] = ()


def entries_of(sheets: Sequence[Sheet]) -> tuple[list[Entry], tuple[str, ...]]:
    """All rows that were filled in, and remarks about columns that were skipped. Raises Refused when it is no such file."""
    found: list[Entry] = []
    remarks: list[str] = []
    is_ours = False
    for sheet in sheets:
        if (top := heading_row(sheet, FIELDS["reference"])) is not None:
            is_ours = True
            columns, skipped = columns_named(sheet, top, FIELDS.values(), required=[FIELDS[field] for field in REQUIRED], advice=DOWNLOAD)
            found += _rows(sheet, top, {field: columns[name] for field, name in FIELDS.items() if name in columns})
            remarks += skipped
    if not is_ours:
        raise Refused("file", f"In dit bestand staat geen kolom “{FIELDS['reference']}”. {DOWNLOAD}")
    if not found:
        raise Refused("file", "In dit bestand is geen bedrag ingevuld. Vul minstens één rij in.")
    return found, tuple(remarks)


def read_entry(values: Mapping[str, Raw], *, place: str) -> Entry:
    """One row, or one form. Every mistake is told, not only the first."""
    mistakes: list[tuple[str, str]] = []

    def read(field: str, how: Callable[[Raw], Value], otherwise: Value) -> Value:
        try:
            return how(values.get(field))
        except Refused as refusal:
            mistakes.append((field, refusal.reason))
            return otherwise

    entry = Entry(
        place,
        read("reference", _reference, ""),
        read("first_on", lambda value: _day(value, "Vul de eerste dag in, zoals 1-1-2026."), None),
        read("last_on", lambda value: _day(value, "Vul de laatste dag in, zoals 31-3-2026."), None),
        read("amount", _cents, None),
        read("units", _units, None),
        read("note", _note, ""),
    )
    return Entry(entry.place, entry.reference, entry.first_on, entry.last_on, entry.cents, entry.units, entry.note, tuple(mistakes))


def _rows(sheet: Sheet, top: int, columns: Mapping[str, int]) -> Iterator[Entry]:
    """The rows under the names of the columns. A row of the template in which no amount was filled in is passed by."""
    for number, row in enumerate(sheet.rows[top + 1 :], top + 1):
        values = {field: row[place] if place < len(row) else None for field, place in columns.items()}
        if any(is_there(values.get(field)) for field in ("amount", "units", "note")):
            yield read_entry(values, place=f"{sheet.name}!{address(number, columns['amount'])}")


def _reference(value: Raw) -> str:
    text = str(value).strip() if isinstance(value, (str, Decimal)) else ""
    if not text:
        raise Refused("reference", "Deze rij heeft geen contractnummer.")
    if len(text) > LONGEST_REFERENCE:
        raise Refused("reference", "Dit contractnummer is te lang.")
    return text


def _day(value: Raw, sentence: str) -> date:
    if isinstance(value, Odd) and value.day is not None:
        return value.day
    if isinstance(value, str) and len(value) <= LONGEST_NUMBER:
        for pattern in _DAYS:
            try:
                return datetime.strptime(value.strip(), pattern).replace(tzinfo=UTC).date()
            except ValueError:
                continue
    raise Refused("day", sentence)


def _cents(value: Raw) -> int:
    """Typed as Dutch text, or a number of a spreadsheet. Nothing is rounded: three decimals are refused."""
    if isinstance(value, str) and value.strip():
        return read_amount(value.strip())
    if not isinstance(value, Decimal):
        raise Refused("amount", "Vul een bedrag in zoals 1.234,56.")
    cents = value * 100
    if cents != cents.to_integral_value():
        raise Refused("amount", "Een bedrag heeft hoogstens twee decimalen. Rond het zelf af.")
    if cents < 0:
        raise Refused("amount", "Een bedrag kan niet lager zijn dan nul.")
    if cents > LARGEST_CENTS:
        raise Refused("amount", TOO_LARGE)
    return int(cents)


def _units(value: Raw) -> Decimal | None:
    """How many units were delivered, with at most three decimals; empty is not zero."""
    if not is_there(value):
        return None
    if isinstance(value, str):
        value = _number(value.strip())
    if not isinstance(value, Decimal) or not 0 <= value <= MOST_UNITS or value * 1000 != (value * 1000).to_integral_value():
        raise Refused("units", "Vul een aantal in van nul of hoger, met hoogstens drie decimalen. Of laat het leeg.")
    return value


def _number(text: str) -> Decimal | None:
    if _GROUPED.fullmatch(text):
        raise Refused("units", "Schrijf een aantal zonder punt, bijvoorbeeld 1234. Gebruik een komma voor decimalen.")
    return Decimal(text.replace(",", ".")) if len(text) <= LONGEST_NUMBER and _NUMBER.fullmatch(text) else None


def _note(value: Raw) -> str:
    if isinstance(value, Odd):
        raise Refused("note", f"Hier staat {value.what}, geen tekst.")
    text = "" if value is None else str(value).strip()
    if len(text) > LONGEST_NOTE:
        raise Refused("note", f"Gebruik voor een opmerking hoogstens {LONGEST_NOTE} tekens.")
    return text
