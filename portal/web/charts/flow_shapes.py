"""A flow as shapes: bars on both sides, and between them bands whose heights are the amounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.web.charts.flow_bands import Band, Bands, Node
from portal.web.charts.labels import TALL, cut
from portal.web.charts.picture import WIDE, Area, Picture, Place, Words, at
from portal.web.formatting import euros

HEIGHTS = {True: 320.0, False: 300.0}  # of all bands together; True for a wide picture
THINNEST = 1.5  # a band of a few euros can still be seen
BAR, GAP = 10, 8
LABEL = 2 * TALL  # a name and an amount
SIDE = 196  # room for the words beside the bars of a wide picture
STEPS = 14  # of a curve
BASE = 11.0  # from the top of a line of words to its base line


@dataclass(frozen=True, slots=True)
class Placed:
    """A node with the ground of its bar, and where its words begin."""

    node: Node
    top: float
    height: float
    words_top: float


def height_of(band: Band, scale: float) -> float:
    """In proportion to the amount, and never too thin to see."""
    return max(band.cents * scale, THINNEST)


def scale_of(found: Bands, width: int) -> float:
    """Units of the picture for a cent."""
    return HEIGHTS[width >= WIDE] / found.cents


def draw(found: Bands, width: int) -> Picture:
    """The whole picture at a width. Raises ZeroDivisionError when nothing flows: then there is nothing to draw."""
    is_wide, scale = width >= WIDE, scale_of(found, width)
    sides = [_placed(nodes, _sums(found.bands, scale, side), is_wide=is_wide) for side, nodes in enumerate((found.left, found.right))]
    tall = max(_foot(side) for side in sides)
    left, right = ([_moved(one, (tall - _foot(side)) / 2) for one in side] for side in sides)
    starts, ends = (SIDE, width - SIDE - BAR) if is_wide else (0, width - BAR)
    areas = [*_ribbons(found.bands, scale, (left, right), (starts + BAR, ends)), *_bars(left, starts), *_bars(right, ends)]
    words = [*_words(left, width, is_left=True), *_words(right, width, is_left=False)]
    return Picture(width, round(tall + GAP), tuple(areas), words=tuple(words))


def _sums(bands: Sequence[Band], scale: float, side: int) -> dict[int, float]:
    """The height of each node of a side: that of its bands."""
    sums: dict[int, float] = {}
    for band in bands:
        place = band.right if side else band.left
        sums[place] = sums.get(place, 0.0) + height_of(band, scale)
    return sums


def _placed(nodes: Sequence[Node], heights: dict[int, float], *, is_wide: bool) -> list[Placed]:
    """One under the other. Wide: the words beside the middle of the bar. Narrow: above it. Each has room for two lines of words."""
    top, found = 0.0, []
    for place, node in enumerate(nodes):
        height = heights[place]
        room = max(height, LABEL) if is_wide else LABEL + height
        bar = top + (room - height) / 2 if is_wide else top + LABEL
        found.append(Placed(node, bar, height, bar + height / 2 - LABEL / 2 if is_wide else top))
        top += room + GAP
    return found


def _foot(side: Sequence[Placed]) -> float:
    return max(max(one.top + one.height, one.words_top + LABEL) for one in side)


def _moved(one: Placed, down: float) -> Placed:
    return Placed(one.node, one.top + down, one.height, one.words_top + down)


def _ribbons(bands: Sequence[Band], scale: float, sides: tuple[list[Placed], list[Placed]], between: tuple[float, float]) -> list[Area]:
    """The large ones behind the small ones. A band leaves its bar where the one before it ended."""
    left, right = sides
    leaving, arriving = [one.top for one in left], [one.top for one in right]
    found = []
    for band in bands:  # by source and then by goal, so that bands leave and arrive in order
        height = height_of(band, scale)
        start, end = leaving[band.left], arriving[band.right]
        leaving[band.left], arriving[band.right] = start + height, end + height
        upper = _curve((between[0], start), (between[1], end))
        lower = _curve((between[0], start + height), (between[1], end + height))
        found.append((band.cents, Area((*upper, *reversed(lower)), "c-bar-free" if band.is_loose else "c-tolerance")))
    return [area for _, area in sorted(found, key=lambda each: -each[0])]


def _curve(start: Place, end: Place) -> list[Place]:
    """From one bar to the other, level at both."""
    (x, y), (to_x, to_y) = start, end
    parts = [step / STEPS for step in range(STEPS + 1)]
    return [at(x + (to_x - x) * part, y + (to_y - y) * (3 * part**2 - 2 * part**3)) for part in parts]


def _bars(side: Sequence[Placed], x: float) -> list[Area]:
    return [Area((at(x, one.top), at(x + BAR, one.top), at(x + BAR, one.top + one.height), at(x, one.top + one.height)), _look(one)) for one in side]


def _look(one: Placed) -> str:
    return "c-bar-free" if one.node.is_loose else "c-bar"


def _words(side: Sequence[Placed], width: int, *, is_left: bool) -> list[Words]:
    """The name and the amount of each node."""
    is_wide = width >= WIDE
    room = SIDE - 8 if is_wide else width / 2 - 6
    x = (SIDE - 6 if is_left else width - SIDE + 6) if is_wide else (0 if is_left else width)
    anchor = "end" if is_left == is_wide else "start"
    found = []
    for one in side:
        y = one.words_top + BASE
        found.append(Words(*at(x, y), cut(one.node.name, room), "", anchor))
        found.append(Words(*at(x, y + TALL), cut(euros(one.node.cents), room), "c-quiet", anchor))
    return found
