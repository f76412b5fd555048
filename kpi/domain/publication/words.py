"""The words in which a summary tells its figures: short, in plain Dutch, with nl-NL numbers and honest about rounding."""

from __future__ import annotations

from decimal import Decimal

from kpi.domain.plain_language import has_abbreviation, words, written_out

NAMELESS = "Dit cijfer"
"""How a figure is called whose name cannot stand in a sentence."""
LONGEST_NAME = 12  # words; a longer name would make the sentence too long
FEW = 30  # below this, one person more or less already changes a share by more than 3 per cent (our own measure)
SIGNED_UNITS = ("%", "dagen", "dag")
COUNTED_UNITS = {"personen": "mensen", "cliënten": "mensen", "mensen": "mensen", "plekken": "plekken", "meldingen": "meldingen", "woningen": "huizen"}


def number(value: Decimal | int, unit: str = "") -> str:
    """A number in nl-NL: "1.234,5", "61,3 %", "42 dagen". Other units stand in the sentence itself."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,d}"
    dutch = text.translate(str.maketrans(",.", ".,"))
    return f"{dutch} {unit}" if unit in SIGNED_UNITS else dutch


def rounded_words(value: Decimal | int, base: int) -> str:
    """A rounded count as what it says: the true number lies less than the base away, so 0 may be 1 or 4 as well."""
    return f"minder dan {base}" if value == 0 else f"ongeveer {number(int(value))}"


def figure_words(value: Decimal | int, unit: str, base: int | None) -> str:
    """A figure as sentences write it: "71,0 %", or rounded to a base "ongeveer 25 mensen"."""
    if base is None:
        return number(value, unit)
    if unit in SIGNED_UNITS:
        return f"ongeveer {number(value, unit)}"
    told = rounded_words(value, base)
    return f"{told} {COUNTED_UNITS[unit]}" if unit in COUNTED_UNITS else told


def people(value: int, base: int) -> str:
    """A rounded number of people: "ongeveer 120 mensen"."""
    return f"{rounded_words(value, base)} mensen"


def counted(amount: int, one: str, more: str) -> str:
    """An exact amount with its noun: "1 aanbieder", "2 aanbieders"."""
    return f"{number(amount)} {one if amount == 1 else more}"


def begin_sentence(text: str) -> str:
    """The text with a capital."""
    return text[:1].upper() + text[1:]


def name_in_sentence(name: str) -> str:
    """The KPI's name as it can stand in a sentence; "Dit cijfer" when it is too long or holds an unknown abbreviation."""
    plain = written_out(name)
    return NAMELESS if words(plain) > LONGEST_NAME or has_abbreviation(plain) else begin_sentence(plain)


def few_words(amount: Decimal | int | None, *, counts_people: bool) -> str:
    """How sure a figure is that is about so many; "" where nothing need be said, or where it is not known."""
    if amount is None or amount >= FEW:
        return ""
    if not counts_people:
        return "Dit gaat over weinig gevallen. Eén geval meer of minder maakt dan al verschil."
    return "Dit gaat over weinig mensen. Eén mens meer of minder maakt dan al verschil."
