"""The names beside the points of a funnel: near their point, touching nothing; in rows under the picture where there is no room at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.web.charts.frame import Frame
from portal.web.charts.labels import TALL, Box, along, around, cut, near, width_of, written
from portal.web.charts.picture import Line, Place, Words, at

LONGEST = 0.5  # of the width of the values
PACE = 6  # the steps in which free ground is looked for


@dataclass(frozen=True, slots=True)
class Named:
    """A point that wants its name; `word` says what it is ("signaal")."""

    name: str
    word: str
    place: Place
    is_own: bool

    def text(self, width: float) -> str:
        """The name, shortened when it must, with its word."""
        ending = f", {self.word}" if self.word else ""
        return cut(self.name, max(width - width_of(ending), 40)) + ending


@dataclass(frozen=True, slots=True)
class Names:
    """The words, thin lines to those that stand far off, and how many rows stand under the picture."""

    words: tuple[Words, ...]
    lines: tuple[Line, ...]
    rows: int


def names(frame: Frame, wanted: Sequence[Named], lines: Sequence[Line], foot: float) -> Names:
    """Place every name: the own first, then the largest aanbieders."""
    points = [around(one.place, 6) for one in wanted]
    curves = [box for line in lines for box in along(line.places, 1)]
    taken: list[Box] = []
    words: list[Words] = []
    leads: list[Line] = []
    rows = 0
    for one in sorted(wanted, key=lambda each: (not each.is_own, -each.place[0])):
        text = one.text((frame.right - frame.left) * LONGEST)
        width = width_of(text) + 4
        box = _spot(one.place, width, frame.inside, [*points, *taken], curves)
        if box is None:
            box = Box(frame.left, foot + TALL * rows, frame.left + width, foot + TALL * (rows + 1))
            rows += 1
        taken.append(box)
        words.append(written(text, box, one.place, "c-strong" if one.is_own else ""))
        end = (min(max(one.place[0], box.left), box.right), min(max(one.place[1], box.top + 2), box.bottom))
        if max(abs(end[0] - one.place[0]), abs(end[1] - one.place[1])) > 14:
            leads.append(Line((at(*one.place), at(*end)), "c-axis"))
    return Names(tuple(words), tuple(leads), rows)


def _spot(place: Place, width: float, area: Box, taken: Sequence[Box], curves: Sequence[Box]) -> Box | None:
    """Beside the point and clear of the curves; else near it on a curve; else the nearest free ground."""
    return (
        near(place, width, gap=8, taken=[*taken, *curves], area=area, reach=2)
        or near(place, width, gap=8, taken=taken, area=area)
        or _anywhere(place, width, area, taken)
    )


def _anywhere(place: Place, width: float, area: Box, taken: Sequence[Box]) -> Box | None:
    columns = range(int(area.left), int(area.right - width) + 1, PACE)
    spots = [(x, y) for x in columns for y in range(int(area.top) + 1, int(area.bottom - TALL) + 1, PACE)]
    for x, y in sorted(spots, key=lambda spot: abs(spot[0] + width / 2 - place[0]) + abs(spot[1] + TALL / 2 - place[1])):
        box = Box(x, y, x + width, y + TALL)
        if area.holds(box) and not any(box.touches(other) for other in taken):
            return box
    return None
