"""Degressive tariffs (S001 §2.4): above a volume a unit costs a smaller part of the tariff. Each unit is paid in its own bracket (schijf).

The source says that such a tariff holds since 2018 to slow down the growth of the volume, and not how it is counted: brackets are our reading
[VOORSTEL]. A staffel without steps is the ordinary tariff.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from contracts.foundation.errors import Refused

_HUNDRED_PERCENT = 100_000  # in thousandths of a percent


@dataclass(frozen=True, slots=True)
class Step:
    """Above so many units in the year a unit costs this part of the tariff, in thousandths of a percent (80000: 80 %)."""

    above_units: int
    thousandths: int


@dataclass(frozen=True, slots=True)
class Bracket:
    """Units that were paid at one part of the tariff."""

    units: Fraction
    thousandths: int


def require_degressive(steps: Sequence[Step]) -> None:
    """Each step begins later and costs less than the one before; nothing costs less than nothing."""
    before = Step(0, _HUNDRED_PERCENT)
    for step in steps:
        if step.above_units <= before.above_units:
            raise Refused("above_units", f"Een volgende schijf begint boven {before.above_units} eenheden.")
        if not 0 <= step.thousandths < before.thousandths:
            raise Refused("percentage", "Een volgende schijf kost minder dan de vorige, en niet minder dan nul.")
        before = step


def brackets(steps: Sequence[Step], *, before: Fraction, units: Fraction) -> Iterator[Bracket]:
    """In which brackets these units fall when `before` units went before them in the year."""
    starts = [Step(0, _HUNDRED_PERCENT), *steps]
    upper = [Fraction(step.above_units) for step in steps]
    for step, until in zip(starts, [*upper, before + units], strict=True):
        inside = min(until, before + units) - max(Fraction(step.above_units), before)
        if inside > 0:
            yield Bracket(inside, step.thousandths)


def priced(steps: Sequence[Step], tariff_cents: int, *, before: Fraction, units: Fraction) -> Fraction:
    """What these units cost, exact: each in its own bracket."""
    paid = sum((each.units * each.thousandths for each in brackets(steps, before=before, units=units)), Fraction(0))
    return paid * tariff_cents / _HUNDRED_PERCENT
