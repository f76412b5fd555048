"""The axis of time under a run chart, and the upright lines where something begins anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.web.charts.frame import Frame
from portal.web.charts.labels import TALL, cut, width_of
from portal.web.charts.picture import Line, Words, at
from portal.web.charts.run_points import Start
from portal.web.charts.run_words import Drawn
from portal.web.charts.values import period_words

QUARTER_ROOM = 26  # a place must be so wide before each quarter has its own name
FOOT = 36  # the height of the axis of time


@dataclass(frozen=True, slots=True)
class Beginning:
    """A place where something begins anew, with its word."""

    x: float
    text: str
    row: int
    anchor: str


def time_axis(frame: Frame, codes: Sequence[str], places: Sequence[int]) -> tuple[list[Line], list[Words]]:
    """Years, with a tick where each begins; the quarters too where there is room. Other periods than quarters: the first and the last."""
    if not codes:
        return [], []
    if not all(len(code) == 7 and code[4:6] == "-K" for code in codes):
        return [], _ends(frame, codes, places)
    words, lines = [], []
    has_quarters = frame.step >= QUARTER_ROOM
    if has_quarters:
        words = [Words(*at(frame.x(place), frame.bottom + 15), code[5:], "c-quiet", "middle") for code, place in zip(codes, places, strict=True)]
    base, taken = frame.bottom + (31 if has_quarters else 18), -1.0
    starts = [n for n, code in enumerate(codes) if not n or code[:4] != codes[n - 1][:4]]
    for n in starts:
        x = frame.left + places[n] * frame.step
        lines.append(Line((at(x, frame.bottom), at(x, base if has_quarters else frame.bottom + 6)), "c-axis"))
        width = width_of(codes[n][:4])
        following = next((frame.left + places[m] * frame.step for m in starts if m > n), frame.width - 1.0)
        if x >= taken and x + 4 + width <= following:
            words.append(Words(*at(x + 4, base), codes[n][:4], "c-quiet"))
            taken = x + width + 10
    return (lines, words) if any(word.text.isdigit() for word in words) else (lines, [*words, *_ends(frame, codes, places, base)])


def _ends(frame: Frame, codes: Sequence[str], places: Sequence[int], base: float | None = None) -> list[Words]:
    y, room = base or frame.bottom + 18, (frame.right - frame.left) / 2 - 6
    first = Words(*at(frame.left, y), cut(period_words(codes[0]), room), "c-quiet")
    last = Words(*at(frame.right, y), cut(period_words(codes[-1]), room), "c-quiet", "end")
    return [first] if len(codes) == 1 else [first, last]


def rows_of(ends: tuple[float, float], step: float, drawn: Sequence[Drawn], places: Sequence[int], first: int) -> list[Beginning]:
    """Each new beginning with the row in which its word stands, from row `first` on; no two words in a row touch.

    There is no frame yet: how many rows there are decides how much room is left for the values.
    """
    left_end, right_end = ends
    found: list[Beginning] = []
    edges: list[float] = []
    for one, place in zip(drawn, places, strict=True):
        if one.point.starts is Start.NONE:
            continue
        x, text = left_end + place * step, str(one.point.starts)
        width = width_of(text)
        left = x + 4 if x + 4 + width <= right_end else max(x - 4 - width, 0.0)
        row = next((n for n, edge in enumerate(edges) if left > edge), len(edges))
        edges[row : row + 1] = [left + width + 6]
        found.append(Beginning(x, text, first + row, "start" if left >= x else "end"))
    return found


def new_beginnings(frame: Frame, found: Sequence[Beginning]) -> tuple[list[Line], list[Words]]:
    """The upright lines with their words above the values."""
    lines, words = [], []
    for one in found:
        y = 12 + one.row * TALL
        lines.append(Line((at(one.x, y - 10), at(one.x, frame.bottom)), "c-norm", "2 3" if one.text == Start.REBASE else ""))
        words.append(Words(*at(one.x + 4 if one.anchor == "start" else max(one.x - 4, width_of(one.text)), y), one.text, "", one.anchor))
    return lines, words
