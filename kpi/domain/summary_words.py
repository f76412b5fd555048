"""The sentences of the regional summary: short, in plain Dutch, with nl-NL numbers."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from kpi.domain.plain_language import problems, words, written_out
from kpi.domain.small_numbers import FEW_PEOPLE, FEW_PROVIDERS, LEAST_COUNT, LEAST_PROVIDERS

LONGEST_NAME = 12  # words; a longer name would make the sentence too long
NOT_ADDABLE = "niet optelbaar"
NO_FIGURES = "nog geen cijfers"

WHY_HIDDEN = {
    FEW_PEOPLE: f"De aantallen zijn kleiner dan {LEAST_COUNT}. Daarom staat hier geen cijfer.",
    FEW_PROVIDERS: f"Minder dan {LEAST_PROVIDERS} aanbieders gaven dit cijfer. Daarom staat het hier niet.",
    NOT_ADDABLE: "Dit cijfer kunt u niet optellen over aanbieders. Daarom staat hier geen cijfer voor de regio.",
    NO_FIGURES: "Er zijn voor dit kwartaal geen cijfers.",
}
SUM_OVER_PROVIDERS = "Dit is de som van cliënten per aanbieder. Iemand kan bij twee aanbieders meetellen."
WEIGHTED_MEAN = "Dit gemiddelde weegt mee hoeveel mensen antwoord gaven."


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Round half up, as people do."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def number(value: Decimal | int, unit: str = "") -> str:
    """A number in nl-NL: 1.234,5. A per cent sign stands at the number, another unit after it."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,d}"
    dutch = text.translate(str.maketrans(",.", ".,"))
    if unit == "%":
        return f"{dutch} %"
    return f"{dutch} {unit}" if unit in ("dagen", "dag") else dutch


def counted(amount: int, one: str, more: str) -> str:
    """An amount with its noun: "1 aanbieder", "2 aanbieders"."""
    return f"{number(amount)} {one if amount == 1 else more}"


def name_in_sentence(name: str) -> str:
    """The KPI's name as it can stand in a sentence; "Dit cijfer" when it is too long or not in plain words."""
    plain = written_out(name)
    return "Dit cijfer" if words(plain) > LONGEST_NAME or problems((plain,)) else plain


def movement(value: Decimal, previous: Decimal) -> str:
    """Up, down or the same."""
    return "gestegen" if value > previous else "gedaald" if value < previous else "gelijk gebleven"


def figure_message(name: str, value: Decimal, previous: Decimal | None, shown: str) -> str:
    """The heading of a figure: what it says."""
    subject = name_in_sentence(name)
    return f"{subject}: {shown}." if previous is None else f"{subject}: het cijfer is {movement(value, previous)}."


def figure_sentence(value: str, previous: str | None, norm: str, meets_norm: bool | None) -> str:
    """The figure, what it was, and the norm."""
    told = f"Het cijfer is {value}."
    if previous is not None:
        told = f"Het cijfer is nog steeds {value}." if previous == value else f"Het cijfer ging van {previous} naar {value}."
    if meets_norm is None:
        return told
    return f"{told} De norm is {norm}. We halen de norm{'' if meets_norm else ' nog niet'}."


def norm_words(kind: str, low: Decimal | None, high: Decimal | None, unit: str) -> str:
    """The norm in words; "" when there is none."""
    if kind == "min" and low is not None:
        return f"minstens {number(low, unit)}"
    if kind == "max" and high is not None:
        return f"hoogstens {number(high, unit)}"
    if kind == "bereik" and low is not None and high is not None:
        return f"tussen {number(low)} en {number(high, unit)}"
    return ""
