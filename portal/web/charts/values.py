"""What figures on a chart are measured in, and how they are written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import isfinite

from kpi.domain.reporting_period import short_label_of
from portal.web.formatting import NOTHING, bound, figure, number

Number = int | float | Decimal | Fraction
LARGEST = 10**15  # the largest figure that may come in (kpi.domain.signals.series)
SPARE = 4  # decimals that a norm keeps beyond those of the figures


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit as screens write it: "%", "dagen", "". Figures are multiplied by `times` (100 for shares between 0 and 1) before anything is done.

    `least` and `most` are the ends of what can be, in the shown unit (0 and 100 for a share of people). `is_cut`: the figures were cut off at
    these decimals, so that more of them would say what nobody knows. `grain`: what figures were rounded to (0: nothing); an axis never makes such a
    step look like a cliff.
    """

    unit: str = ""
    decimals: int = 1
    times: int = 1
    least: int | None = None
    most: int | None = None
    is_cut: bool = False
    grain: int = 0

    def shown(self, value: Number | None) -> Decimal | None:
        """The figure in the shown unit. What is no number, or too large to be one (1e15), counts as no figure."""
        if value is None or not isfinite(value) or not -LARGEST <= value <= LARGEST:
            return None
        return _exact(value) * self.times

    def rounded(self, value: Decimal | None) -> Decimal | None:
        """The figure as tables and spreadsheets hold it; takes the shown unit."""
        return None if value is None else _to(value, self.places)

    @property
    def places(self) -> int:
        """How many decimals are written: a percentage has one (as `figure` writes it), unless it was cut off."""
        return 1 if self.unit == "%" and not self.is_cut else self.decimals

    def within(self, value: Decimal | None) -> Decimal | None:
        """A limit, put at the end of what can be when it lies beyond it."""
        if value is None:
            return None
        low = value if self.least is None else max(value, Decimal(self.least))
        return low if self.most is None else min(low, Decimal(self.most))

    def text(self, value: Decimal | None) -> str:
        """ "71,4 %", "42 dagen", or a dash; takes the shown unit."""
        return NOTHING if value is None else figure(value, self.unit, self.decimals)

    def short(self, value: Decimal) -> str:
        """In a picture: a percentage with its sign; another unit stands above the axis once."""
        return number(value, self.places) + (" %" if self.unit == "%" else "")

    def short_bound(self, value: Decimal) -> str:
        """The bound of a norm in a picture."""
        return (
            self.bound_text(value) if self.unit == "%" else bound(value.quantize(Decimal(1).scaleb(-self.places - SPARE), rounding=ROUND_HALF_UP), "")
        )

    @property
    def above_axis(self) -> str:
        """The unit where it does not stand beside each number."""
        return self.heading.strip(" ()") if self.unit != "%" else ""

    def bound_text(self, value: Decimal) -> str:
        """The bound of a norm, without decimals that say nothing: "80 %"."""
        return bound(_to(value, self.places + SPARE), self.unit)

    @property
    def heading(self) -> str:
        """The unit behind the name of a column: " (%)"."""
        return f" ({self.unit})" if self.unit and self.unit not in {"aantal", "cijfer"} else ""


def _exact(value: Number) -> Decimal:
    """As a decimal number; a float as it is written."""
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / value.denominator
    return Decimal(str(value))


def _to(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


SHARE = Measure("%", times=100, least=0, most=100)
PERCENT = Measure("%", least=0, most=100)


@dataclass(frozen=True, slots=True)
class Norm:
    """The agreed norm, both ends inclusive, in the unit in which the figures are given."""

    low: Number | None = None
    high: Number | None = None

    def lines(self, measure: Measure) -> tuple[Decimal, ...]:
        """Its bounds in the shown unit."""
        return tuple(one for one in (measure.shown(self.low), measure.shown(self.high)) if one is not None)

    def words(self, measure: Measure) -> str:
        """ "minstens 80 %", "hoogstens 10 %", "60 % tot en met 80 %"; "" for no norm."""
        low, high = ("" if one is None else measure.bound_text(one) for one in (measure.shown(self.low), measure.shown(self.high)))
        if low and high:
            return f"{low} tot en met {high}"
        return f"minstens {low}" if low else f"hoogstens {high}" if high else ""

    def is_met(self, value: Decimal, measure: Measure) -> bool:
        """Whether a figure in the shown unit meets it."""
        low, high = measure.shown(self.low), measure.shown(self.high)
        return (low is None or value >= low) and (high is None or value <= high)


NO_NORM = Norm()


def period_words(code: str) -> str:
    """ "K3 2026" for "2026-K3"; a label of another form stands as it is."""
    try:
        return short_label_of(code)
    except ValueError:
        return code
