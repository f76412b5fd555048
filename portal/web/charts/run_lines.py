"""The lines of a run chart: the figures, and the limits of what is common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import groupby

from portal.web.charts.frame import Frame
from portal.web.charts.picture import Area, Line, Mark, Place, at
from portal.web.charts.run_points import Special, Start
from portal.web.charts.run_words import Drawn

Placed = tuple[int, Drawn]
SHAPES = {Special.BETTER: ("up", "c-dot"), Special.WORSE: ("down", "c-concern"), Special.NOTABLE: ("diamond", "c-notable")}
TRIAL = "5 4"
CROSS_UP = 9  # how far above the ground line a quarter without a figure is marked


def stretches(placed: Sequence[Placed], goes_on: Callable[[Drawn, Drawn], bool]) -> list[list[Placed]]:
    """The points in parts: a new one where quarters lie between, or where it does not go on."""
    found: list[list[Placed]] = []
    for place, one in placed:
        if found and found[-1][-1][0] == place - 1 and goes_on(found[-1][-1][1], one):
            found[-1].append((place, one))
        else:
            found.append([(place, one)])
    return found


def series(frame: Frame, placed: Sequence[Placed]) -> list[Line]:
    """The figures, joined where they are neighbours in time by one definition."""
    known = [(place, one) for place, one in placed if one.value is not None]
    parts = stretches(known, lambda _, now: now.point.starts is not Start.DEFINITION)
    return [Line(tuple(point_at(frame, place, one) for place, one in part), "c-context") for part in parts if len(part) > 1]


def point_at(frame: Frame, place: int, one: Drawn) -> Place:
    """Where a figure lies."""
    return at(frame.x(place), frame.y(one.value or Decimal(0)))


def marks(frame: Frame, placed: Sequence[Placed]) -> list[Mark]:
    """A dot for each figure, a shape for each that is special, a cross for each that is not there; the newest figure is larger."""
    known = [place for place, one in placed if one.value is not None]
    small = 2.5 if frame.step > 6 else 1.75
    found = []
    for place, one in placed:
        if one.value is None:
            found.append(Mark(*at(frame.x(place), frame.bottom - CROSS_UP), "cross", "c-axis"))
        elif one.is_special:
            found.append(Mark(*point_at(frame, place, one), *SHAPES[one.point.special]))
        else:
            is_newest = place == known[-1]
            found.append(Mark(*point_at(frame, place, one), "dot", "c-dot" if is_newest else "c-bar", 4.5 if is_newest else small))
    return found


def limits(frame: Frame, placed: Sequence[Placed]) -> tuple[list[Area], list[Line]]:
    """The band between the limits with its edges, dashed while they are on trial, and the centre line."""
    areas, lines = [], []
    for part in _parts(placed, lambda one: one.has_limits):
        lower = _steps(frame, part, lambda one: one.lower)
        upper = _steps(frame, part, lambda one: one.upper)
        dash = TRIAL if part[0][1].point.is_trial else ""
        areas.append(Area((*upper, *reversed(lower)), "c-band"))
        lines += [Line(_plain(lower), "c-limit", dash), Line(_plain(upper), "c-limit", dash)]
    lines += [Line(_plain(_steps(frame, part, lambda one: one.centre)), "c-centre") for part in _parts(placed, lambda one: one.centre is not None)]
    return areas, lines


def _parts(placed: Sequence[Placed], has: Callable[[Drawn], bool]) -> list[list[Placed]]:
    return stretches(
        [(place, one) for place, one in placed if has(one)],
        lambda before, now: now.point.starts is Start.NONE and before.point.is_trial == now.point.is_trial,
    )


def _steps(frame: Frame, part: Sequence[Placed], of: Callable[[Drawn], Decimal | None]) -> tuple[Place, ...]:
    """A limit as steps: level over the width of each quarter."""
    half = frame.step / 2
    levels = [(frame.x(place), frame.y(of(one) or Decimal(0))) for place, one in part]
    return tuple(at(x + side, y) for x, y in levels for side in (-half, half))


def _plain(places: Sequence[Place]) -> tuple[Place, ...]:
    """The same line with no places within its level parts."""
    kept: list[Place] = []
    for _, level in groupby(places, key=lambda place: place[1]):
        same = list(level)
        kept += [same[0], same[-1]]
    return tuple(kept)
