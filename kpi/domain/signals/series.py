"""A series of quarterly figures of one KPI of one aanbieder, checked before anything is computed from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from contracts.foundation.errors import Refused
from contracts.foundation.period import Quarter

LARGEST_COUNT = 10_000_000
LARGEST_VALUE = 10**15
SMALLEST_DENOMINATOR = Fraction(1, 1000)


class Kind(StrEnum):
    """What the figures are: a share of people, a number of events, events per something, or any other value."""

    PROPORTION = "proportion"
    COUNT = "count"
    RATE = "rate"
    VALUE = "value"


class Direction(StrEnum):
    """Which way is better for clients."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The agreed norm, inclusive, in the unit of the value (a share lies between 0 and 1)."""

    low: Fraction | None = None
    high: Fraction | None = None

    def missed_by(self, value: Fraction) -> int:
        """-1 when the value lies below the norm, 1 when above, 0 when it meets it."""
        if self.low is not None and value < self.low:
            return -1
        return 1 if self.high is not None and value > self.high else 0


@dataclass(frozen=True, slots=True)
class Point:
    """The figure of one quarter. `denominator` is None for a count or a plain value.

    `missing` says why there is no figure. `definition` names the version of the KPI: figures of two versions are never compared.
    `late_on` is the day on which it came in after the deadline; `was` is the value before a correction. `unit` is said after the figure.
    """

    period: str
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    missing: str = ""
    definition: str = ""
    late_on: date | None = None
    was: Fraction | None = None
    unit: str = ""
    _quotient: Fraction | None = field(default=None, init=False, repr=False, compare=False)  # divided once: every rule asks for it

    @property
    def value(self) -> Fraction | None:
        """The figure as one number; None when it is missing or when there is nothing to divide by."""
        if self.numerator is None or self.missing:
            return None
        if self.denominator is None:
            return self.numerator
        if self._quotient is None and self.denominator:
            object.__setattr__(self, "_quotient", self.numerator / self.denominator)
        return self._quotient

    @property
    def events(self) -> int:
        """The numerator of a checked count, rate or share."""
        return int(self.numerator or 0)

    @property
    def people(self) -> int:
        """The denominator of a checked share."""
        return int(self.denominator or 0)


@dataclass(frozen=True, slots=True)
class Series:
    """The figures in the order of time, and what they are held to."""

    kind: Kind
    points: tuple[Point, ...]
    direction: Direction = Direction.NONE
    norm: Bounds | None = None
    confidence: float = 0.95

    @property
    def periods(self) -> tuple[str, ...]:
        """The quarters, in order."""
        return tuple(point.period for point in self.points)


def check(series: Series) -> None:
    """Refuse what cannot be judged, with a sentence that says what is wrong."""
    if not series.points:
        raise Refused("points", "Er is geen enkel kwartaal. Geef minstens één punt.")
    if not 0.5 <= series.confidence <= 0.9999:  # also refuses a NaN
        raise Refused("confidence", "De betrouwbaarheid ligt tussen 0,5 en 0,9999, bijvoorbeeld 0,95.")
    if series.norm is not None:
        _check_norm(series.norm, series.kind)
    check_points(series.points, series.kind)


def _check_norm(norm: Bounds, kind: Kind) -> None:
    if norm.low is None and norm.high is None:
        raise Refused("norm", "De norm heeft geen ondergrens en geen bovengrens. Geef min, max of allebei.")
    if norm.low is not None and norm.high is not None and norm.low > norm.high:
        raise Refused("norm", "De ondergrens van de norm is hoger dan de bovengrens. Draai ze om.")
    for bound in (norm.low, norm.high):
        if bound is not None and kind is Kind.PROPORTION and not 0 <= bound <= 1:
            raise Refused("norm", "De norm van een aandeel ligt tussen 0 en 1. Schrijf 0,8 voor 80 %.")
        if bound is not None and abs(bound) > LARGEST_VALUE:
            raise Refused("norm", "De norm is te groot om mee te rekenen.")


