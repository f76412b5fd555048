"""A picture as a list of plain shapes with finite coordinates. The template only writes them down; no style, no script."""

from __future__ import annotations

from dataclasses import dataclass

Place = tuple[float, float]
LETTER = 13  # the height of the letters, in units of the picture
NARROW, WIDE = 300, 640  # the two widths at which pictures with words in them are drawn
RADIUS = 4.5

# The corners of each mark around its middle; up and down are the shapes of better and worse, whatever the colour.
CORNERS: dict[str, tuple[Place, ...]] = {
    "up": ((0, -6.5), (6, 4.5), (-6, 4.5)),
    "down": ((0, 6.5), (6, -4.5), (-6, -4.5)),
    "diamond": ((0, -6.5), (6.5, 0), (0, 6.5), (-6.5, 0)),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line through places; `dash` is "" for an unbroken one."""

    places: tuple[Place, ...]
    look: str
    dash: str = ""

    @property
    def points(self) -> str:
        """As SVG writes them."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.places)


@dataclass(frozen=True, slots=True)
class Area:
    """A filled shape."""

    places: tuple[Place, ...]
    look: str

    @property
    def points(self) -> str:
        """As SVG writes them."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.places)


@dataclass(frozen=True, slots=True)
class Mark:
    """A point: "dot", "up", "down", "diamond" or "cross" (no figure)."""

    x: float
    y: float
    shape: str
    look: str
    radius: float = RADIUS

    @property
    def points(self) -> str:
        """The corners of a shape with corners, as SVG writes them."""
        return " ".join(f"{self.x + x:g},{self.y + y:g}" for x, y in CORNERS.get(self.shape, ()))


@dataclass(frozen=True, slots=True)
class Words:
    """A text; `anchor` is "start", "middle" or "end", and y is its base line."""

    x: float
    y: float
    text: str
    look: str = ""
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes from the back to the front: areas, lines, marks, words."""

    width: int
    height: int
    areas: tuple[Area, ...] = ()
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    words: tuple[Words, ...] = ()


def at(x: float, y: float) -> Place:
    """A place, to a hundredth."""
    return round(x, 2), round(y, 2)
