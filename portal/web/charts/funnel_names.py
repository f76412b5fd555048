"""The names beside the points of a funnel: near their point, touching nothing; in rows under the picture where there is no room at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.web.charts.frame import Frame
from portal.web.charts.labels import STRONG, TALL, Box, along, around, cut, near, width_of, written
from portal.web.charts.picture import Line, Place, Words, at

LONGEST, SHORTEST = 0.85, 0.55  # of the width of the values, for a name as it is and for one that is cut off
PACE = 6  # the steps in which free ground is looked for


@dataclass(frozen=True, slots=True)
class Named:
    """A point that wants its name; `word` says what it is ("signaal")."""

    name: str
    word: str
    place: Place
    is_own: bool

    @property
    def look(self) -> str:
        """The own name is bold."""
        return STRONG if self.is_own else ""

    def width(self, text: str) -> float:
        """The room of a text, with a little air."""
        return width_of(text, self.look) + 4

    def texts(self, width: float) -> tuple[str, ...]:
        """What may be written, the best first: the name with its word, the name (its shape says the same), the name shortened."""
        both = f"{self.name}, {self.word}" if self.word else self.name
        return tuple(
            dict.fromkeys(text if self.width(text) <= width * LONGEST else cut(text, width * SHORTEST, self.look) for text in (both, self.name))
        )


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
        text, box = _spot(one, frame, [*points, *taken], curves)
        if box is None:
            box = Box(frame.left, foot + TALL * rows, frame.left + one.width(text), foot + TALL * (rows + 1))
            rows += 1
        taken.append(box)
        words.append(written(text, box, one.place, one.look))
        end = (min(max(one.place[0], box.left), box.right), min(max(one.place[1], box.top + 2), box.bottom))
        if max(abs(end[0] - one.place[0]), abs(end[1] - one.place[1])) > 14:
            leads.append(Line((at(*one.place), at(*end)), "c-axis"))
    return Names(tuple(words), tuple(leads), rows)


def _spot(one: Named, frame: Frame, taken: Sequence[Box], curves: Sequence[Box]) -> tuple[str, Box | None]:
    """Beside the point and clear of the curves; else near it on a curve; else with a shorter text; else on the nearest free ground."""
    room, area = frame.right - frame.left, frame.inside
    texts = one.texts(room)
    for text in dict.fromkeys((*texts, cut(one.name, room * SHORTEST, one.look))):
        width = one.width(text)
        box = near(one.place, width, gap=8, taken=[*taken, *curves], area=area, reach=2) or near(one.place, width, gap=8, taken=taken, area=area)
        if box is not None:
            return text, box
    text = cut(one.name, room * SHORTEST, one.look)
    return text, _anywhere(one.place, one.width(text), area, taken)


def _anywhere(place: Place, width: float, area: Box, taken: Sequence[Box]) -> Box | None:
    columns, rows = range(int(area.left) + 1, int(area.right - width), PACE), range(int(area.top) + 1, int(area.bottom - TALL), PACE)
    spots = [(x, y) for x in columns for y in rows]
    for x, y in sorted(spots, key=lambda spot: abs(spot[0] + width / 2 - place[0]) + abs(spot[1] + TALL / 2 - place[1])):
        box = Box(x, y, x + width, y + TALL)
        if not any(box.touches(other) for other in taken):
            return box
    return None
