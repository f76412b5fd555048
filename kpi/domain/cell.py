"""One cell of the grid: two numbers or a reason why there is none, its hard limits, and its value.

A ratio is kept as teller and noemer, never as a percentage alone (domain paper A15).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from contracts.foundation.errors import Refused
from kpi.domain.indicator import COUNT, MEAN, RATIO, Definition
from kpi.domain.numbers import dutch, read_number
from kpi.domain.problems import Problem

NOT_APPLICABLE = "niet van toepassing"
NOT_KNOWN_YET = "nog niet bekend"
TOO_FEW = "te klein aantal"
MISSING_REASONS = (NOT_APPLICABLE, NOT_KNOWN_YET, TOO_FEW)

TYPED, PASTED, UPLOADED, CARRIED_OVER = "getypt", "geplakt", "upload", "vorig kwartaal"
FROM_CAPACITY, FROM_FLOWS, FROM_PARTS, NOTHING_TO_REPORT = "capaciteit", "stromen", "uitsplitsing", "niets te melden"
ORIGINS = (TYPED, PASTED, UPLOADED, CARRIED_OVER, FROM_CAPACITY, FROM_FLOWS, FROM_PARTS, NOTHING_TO_REPORT)
"""How the figures of a cell got there: the burden of a report is counted by these (S001 §7.2)."""

LOWEST_MARK, HIGHEST_MARK = Decimal(1), Decimal(10)  # a rapportcijfer (OC-03)


@dataclass(frozen=True, slots=True)
class Figures:
    """What stands in a cell. Both numbers empty and no reason: nothing was filled in."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    missing_reason: str | None = None

    @property
    def is_filled(self) -> bool:
        """Whether there is an answer: a number, or a reason why there is none."""
        return self.numerator is not None or self.denominator is not None or self.missing_reason is not None


def read_figures(definition: Definition, *, numerator: str, denominator: str, missing_reason: str | None) -> Figures:
    """Read what was typed in a cell and hold it to the hard limits. Raises Refused at the field that is wrong."""
    first = read_number(numerator, field="numerator", decimals=definition.decimals)
    second_decimals = definition.decimals if definition.value_kind == RATIO else 0  # else it counts people
    second = read_number(denominator, field="denominator", decimals=second_decimals)
    reason = missing_reason or None
    if reason is not None:
        _check_reason(reason, first, second)
        return Figures(missing_reason=reason)
    figures = Figures(first, second)
    problem = limit_problem(definition, figures)
    if problem is not None:
        raise Refused(problem.field, problem.reason)
    return figures


def _check_reason(reason: str, first: Decimal | None, second: Decimal | None) -> None:
    if reason not in MISSING_REASONS:
        raise Refused("missing_reason", "Kies een reden uit de lijst.")
    if first is not None or second is not None:
        raise Refused("missing_reason", "Vul een cijfer in of kies een reden. Niet allebei.")


def limit_problem(definition: Definition, figures: Figures) -> Problem | None:
    """Why these figures cannot be, with the number that is wrong as the field; None when they can. The form and the rules both ask this."""
    first, second = figures.numerator, figures.denominator
    for field, number in (("numerator", first), ("denominator", second)):
        if number is not None and number < 0:
            return Problem(field, "Een getal kan hier niet kleiner zijn dan 0.")
    if definition.value_kind == COUNT or not definition.has_second_number:
        found = None if second is None else Problem("denominator", "Bij deze vraag hoort maar één getal.")
    elif definition.value_kind == RATIO:
        found = _ratio_problem(first, second)
    else:
        found = _basis_problem(first, second)
    if found is None and definition.value_kind == MEAN and first is not None and not LOWEST_MARK <= first <= HIGHEST_MARK:
        return Problem("numerator", "Een gemiddeld cijfer ligt tussen 1 en 10.")
    return found


def _ratio_problem(first: Decimal | None, second: Decimal | None) -> Problem | None:
    if first is not None and second is None:
        return Problem("denominator", "Vul ook de noemer in.")
    if first is None and second is not None:
        return Problem("numerator", "Vul ook de teller in.")
    if first is not None and second is not None and first > second:
        return Problem("numerator", f"De teller ({dutch(first, 3)}) kan niet groter zijn dan de noemer ({dutch(second, 3)}).")
    return None


def _basis_problem(first: Decimal | None, second: Decimal | None) -> Problem | None:
    """A middle value stands on a number of people; on nobody there is no middle value."""
    if first is not None and second is None:
        return Problem("denominator", "Vul ook in op hoeveel mensen dit cijfer is gebaseerd.")
    if first is not None and second == 0:
        return Problem("numerator", "Bij 0 mensen hoort geen cijfer. Laat dit veld leeg.")
    if first is None and second:
        return Problem("numerator", "Vul ook het cijfer zelf in.")
    return None


def exact_value(value_kind: str, numerator: Decimal | None, denominator: Decimal | None) -> Fraction | None:
    """The value without rounding, to compare with: a percentage for a ratio, else the number itself. None: no value."""
    if numerator is None:
        return None
    if value_kind != RATIO:
        return Fraction(numerator)
    if not denominator:
        return None
    above, above_parts = numerator.as_integer_ratio()
    below, below_parts = denominator.as_integer_ratio()
    return Fraction(100 * above * below_parts, above_parts * below)  # one fraction instead of four: the grid asks this per cell


def value_of(value_kind: str, numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    """The value to show: a percentage for a ratio, else the number itself. None when the noemer is 0 or nothing is known."""
    if numerator is None:
        return None
    if value_kind != RATIO:
        return numerator
    return numerator * 100 / denominator if denominator else None
