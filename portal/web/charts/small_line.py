"""A small line as plain geometry, for the panel beside the grid: it stands above a table with the same values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.web.charts.bars import WIDTH

SPARK_HEIGHT = 60
SPARK_AIR = 6  # above and below, so that a dot at the edge is whole


@dataclass(frozen=True, slots=True)
class SparkValue:
    """One moment of a small line. Without a value the line has a gap; `is_break`: counted otherwise from here on, so the line begins anew."""

    label: str
    value: Decimal | None
    text: str
    is_break: bool = False


@dataclass(frozen=True, slots=True)
class Spark:
    """A small line as drawn, 300 wide: its unbroken pieces as SVG points, every dot, and the norm's heights. Its words are the title."""

    title: str
    height: int
    lines: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    norms: tuple[float, ...]


def sparkline(title: str, values: Sequence[SparkValue], *, norm_values: Iterable[Decimal] = ()) -> Spark | None:
    """A line through the values on one scale that also holds the norms; None when there are fewer than two values."""
    known = [one.value for one in values if one.value is not None]
    if len(known) < 2:
        return None
    norms = tuple(norm_values)
    low, high = min(*known, *norms), max(*known, *norms)
    step = (WIDTH - 2 * SPARK_AIR) / (len(values) - 1)
    pieces: list[list[tuple[float, float]]] = [[]]
    for place, one in enumerate(values):
        if one.value is None or one.is_break:
            pieces.append([])
        if one.value is not None:
            pieces[-1].append((round(SPARK_AIR + place * step, 1), _height(one.value, low, high)))
    lines = tuple(" ".join(f"{x},{y}" for x, y in piece) for piece in pieces if len(piece) > 1)
    said = ", ".join(f"{one.label} {one.text}" for one in values)
    return Spark(
        f"{title}: {said}.", SPARK_HEIGHT, lines, tuple(dot for piece in pieces for dot in piece), tuple(_height(one, low, high) for one in norms)
    )


def _height(value: Decimal, low: Decimal, high: Decimal) -> float:
    """From the top; one and the same value all the time lies in the middle."""
    share = float((value - low) / (high - low)) if high > low else 0.5
    return round(SPARK_HEIGHT - SPARK_AIR - share * (SPARK_HEIGHT - 2 * SPARK_AIR), 1)
