"""What a reader of a picture could measure in it, and figures to draw."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from hypothesis import strategies as st

from portal.web.charts import NO_NORM, PERCENT, SHARE, Measure, Norm
from portal.web.charts.axis import Axis
from portal.web.charts.labels import Box, width_of
from portal.web.charts.picture import Mark, Picture, Words
from portal.web.charts.values import Number

DAYS = Measure("dagen", 0, least=0)
EUROS = Measure("euro", 2)
MEASURES = st.sampled_from([PERCENT, SHARE, DAYS, EUROS, Measure("", 3), Measure("per 100 plekken", 1, 100, least=0)])
ODD = st.sampled_from([0, 1, -1, 10**15, -(10**15), 1e-300, -1e-12, 5.000000001, 0.1 + 0.2, float("nan"), float("inf"), 1e300, Fraction(1, 3)])
USUAL = st.one_of(st.floats(0, 100), st.integers(0, 400), st.decimals(0, 1, places=3), st.fractions(0, 1, max_denominator=97))
NUMBERS: st.SearchStrategy[Number] = st.one_of(USUAL, st.floats(-1e15, 1e15), ODD)
MAYBE: st.SearchStrategy[Number | None] = st.one_of(st.none(), NUMBERS)
NORMS = st.one_of(st.just(NO_NORM), st.builds(Norm, MAYBE, MAYBE))
TEXTS = st.text(st.sampled_from("abcdeilmwMWOÅ é&<>\"'%—1"), min_size=1, max_size=50)


def places_of(picture: Picture) -> list[tuple[float, float]]:
    """Every coordinate of the picture, with the outermost of marks and letters."""
    found = [place for area in picture.areas for place in area.places] + [place for line in picture.lines for place in line.places]
    found += [(mark.x + x, mark.y + y) for mark in picture.marks for x in (-mark.radius, mark.radius) for y in (-mark.radius, mark.radius)]
    return found + [place for box in map(box_of, picture.words) for place in ((box.left, box.top), (box.right, box.bottom))]


def box_of(words: Words) -> Box:
    """The ground of the letters themselves: a little less high than a line."""
    width = width_of(words.text, words.look)
    left = words.x - {"start": 0.0, "middle": width / 2, "end": width}[words.anchor]
    return Box(left, words.y - 10, left + width, words.y + 2)


def is_inside(picture: Picture, slack: float = 0.5) -> bool:
    """Whether all is finite and nothing sticks out."""
    return all(
        math.isfinite(x) and math.isfinite(y) and -slack <= x <= picture.width + slack and -slack <= y <= picture.height + slack
        for x, y in places_of(picture)
    )


def touching(words: Iterable[Words]) -> list[tuple[str, str]]:
    """Pairs of words that lie over each other."""
    return [(one.text, other.text) for one, other in combinations(words, 2) if box_of(one).touches(box_of(other))]


def ground(picture: Picture) -> float:
    """The height of the ground line of a picture with axes: the level line of the axis."""
    return next(line.places[0][1] for line in picture.lines if line.look == "c-axis" and line.places[0][1] == line.places[1][1])


def figures_of(picture: Picture) -> list[Mark]:
    """The marks that stand for a quarter: not those of the key under the picture."""
    return [mark for mark in picture.marks if mark.y <= ground(picture)]


def read_off(picture: Picture, axis: Axis, y: float) -> float:
    """The value at a height, measured between the lowest and the highest line of the grid, as somebody with a ruler would."""
    levels = [line.places[0][1] for line in picture.lines if line.look == "c-grid"]
    low, high = float(axis.ticks[0].value), float(axis.ticks[-1].value)
    return low + (levels[0] - y) / (levels[0] - levels[-1]) * (high - low)


def precision(axis: Axis, measure: Measure) -> float:
    """How far a value that is read off may be from the one in the table: half a unit that is written, and two hundredths of a pixel."""
    return float(axis.high - axis.low) * 2e-4 + 0.5001 * 10.0**-measure.places + max(abs(float(axis.high)), abs(float(axis.low))) * 1e-12


def shown(value: Number | None, measure: Measure) -> Decimal | None:
    """The figure in the shown unit, reckoned in fractions."""
    if value is None or not math.isfinite(value) or abs(Fraction(value)) > 10**15:
        return None
    exact = Fraction(str(value)) * measure.times
    return Decimal(exact.numerator) / exact.denominator
