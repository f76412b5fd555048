"""Bars as plain geometry. The template draws them as SVG; the same values stand beside them as text and in a table.

The picture is 300 wide, so that its text of 13 is still more than 12 pixels on the narrowest screen. Its words stand above
each bar and never inside it: nothing has to fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH = 300
STEP = 46  # a line of words, a bar, and air
BAR = 14
WORDS = 16  # from the top of a step to the foot of its words
NORM_WORDS = 22


@dataclass(frozen=True, slots=True)
class BarValue:
    """One bar to draw: its name, its size, its size in words, and whether it carries the message."""

    label: str
    value: Decimal
    text: str
    is_accent: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar as drawn."""

    label: str
    text: str
    is_accent: bool
    words_y: int
    y: int
    width: float


@dataclass(frozen=True, slots=True)
class BarChart:
    """A picture of bars. `marks` are the places of the norm's lines from the left; `norm` is the norm in words ("" for none)."""

    title: str
    height: int
    bars: tuple[Bar, ...]
    marks: tuple[float, ...]
    marks_end: int
    norm: str
    values: tuple[BarValue, ...]


def bar_chart(
    title: str, values: Sequence[BarValue], *, norm: str = "", norm_values: Iterable[Decimal] = (), whole: Decimal | None = None
) -> BarChart:
    """Bars from zero, on one scale. `whole` is what the full width stands for (100 for per cents); without it, the largest value."""
    norms = tuple(norm_values)
    longest = max([*(one.value for one in values), *norms, whole or Decimal(0)], default=Decimal(0))
    bars = tuple(
        Bar(one.label, one.text, one.is_accent, STEP * number + WORDS, STEP * number + WORDS + 7, _share(one.value, longest))
        for number, one in enumerate(values)
    )
    end = STEP * len(values) - 3
    return BarChart(
        title,
        end + (NORM_WORDS if norms else 0),
        bars,
        tuple(min(max(_share(one, longest), 1.0), WIDTH - 1.0) for one in norms),
        end,
        norm,
        tuple(values),
    )


def _share(value: Decimal, longest: Decimal) -> float:
    """The length of a value; nothing is drawn to the left of zero."""
    return round(float(max(value, Decimal(0)) / longest) * WIDTH, 1) if longest else 0.0
