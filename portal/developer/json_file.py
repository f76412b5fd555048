"""JSON files for the commands that need no database: read with clear refusals, numbers as they are typed (0.1 is one tenth)."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from contracts.foundation.errors import Refused

LARGEST_FILE = 1_000_000
LONGEST_TEXT = 200
WIDEST_NUMBER = 40
FROM_INPUT = "-"
EARLIEST, LATEST = 1990, 2200
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")

Choice = TypeVar("Choice", bound=StrEnum)


def read_input(name: str, *, largest: int = LARGEST_FILE) -> bytes:
    """The file, or what comes in; one byte more than is allowed at most."""
    most = largest + 1
    try:
        if name == FROM_INPUT:
            return sys.stdin.buffer.read(most)
        with Path(name).open("rb") as file:
            return file.read(most)
    except (OSError, ValueError) as problem:
        raise Refused("bestand", f"{name} is niet te lezen. Klopt de naam?") from problem


def parsed(text: bytes, *, largest: int = LARGEST_FILE) -> object:
    """The JSON of a file, with every number as it was typed. Raises Refused with a sentence that names the place."""
    if len(text) > largest:
        raise Refused("bestand", f"Dit bestand is te groot. Geef hoogstens {largest // 1_000_000} MB.")
    try:
        return json.loads(text.decode("utf-8-sig"), parse_float=_decimal, parse_int=_decimal, parse_constant=_no_number, object_pairs_hook=_once)
    except UnicodeDecodeError as problem:
        raise Refused("bestand", "Dit bestand is geen tekst in UTF-8.") from problem
    except RecursionError as problem:
        raise Refused("bestand", "Dit bestand zit te diep in elkaar.") from problem
    except json.JSONDecodeError as problem:
        raise Refused("bestand", f"Dit is geen geldige JSON. Kijk bij regel {problem.lineno}, teken {problem.colno}.") from problem


def _decimal(text: str) -> Decimal:
    if len(text) > WIDEST_NUMBER:
        raise Refused("bestand", "Er staat een getal in met te veel cijfers.")
    try:
        return Decimal(text)
    except InvalidOperation as problem:
        raise Refused("bestand", f"{text} is geen getal waarmee gerekend kan worden.") from problem


def _no_number(text: str) -> NoReturn:
    raise Refused("bestand", f'{text} is geen getal. Laat het punt weg, of schrijf null of "missing".')


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    known = dict(pairs)
    if len(known) != len(pairs):
        raise Refused("bestand", "Een naam staat twee keer in hetzelfde blok.")
    return known


def block(given: object, where: str, keys: set[str]) -> dict[str, Any]:
    """A block between braces with no other names than these."""
    if not isinstance(given, dict):
        raise Refused(where, "Hier hoort een blok tussen accolades { }.")
    if strange := sorted(set(given) - keys):
        raise Refused(where, f"'{strange[0][:LONGEST_TEXT]}' is hier niet bekend. Kies uit: {', '.join(sorted(keys))}.")
    return given


def choice(content: Mapping[str, Any], name: str, of: type[Choice], otherwise: Choice | None = None, *, where: str = "") -> Choice:
    """One of a list of words. `where`: the block it stands in, when there are more."""
    given = content.get(name)
    if given is None and otherwise is not None:
        return otherwise
    if not isinstance(given, str) or given not in set(of):
        raise Refused(f"{where}, {name}" if where else name, f"Kies uit: {', '.join(of)}.")
    return of(given)


def number_or_none(given: object, where: str) -> Fraction | None:
    """An exact number, or nothing."""
    if given is None:
        return None
    if not isinstance(given, Decimal):
        raise Refused(where, "Hier hoort een getal, zonder aanhalingstekens.")
    if given and not -WIDEST_NUMBER <= given.adjusted() <= WIDEST_NUMBER:
        raise Refused(where, "Dit getal is te groot of te klein om mee te rekenen.")
    return Fraction(given)


def whole_or_none(given: object, where: str) -> int | None:
    """A whole number, or nothing."""
    number = number_or_none(given, where)
    if number is not None and number.denominator != 1:
        raise Refused(where, "Hier hoort een heel getal.")
    return None if number is None else int(number)


def text_of(given: object, where: str) -> str:
    """A short text that can be written down everywhere, without the spaces around it."""
    return label_of(given, where).strip()


def label_of(given: object, where: str) -> str:
    """The same, exactly as it was given: a name to compare with others."""
    if not isinstance(given, str) or not given.strip() or len(given) > LONGEST_TEXT:
        raise Refused(where, f"Hier hoort een tekst van 1 tot en met {LONGEST_TEXT} tekens.")
    if any("\ud800" <= sign <= "\udfff" for sign in given):
        raise Refused(where, "Deze tekst bevat een half teken. Schrijf hem opnieuw.")
    return given


def listed(given: object, where: str) -> list[Any]:
    """A list; null is an empty one."""
    if given is None:
        return []
    if not isinstance(given, list):
        raise Refused(where, "Hier hoort een lijst tussen [ ].")
    return given


def rows(content: Mapping[str, Any], name: str, *, most: int) -> list[object]:
    """A list that may be left out."""
    given = content.get(name) or []
    if not isinstance(given, list) or len(given) > most:
        raise Refused(name, f"Hier hoort een lijst tussen [ ] met hoogstens {most} regels.")
    return given


def day_or_none(given: object, where: str) -> date | None:
    """A calendar day as "2026-11-22", or nothing."""
    if given is None:
        return None
    if not isinstance(given, str) or not _DAY.match(given):
        raise Refused(where, "Vul hier een dag in, zoals 2026-11-22.")
    try:
        day = date.fromisoformat(given)
    except ValueError as problem:
        raise Refused(where, "Deze dag bestaat niet.") from problem
    if not EARLIEST <= day.year <= LATEST:
        raise Refused(where, f"Kies een dag in de jaren {EARLIEST} tot en met {LATEST}.")
    return day


def day_of(content: Mapping[str, Any], name: str, where: str) -> date:
    """A calendar day that must be there."""
    day = day_or_none(content.get(name), f"{where}, {name}")
    if day is None:
        raise Refused(f"{where}, {name}", "Vul hier een dag in, zoals 2026-11-22.")
    return day


def flag(content: Mapping[str, Any], name: str, where: str) -> bool:
    """Yes or no; no when it is left out."""
    given = content.get(name, False)
    if not isinstance(given, bool):
        raise Refused(f"{where}, {name}", "Kies true of false.")
    return given
