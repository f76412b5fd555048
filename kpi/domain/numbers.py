"""Reading numbers that people type, and writing them in Dutch sentences ("1.234,5")."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from contracts.foundation.errors import Refused

LARGEST = Decimal(999_999_999)
_PLAIN = re.compile(r"[0-9]+")
_COMMA = re.compile(r"[0-9]+,[0-9]+")
_GROUPED_COMMA = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+,[0-9]+")
_GROUPED = re.compile(r"[0-9]{1,3}(\.[0-9]{3}){2,}")
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_POINT = re.compile(r"[0-9]+\.[0-9]+")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


def read_number(text: str, *, field: str, decimals: int = 0) -> Decimal | None:
    """Read a typed number: "1234,5", "1.234,5" or "1234.5". Nothing typed is None: empty is not zero.

    Raises Refused when it cannot be read, when it can be read in two ways ("1.234"), when it has more than
    `decimals` decimals, or when it is too large to be true.
    """
    bare = text.strip().replace("\u2212", "-")
    if not bare:
        return None
    negative, digits = bare.startswith("-"), bare.removeprefix("-").strip()
    value = Decimal(_with_point(_SPACES.sub("", digits) if _has_grouping_spaces(digits) else digits, field))
    if value > LARGEST:
        raise Refused(field, "Dit getal is te groot. Kijk na of het klopt.")
    if value != value.quantize(Decimal(1).scaleb(-decimals)):
        raise Refused(field, _too_precise(decimals))
    return -value if negative and value else value


def read_count(text: str, *, field: str) -> int:
    """Read a whole number of people or places; nothing typed is refused, because empty is not zero."""
    value = read_number(text, field=field)
    if value is None:
        raise Refused(field, "Vul een getal in. Is het er geen? Vul dan 0 in.")
    return int(value)


def _has_grouping_spaces(digits: str) -> bool:
    """Tell "1 234 567" from "12 34", where somebody may have meant two numbers."""
    return re.fullmatch(r"[0-9]{1,3}([\s\u00a0\u202f][0-9]{3})+(,[0-9]+)?", digits) is not None


def _with_point(bare: str, field: str) -> str:
    if len(bare) > 40:
        raise Refused(field, "Dit getal is te lang. Kijk na of het klopt.")
    if _AMBIGUOUS.fullmatch(bare):
        whole = bare.replace(".", "")
        raise Refused(field, f"Bedoelt u {whole} of {bare.replace('.', ',')}? Schrijf een heel getal zonder punt en decimalen met een komma.")
    if _PLAIN.fullmatch(bare) or _POINT.fullmatch(bare):
        return bare
    if _COMMA.fullmatch(bare) or _GROUPED_COMMA.fullmatch(bare) or _GROUPED.fullmatch(bare):
        return bare.replace(".", "").replace(",", ".")
    raise Refused(field, "Dit is geen getal. Vul alleen cijfers in, zoals 12 of 12,5.")


def _too_precise(decimals: int) -> str:
    if decimals == 0:
        return "Vul een heel getal in, zonder decimalen."
    return f"Vul hoogstens {decimals} {'cijfer' if decimals == 1 else 'cijfers'} achter de komma in."


def as_typed(value: Decimal | int | None) -> str:
    """Write a number as it goes into an input: without points, because "1.234" would be asked back. None is empty."""
    return "" if value is None else f"{value:f}".replace(".", ",")


def dutch(value: Decimal | Fraction | int, decimals: int = 0) -> str:
    """Write a number for a sentence, with at most this many decimals: 1234.50 is "1.234,5"."""
    exact = Fraction(value)
    step = Decimal(1).scaleb(-decimals)
    rounded = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(step, rounding=ROUND_HALF_UP)
    text = f"{rounded:,.{decimals}f}"
    if decimals:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def with_unit(value: Decimal | Fraction | int, unit: str, decimals: int = 0) -> str:
    """A figure in a sentence: "61,3 %", "42 dagen", "12". A share of people has one decimal at most."""
    text = dutch(value, 1 if unit == "%" else decimals)
    return text if unit in ("aantal", "cijfer", "") else f"{text} {unit}"
