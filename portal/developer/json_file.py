"""JSON that anybody may hand to a command: read strictly, with a Dutch sentence for what is wrong. Numbers are read as they are typed."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, NoReturn

from contracts.foundation.errors import Refused

LONGEST_TEXT = 200
WIDEST_NUMBER = 40


def parsed(text: bytes, *, largest: int) -> object:
    """The content, with numbers as Decimal. `largest` is in bytes, whole MB. Raises Refused for what is not JSON."""
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
    raise Refused("bestand", f"{text} is geen getal waarmee gerekend kan worden. Laat het weg, of schrijf null.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    known = dict(pairs)
    if len(known) != len(pairs):
        raise Refused("bestand", "Een naam staat twee keer in hetzelfde blok.")
    return known


def block(given: object, where: str, keys: set[str]) -> dict[str, Any]:
    """An object with no other names than these."""
    if not isinstance(given, dict):
        raise Refused(where, "Hier hoort een blok tussen accolades { }.")
    if strange := sorted(set(given) - keys):
        raise Refused(where, f"'{strange[0][:LONGEST_TEXT]}' is hier niet bekend. Kies uit: {', '.join(sorted(keys))}.")
    return given


def listed(given: object, where: str) -> list[Any]:
    """A list; null is an empty one."""
    if given is None:
        return []
    if not isinstance(given, list):
        raise Refused(where, "Hier hoort een lijst tussen [ ].")
    return given


def number(given: object, where: str) -> Fraction | None:
    """An exact number, or None for null."""
    if given is None:
        return None
    if not isinstance(given, Decimal):
        raise Refused(where, "Hier hoort een getal, zonder aanhalingstekens.")
    if given and not -WIDEST_NUMBER <= given.adjusted() <= WIDEST_NUMBER:
        raise Refused(where, "Dit getal is te groot of te klein om mee te rekenen.")
    return Fraction(given)


def whole(given: object, where: str) -> int | None:
    """A whole number, or None for null."""
    exact = number(given, where)
    if exact is not None and exact.denominator != 1:
        raise Refused(where, "Hier hoort een heel getal.")
    return None if exact is None else int(exact)


def text(given: object, where: str) -> str:
    """A text that is not empty and not endless, without the spaces around it."""
    return label(given, where).strip()


def label(given: object, where: str) -> str:
    """A text that is not empty and not endless, exactly as it was given: a name to compare with others."""
    if not isinstance(given, str) or not given.strip() or len(given) > LONGEST_TEXT:
        raise Refused(where, f"Hier hoort een tekst van 1 tot en met {LONGEST_TEXT} tekens.")
    if any("\ud800" <= sign <= "\udfff" for sign in given):
        raise Refused(where, "Deze tekst bevat een half teken. Schrijf hem opnieuw.")
    return given
