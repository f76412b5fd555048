"""The room of a chart with two axes: where a value and a place lie, its grid, and the words at the ends of its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.web.charts.axis import Axis
from portal.web.charts.labels import TALL, Box, apart, cut, width_of
from portal.web.charts.picture import Line, Place, Words, at

GAP = 14  # between the end of a line and its words
MIDDLE = 4.5  # from the middle of a line of words to its base line
UNIT_BASE = 12  # the base line of the unit, above the axis
LARGEST_SHARE = 0.42  # of the width, for the words at either side


@dataclass(frozen=True, slots=True)
class EndLabel:
    """Words at the right end of a line, one or two lines of them."""

    value: Decimal
    lines: tuple[str, ...]
    look: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the picture in which values are drawn; `slots` places stand side by side."""

    width: int
    left: float
    top: float
    right: float
    bottom: float
    axis: Axis
    slots: int = 1

    @property
    def step(self) -> float:
        """The width of one place."""
        return (self.right - self.left) / self.slots

    def x(self, slot: int) -> float:
        """The middle of a place."""
        return self.left + (slot + 0.5) * self.step

    def y(self, value: Decimal) -> float:
        """The height of a value."""
        return self.bottom - self.axis.share(value) * (self.bottom - self.top)

    @property
    def inside(self) -> Box:
        """The ground on which words may stand."""
        return Box(self.left + 1, self.top, self.right, self.bottom)

    def level(self, value: Decimal) -> tuple[Place, Place]:
        """A line at one value, over the full width."""
        return at(self.left, self.y(value)), at(self.right, self.y(value))

    def grid(self, unit: str = "") -> tuple[list[Line], list[Words]]:
        """A quiet line and a number for each tick of the values, and the ground line. A unit stands above the numbers, in the first row."""
        lines = [Line(self.level(tick.value), "c-grid") for tick in self.axis.ticks]
        lines.append(Line((at(self.left, self.bottom), at(self.right, self.bottom)), "c-axis"))
        words = [Words(*at(self.left - 6, self.y(tick.value) + MIDDLE), cut(tick.text, self.left - 6), "c-quiet", "end") for tick in self.axis.ticks]
        if unit:
            words.append(Words(*at(max(self.left - 6 - width_of(unit), 0), UNIT_BASE), cut(unit, self.width), "c-quiet"))
        return lines, words

    def ends(self, labels: Sequence[EndLabel]) -> tuple[list[Line], list[Words]]:
        """The words at the ends of lines, pushed apart where they would touch, each with a thin line to where it belongs."""
        heights = [TALL * len(label.lines) for label in labels]
        middles = apart([self.y(label.value) for label in labels], heights, self.top - TALL / 2, self.bottom + TALL / 2)
        lines, words = [], []
        for label, middle, height in zip(labels, middles, heights, strict=True):
            start = self.y(label.value)
            if abs(middle - start) > 2:
                lines.append(Line((at(self.right + 1, start), at(self.right + GAP - 4, middle)), "c-axis"))
            for number, text in enumerate(label.lines):
                y = middle - height / 2 + TALL * (number + 0.5) + MIDDLE
                words.append(Words(*at(self.right + GAP, y), cut(text, self.width - self.right - GAP, label.look), label.look))
        return lines, words


def left_margin(axis: Axis, width: int) -> float:
    """Room for the numbers of the ticks."""
    return min(max(width_of(tick.text) for tick in axis.ticks) + 8, width * LARGEST_SHARE) if axis.ticks else 8


def right_margin(labels: Sequence[EndLabel], width: int) -> float:
    """Room for the words at the ends of lines."""
    widest = max((width_of(text, label.look) for label in labels for text in label.lines), default=0)
    return min(widest + GAP, width * LARGEST_SHARE) if widest else 8
