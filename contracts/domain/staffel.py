"""Degressive tariffs (S001 §2.4): above a volume a unit costs a smaller part of the tariff. Each unit is paid in its own bracket (schijf).

The source says that such a tariff holds since 2018 to slow down the growth of the volume, and not how it is counted: brackets are our reading
[VOORSTEL]. A staffel without steps is the ordinary tariff.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from contracts.foundation.errors import Refused

MOST_UNITS = 10**9
_HUNDRED_PERCENT = 100_000  # in thousandths of a percent
_UNITS = re.compile(r"[0-9]{1,10}|[0-9]{1,3}(\.[0-9]{3}){1,3}")
_PART = re.compile(r"([0-9]{1,3})(?:,([0-9]{1,3}))?")


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


def read_steps(typed: Sequence[tuple[str, str]]) -> tuple[Step, ...]:
    """Typed rows (units, percentage) as steps; empty rows are left out. Raises Refused at "above-1", "percentage-1", ...: the row that is wrong."""
    steps: list[Step] = []
    for row, (units, percentage) in enumerate(typed, start=1):
        if not units.strip() and not percentage.strip():
            continue
        try:
            steps.append(_read_step(units, percentage))
            require_degressive(steps)
        except Refused as wrong:
            field = "percentage" if wrong.field == "percentage" else "above"
            raise Refused(f"{field}-{row}", wrong.reason) from wrong
    return tuple(steps)


def _read_step(units: str, percentage: str) -> Step:
    number = _UNITS.fullmatch(units.strip())
    if number is None or (above := int(number[0].replace(".", ""))) > MOST_UNITS:
        raise Refused("above_units", "Vul een heel aantal eenheden in, bijvoorbeeld 3.650.")
    part = _PART.fullmatch(percentage.replace("%", "").strip())
    if part is None:
        raise Refused("percentage", "Vul het deel van het tarief in, als percentage zoals 90 of 87,5.")
    return Step(above, int(part[1]) * 1000 + int((part[2] or "").ljust(3, "0")))


def seen_as(steps: Sequence[Step]) -> int:
    """A number that tells whether somebody changed the steps since they were seen: they are replaced as a whole and have no version of their own."""
    text = ";".join(f"{step.above_units}:{step.thousandths}" for step in steps)
    return zlib.crc32(text.encode()) & 0x7FFFFFFF


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
