"""One record of a reference file, read field by field. What is not read is a field we do not know: a mistake, not a surprise."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

from contracts.domain.reference.mistake import ReferenceMistake


class Record:
    """A table of a TOML file on its way to becoming a dataclass. Call `finish` after the last field."""

    def __init__(self, file: str, name: str, fields: Mapping[str, Any]) -> None:
        self.file = file
        self.name = name
        self._fields = fields
        self._read: set[str] = set()

    def refuse(self, field: str, reason: str) -> NoReturn:
        """Say what is wrong with one field (or, with "", with the record)."""
        raise ReferenceMistake(self.file, self.name, field, reason)

    def has(self, field: str) -> bool:
        """Is the field written in the file?"""
        return field in self._fields

    def _take(self, field: str) -> Any:
        self._read.add(field)
        if field not in self._fields:
            self.refuse(field, "Dit veld ontbreekt.")
        return self._fields[field]

    def text(self, field: str, *, longest: int = 4000) -> str:
        """A sentence or a code that must be there and fits its column."""
        value = self._take(field)
        if not isinstance(value, str) or not value.strip():
            self.refuse(field, "Vul hier tekst in.")
        if len(value) > longest:
            self.refuse(field, f"Deze tekst is te lang: hoogstens {longest} tekens.")
        return value.strip()

    def text_or_empty(self, field: str, *, longest: int = 4000) -> str:
        """A text that may be left out."""
        self._read.add(field)
        return self.text(field, longest=longest) if self.has(field) else ""

    def choice(self, field: str, allowed: Collection[str]) -> str:
        """One of a fixed list of words."""
        value = self.text(field)
        if value not in allowed:
            self.refuse(field, f"'{value}' kennen we niet. Kies uit: {', '.join(sorted(allowed))}.")
        return value

    def source(self) -> str:
        """Where the record comes from: document and section. No record without one."""
        if not str(self._fields.get("source", "")).strip():
            self.refuse("source", "De bron ontbreekt. Noem het document en de paragraaf, of [VOORSTEL].")
        return self.text("source", longest=200)

    def whole(self, field: str, *, least: int = 0) -> int:
        """A whole number, not below `least`."""
        value = self._take(field)
        if isinstance(value, bool) or not isinstance(value, int):
            self.refuse(field, "Vul hier een heel getal in.")
        if value < least:
            self.refuse(field, f"Dit getal mag niet lager zijn dan {least}.")
        return value

    def whole_or_none(self, field: str, *, least: int = 0) -> int | None:
        """A whole number that may be left out."""
        self._read.add(field)
        return self.whole(field, least=least) if self.has(field) else None

    def number_or_none(self, field: str) -> Decimal | None:
        """A number with at most three decimals that may be left out."""
        self._read.add(field)
        if not self.has(field):
            return None
        value = self._fields[field]
        if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            self.refuse(field, "Vul hier een getal in.")
        number = Decimal(value)
        if not number.is_finite() or number * 1000 != (number * 1000).to_integral_value():
            self.refuse(field, "Een getal heeft hoogstens drie cijfers achter de komma.")
        return number

    def flag(self, field: str) -> bool:
        """Yes or no."""
        value = self._take(field)
        if not isinstance(value, bool):
            self.refuse(field, "Vul hier true (ja) of false (nee) in.")
        return value

    def flag_or(self, field: str, default: bool) -> bool:
        """Yes or no, with an answer for when it is left out."""
        self._read.add(field)
        return self.flag(field) if self.has(field) else default

    def day(self, field: str) -> date:
        """A calendar day."""
        value = self._take(field)
        if type(value) is not date:
            self.refuse(field, "Vul hier een datum in, zoals 2023-01-01.")
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of at least one text."""
        value = self._take(field)
        if not isinstance(value, list) or not value or not all(isinstance(item, str) and item.strip() for item in value):
            self.refuse(field, "Vul hier een lijst van teksten in.")
        return tuple(item.strip() for item in value)

    def years(self, field: str) -> tuple[int, ...]:
        """A list of different years; it may be empty."""
        value = self._take(field)
        if not isinstance(value, list) or not all(type(item) is int and 1900 <= item <= 2999 for item in value) or len(set(value)) != len(value):
            self.refuse(field, "Vul hier een lijst van verschillende jaren in.")
        return tuple(sorted(value))

    def parts(self, field: str) -> list[Record]:
        """A list of small records inside this one."""
        value = self._take(field)
        if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
            self.refuse(field, "Vul hier een lijst van onderdelen in.")
        return [Record(self.file, self.name, item) for item in value]

    def finish(self) -> None:
        """Refuse fields that nobody asked for: a typing mistake would otherwise be silently lost."""
        unknown = sorted(set(self._fields) - self._read)
        if unknown:
            self.refuse(unknown[0], "Dit veld kennen we niet.")


def records(document: Mapping[str, Any], *, file: str, section: str, key: str = "code") -> list[Record]:
    """The records of one section, in the order of the file; each must carry its own code."""
    found = document.get(section)
    if not isinstance(found, list) or not found or not all(isinstance(item, dict) for item in found):
        raise ReferenceMistake(file, "", section, "Dit onderdeel ontbreekt of is leeg.")
    made: list[Record] = []
    for number, item in enumerate(found, start=1):
        name = item.get(key)
        made.append(Record(file, name if isinstance(name, str) and name else f"{section} nummer {number}", item))
    return made


def single(document: Mapping[str, Any], *, file: str, section: str) -> Record:
    """A section of which there is only one."""
    found = document.get(section)
    if not isinstance(found, dict):
        raise ReferenceMistake(file, "", section, "Dit onderdeel ontbreekt.")
    return Record(file, section, found)


def only_sections(document: Mapping[str, Any], *, file: str, known: Iterable[str]) -> None:
    """Refuse a section that nobody reads."""
    unknown = sorted(set(document) - set(known))
    if unknown:
        raise ReferenceMistake(file, "", unknown[0], "Dit onderdeel kennen we niet.")


def no_duplicates(file: str, codes: Iterable[str], *, field: str = "code") -> None:
    """Refuse a code that is used twice."""
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise ReferenceMistake(file, code, field, "Deze code komt twee keer voor.")
        seen.add(code)


def columns(entry: Any, *, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The fields of a record by name: they are named after the columns they fill."""
    return {field.name: getattr(entry, field.name) for field in fields(entry) if field.name not in without}
