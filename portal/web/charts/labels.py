"""Where words may stand: how wide they are at most, and places where they touch nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal.web.charts.picture import LETTER, Place, Words, at

TALL = 15.0  # a line of words
ROUNDING = 0.01  # room that was made for exactly these words comes back from a sum a little smaller
BASE = 4.0  # from the foot of a line of words to its base line
_SLIM, _BROAD = frozenset("iljtfrI.,:;'|!()[] "), frozenset("mwMWOQG%@…—")
STRONG, BOLD = "c-strong", 1.12
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the picture."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Box) -> bool:
        """Whether the two share any ground."""
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def holds(self, other: Box) -> bool:
        """Whether the other lies inside."""
        return self.left <= other.left and self.top <= other.top and other.right <= self.right and other.bottom <= self.bottom


def width_of(text: str, look: str = "") -> float:
    """The width of a text at most, in the letters of any of the usual systems (Segoe UI, Roboto, Noto Sans, Arial); bold letters are wider."""
    size = LETTER * BOLD if look == STRONG else LETTER
    return size * sum(0.36 if one in _SLIM else 0.96 if one in _BROAD else 0.73 if one.isupper() else 0.61 for one in text)


def cut(text: str, width: float, look: str = "") -> str:
    """The text, shortened until it fits; the table beside the picture has it whole."""
    if width_of(text, look) <= width + ROUNDING:
        return text
    kept = text
    while kept and width_of(kept + ELLIPSIS, look) > width:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def around(place: Place, size: float) -> Box:
    """The ground of a mark."""
    return Box(place[0] - size, place[1] - size, place[0] + size, place[1] + size)


def along(places: Sequence[Place], size: float = 2.0, pace: float = 6.0) -> list[Box]:
    """The ground of a line, in small pieces."""
    found: list[Box] = []
    for (x, y), (to_x, to_y) in pairwise(places):
        count = max(1, int(max(abs(to_x - x), abs(to_y - y)) // pace))
        found += [around((x + (to_x - x) * n / count, y + (to_y - y) * n / count), size) for n in range(count + 1)]
    return found


def near(place: Place, width: float, *, gap: float, taken: Sequence[Box], area: Box, reach: int = 1) -> Box | None:
    """The first free spot near a point: above, below, beside, and farther away with each step of `reach`. None when there is none."""
    x, y = place
    for step in range(reach):
        far = gap + step * TALL
        lefts = (x - width / 2, x - 8, x - width + 8, x + far, x - far - width)
        tops = (y - far - TALL, y + far, y - far - TALL, y + far, y - TALL / 2)
        spots = [(left, top) for left in lefts[:3] for top in tops[:2]] + [(left, top) for left in lefts[3:] for top in (tops[4], tops[0], tops[1])]
        for left, top in spots:
            box = Box(left, top, left + width, top + TALL)
            if area.holds(box) and not any(box.touches(other) for other in taken):
                return box
    return None


def written(text: str, box: Box, place: Place, look: str = "") -> Words:
    """The words in their box, held at the side that is nearest to their point, so that a narrower letter keeps them together."""
    x = place[0]
    if box.left >= x:
        return Words(*at(box.left, box.bottom - BASE), text, look)
    if box.right <= x:
        return Words(*at(box.right, box.bottom - BASE), text, look, "end")
    return Words(*at((box.left + box.right) / 2, box.bottom - BASE), text, look, "middle")


def apart(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Middles as near as can be to those wanted, in the same order, so far apart that nothing overlaps between top and bottom.

    Where there is not enough room for all, they begin at the top and end below the bottom.
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    found = list(wanted)
    edge = top
    for place in order:
        found[place] = max(wanted[place], edge + heights[place] / 2)
        edge = found[place] + heights[place] / 2
    edge = max(bottom, top + sum(heights))
    for place in reversed(order):
        found[place] = min(found[place], edge - heights[place] / 2)
        edge = found[place] - heights[place] / 2
    return found
