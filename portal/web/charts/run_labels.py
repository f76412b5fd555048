"""Words beside the points of a run chart; what finds no room there is told in a key under the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.web.charts.frame import Frame
from portal.web.charts.labels import TALL, along, around, near, width_of, written
from portal.web.charts.picture import Line, Mark, Place, Words, at
from portal.web.charts.run_lines import SHAPES, TRIAL, Placed, point_at, stretches
from portal.web.charts.run_points import NO_FIGURE
from portal.web.charts.run_time import FOOT

TRIAL_WORD = "voorlopig"
SOLID = frozenset({"c-context", "c-norm"})
SIGN = 20  # the room of a sign in the key


@dataclass(frozen=True, slots=True)
class Beside:
    """The words that were placed, and the key with its rows."""

    words: tuple[Words, ...]
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Wish:
    """A word that wants to stand near a place; `shape` and `look` are its sign in the key ("" for a dashed line)."""

    text: str
    place: Place
    gap: float
    shape: str
    look: str


def beside(frame: Frame, placed: Sequence[Placed], marks: Sequence[Mark], lines: Sequence[Line]) -> Beside:
    """Place what can be placed, the newest first; each other text stands in the key once."""
    taken = [around((mark.x, mark.y), 5.5) for mark in marks]
    taken += [box for line in lines if line.look in SOLID for box in along(line.places, 1.0)]
    faint = [box for line in lines if line.look not in SOLID for box in along(line.places, 1.0)]
    words: list[Words] = []
    left_over: dict[str, Wish] = {}
    for wish in reversed(_wishes(frame, placed)):
        width = width_of(wish.text) + 2
        spots = ([*taken, *faint], taken)  # a word may lie on a limit when it must, but never on the figures, the norm or an upright line
        boxes = (near(wish.place, width, gap=wish.gap, taken=each, area=frame.inside, reach=2) for each in spots)
        box = next((one for one in boxes if one is not None), None)
        if box is None:
            left_over.setdefault(wish.text, wish)
            continue
        taken.append(box)
        words.append(written(wish.text, box, wish.place, "c-quiet" if wish.shape in {"", "cross"} else ""))
    return _with_key(frame, words, list(left_over.values()))


def _wishes(frame: Frame, placed: Sequence[Placed]) -> list[Wish]:
    """One for the last point of each run of alike points, for the last of each gap, and for the last trial limits."""
    found: list[tuple[int, Wish]] = []
    special = [(place, one) for place, one in placed if one.is_special]
    for part in stretches(special, lambda before, now: before.point.special is now.point.special):
        place, one = part[-1]
        found.append((place, Wish(str(one.point.special), point_at(frame, place, one), 7, *SHAPES[one.point.special])))
    for part in stretches([(place, one) for place, one in placed if one.value is None], lambda *_: True):
        mark = at(frame.x(part[-1][0]), frame.bottom - 9)
        found.append((part[-1][0], Wish(NO_FIGURE, mark, 6, "cross", "c-axis")))
    trial = [(place, one) for place, one in placed if one.has_limits and one.point.is_trial]
    if trial:
        place, one = trial[len(trial) // 2]
        top = at(frame.x(place), frame.y(one.upper)) if one.upper is not None else at(frame.x(place), frame.top)
        found.insert(0, (place, Wish(TRIAL_WORD, top, 2, "", "c-limit")))
    return [wish for _, wish in found]


def _with_key(frame: Frame, words: list[Words], wishes: Sequence[Wish]) -> Beside:
    """The key: as many rows as needed, each sign with its word."""
    marks: list[Mark] = []
    lines: list[Line] = []
    x, row = 2.0, 0
    for wish in wishes:
        text = "voorlopige grenzen" if wish.text == TRIAL_WORD else wish.text
        room = SIGN + width_of(text)
        if x > 2 and x + room > frame.width:
            x, row = 2.0, row + 1
        y = frame.bottom + FOOT + TALL * row + 8
        if wish.shape:
            marks.append(Mark(*at(x + 7, y - 4), wish.shape, wish.look))
        else:
            lines.append(Line((at(x, y - 4), at(x + SIGN - 4, y - 4)), wish.look, TRIAL))
        words.append(Words(*at(x + SIGN, y), text, "c-quiet"))
        x += room + 16
    return Beside(tuple(words), tuple(marks), tuple(lines), row + 1 if wishes else 0)
