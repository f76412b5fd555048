"""What stands out in a report: a missed norm, or a large change since the previous quarter (S001 §7.2).

A deviation leads to a conversation, never to a sanction by itself (domain paper A2).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from kpi.domain.cell import Figures, exact_value
from kpi.domain.indicator import COUNT, MEAN, MEDIAN, RATIO, Definition, Norm
from kpi.domain.numbers import dutch

RULE_NORM = "norm"
RULE_PREVIOUS = "vorig kwartaal"

SLIGHT, CLEAR, SEVERE = 1, 2, 3

LARGE_CHANGE = Fraction(25, 100)  # of the previous value; exactly this much is not yet large
VERY_LARGE_CHANGE = Fraction(50, 100)
SMALLEST_CHANGE = {RATIO: Fraction(5), COUNT: Fraction(5), MEDIAN: Fraction(5), MEAN: Fraction(1, 2)}  # percentage points, number, days, mark
FAR_FROM_NORM = Fraction(25, 100)  # of the bound
FAR_FROM_ZERO = Fraction(5)  # for a bound of 0, in the unit of the value
SHOWN_DECIMALS = 1


@dataclass(frozen=True, slots=True)
class FoundRule:
    """One reason why a figure stands out, in a plain sentence with the figures. Severity: 1 slight, 2 clear, 3 severe."""

    rule: str
    severity: int
    sentence: str


def find(definition: Definition, current: Figures, previous: Figures | None) -> tuple[FoundRule, ...]:
    """What stands out in this cell. `previous` is the signed figure of the quarter before, by the same definition, if any."""
    value = exact_value(definition.value_kind, current.numerator, current.denominator)
    if value is None:
        return ()
    found = [_against_norm(definition, current, value)]
    before = exact_value(definition.value_kind, previous.numerator, previous.denominator) if previous else None
    if previous is not None and before is not None:
        found.append(_against_previous(definition, current, value, previous, before))
    return tuple(rule for rule in found if rule is not None)


@lru_cache(maxsize=16384)
def stands_out(
    value_kind: str,
    norm_kind: str,
    norm_low: Decimal | None,
    norm_high: Decimal | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
    before_numerator: Decimal | None,
    before_denominator: Decimal | None,
) -> bool:
    """Whether `find` finds anything in a cell. Remembered by its numbers: every save asks it again of every other cell in the grid."""
    definition = Definition("", value_kind, norm=Norm(norm_kind, norm_low, norm_high))
    return find(definition, Figures(numerator, denominator), Figures(before_numerator, before_denominator)) != ()


def _against_norm(definition: Definition, current: Figures, value: Fraction) -> FoundRule | None:
    norm = definition.norm
    if norm.is_met(value) is not False:
        return None
    bound = _missed_bound(norm, value)
    distance = abs(value - bound)
    far = distance >= FAR_FROM_ZERO if bound == 0 else distance / abs(bound) >= FAR_FROM_NORM
    decimals = SHOWN_DECIMALS  # more of them when rounding would make a missed norm look met: 99,96 % is not 100 %
    while decimals < 3 and norm.is_met(_rounded(value, decimals)):
        decimals += 1
    sentence = f"{definition.code}: {_with_counts(definition, current, value, decimals)}. {norm_sentence(norm, definition.unit)}"
    return FoundRule(RULE_NORM, SEVERE if far else CLEAR, sentence)


def _against_previous(definition: Definition, current: Figures, value: Fraction, previous: Figures, before: Fraction) -> FoundRule | None:
    if not _is_large(definition.value_kind, value, before, LARGE_CHANGE):
        return None
    change = value - before
    worse = (definition.direction == "hoger" and change < 0) or (definition.direction == "lager" and change > 0)
    severity = CLEAR if worse and _is_large(definition.value_kind, value, before, VERY_LARGE_CHANGE) else SLIGHT
    size = f"{dutch(abs(change), SHOWN_DECIMALS)} {'procentpunt' if definition.value_kind == RATIO else definition.unit}".strip()
    sentence = (
        f"{definition.code}: {_with_counts(definition, current, value, SHOWN_DECIMALS)}. "
        f"Vorig kwartaal was het {_with_counts(definition, previous, before, SHOWN_DECIMALS)}. Dat is {size} {'meer' if change > 0 else 'minder'}."
    )
    return FoundRule(RULE_PREVIOUS, severity, sentence)


def _is_large(value_kind: str, value: Fraction, before: Fraction, share: Fraction) -> bool:
    """Large by share and by size: from 1 to 2 people is +100 % and still no news. From 0, only the size can tell.

    Compared in whole numbers, as the norm is: |value - before| is change / parts.
    """
    above, below = before.as_integer_ratio()
    change = abs(value.numerator * below - above * value.denominator)
    parts = value.denominator * below
    smallest = SMALLEST_CHANGE[value_kind]
    if change * smallest.denominator < smallest.numerator * parts:
        return False
    return above == 0 or change * share.denominator > share.numerator * abs(above) * value.denominator


def _missed_bound(norm: Norm, value: Fraction) -> Fraction:
    if norm.kind != "max" and norm.low is not None and value < Fraction(norm.low):
        return Fraction(norm.low)
    return Fraction(norm.high or 0)


def _rounded(value: Fraction, decimals: int) -> Fraction:
    return Fraction(round(value * 10**decimals), 10**decimals)


def _with_counts(definition: Definition, figures: Figures, value: Fraction, decimals: int) -> str:
    """Such as "61,3 % (19 van 31)" or "44 dagen (31 mensen)"; the counts show how little or much stands behind it."""
    if definition.value_kind == RATIO and figures.numerator is not None and figures.denominator is not None:
        return f"{dutch(value, decimals)} % ({dutch(figures.numerator, 3)} van {dutch(figures.denominator, 3)})"
    text = f"{dutch(value, max(decimals, definition.decimals))} {definition.unit}".strip()
    return text if figures.denominator is None else f"{text} (op basis van {dutch(figures.denominator)})"


def norm_sentence(norm: Norm, unit: str) -> str:
    """The norm in words: "De norm is minstens 100 %."."""
    low = "" if norm.low is None else f"{_bound(norm.low)} {unit}".strip()
    high = "" if norm.high is None else f"{_bound(norm.high)} {unit}".strip()
    if norm.kind == "min" and low:
        return f"De norm is minstens {low}."
    if norm.kind == "max" and high:
        return f"De norm is hoogstens {high}."
    if norm.kind == "bereik" and norm.low is not None and norm.high is not None:
        return f"De norm is {_bound(norm.low)} tot en met {high}."
    return "Er is geen norm."


def _bound(value: Decimal) -> str:
    return dutch(value, 3)