def check_points(points: tuple[Point, ...], kind: Kind) -> None:
    """Every point can be used, each quarter stands there once, and quarters stand in the order of time."""
    periods = [point.period for point in points]
    if len(set(periods)) < len(periods):
        twice = next(period for number, period in enumerate(periods) if period in periods[:number])
        raise Refused("points", f"{twice} staat er twee keer in.")
    known = [number for period in periods if (number := quarter_number(period)) is not None]
    if any(later <= earlier for earlier, later in pairwise(known)):
        raise Refused("points", "De kwartalen staan niet op volgorde. Begin met het oudste.")
    for point in points:
        _check_point(point, kind)


def _check_point(point: Point, kind: Kind) -> None:
    if point.numerator is None or point.missing or _is_plain(kind, point.numerator, point.denominator):
        return
    wrong = _wrong_parts(kind, point.numerator, point.denominator) or _wrong_size(kind, point)
    if wrong:
        raise Refused(f"points ({point.period})", wrong)


def _is_plain(kind: Kind, top: Fraction, bottom: Fraction | None) -> bool:
    """Whether it is a figure as nearly all are, which can be used: seen at once, without the questions that follow."""
    if kind is Kind.VALUE:
        return bottom is None and -LARGEST_VALUE <= top.numerator <= LARGEST_VALUE
    if top.denominator != 1 or not 0 <= top.numerator <= LARGEST_COUNT:
        return False
    if bottom is None or bottom.denominator != 1:
        return bottom is None and kind is Kind.COUNT
    least = {Kind.PROPORTION: top.numerator, Kind.RATE: 0}.get(kind, LARGEST_COUNT + 1)
    return least <= bottom.numerator <= LARGEST_COUNT


def _wrong_parts(kind: Kind, top: Fraction, bottom: Fraction | None) -> str:
    """Whether the parts fit the kind of figure; "" when they do."""
    if kind is Kind.COUNT and bottom is not None:
        return "Een aantal heeft geen noemer. Kies 'rate' of 'proportion'."
    if kind in {Kind.PROPORTION, Kind.RATE} and bottom is None:
        return "Geef de teller en de noemer. Een percentage alleen zegt niet hoeveel mensen het zijn."
    if bottom is not None and bottom < 0:
        return "De noemer is kleiner dan nul."
    if kind is not Kind.VALUE and top < 0:
        return "Het aantal is kleiner dan nul."
    whole = {Kind.VALUE: (), Kind.PROPORTION: (top, bottom)}.get(kind, (top,))
    if any(number is not None and number.denominator != 1 for number in whole):
        return "Dit is geen heel getal. Kies 'value' als u geen mensen of gebeurtenissen telt."
    return "De teller is groter dan de noemer." if kind is Kind.PROPORTION and bottom and top > bottom else ""


def _wrong_size(kind: Kind, point: Point) -> str:
    """Whether the figure can be reckoned with in floats; "" when it can."""
    top, bottom = abs(point.numerator or Fraction(0)), point.denominator or Fraction(0)
    if bottom and bottom < SMALLEST_DENOMINATOR:
        return "De noemer is te klein om mee te rekenen."
    people = bottom if kind is Kind.PROPORTION else Fraction(0)
    is_large = kind is not Kind.VALUE and max(top, people) > LARGEST_COUNT
    return "Dit getal is te groot om mee te rekenen." if is_large or max(top, bottom, abs(point.value or Fraction(0))) > LARGEST_VALUE else ""


@lru_cache(maxsize=4096)
def quarter_number(period: str) -> int | None:
    """The quarters of a period such as "2026-K3" in one count, so that the next quarter is one more; None for a label of another form."""
    try:
        quarter = Quarter.parse(period)
    except ValueError:
        return None
    return 4 * quarter.year + quarter.number


def adjoins(earlier: Point, later: Point) -> bool:
    """Whether these neighbours in the list are neighbours in time, by one definition. A label without a quarter adjoins what stands beside it."""
    if earlier.definition != later.definition:
        return False
    first, second = quarter_number(earlier.period), quarter_number(later.period)
    return first is None or second is None or second == first + 1
