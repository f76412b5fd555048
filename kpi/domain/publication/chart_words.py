"""What a chart of a summary says: its message as a heading and one sentence under it, both from published figures alone."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.foundation.period import Quarter
from kpi.domain.publication.comparing import Change, change_of
from kpi.domain.publication.content import Movement, PeopleTable, Places, Trend
from kpi.domain.publication.words import FEW, begin_sentence, people, rounded_words

FEW_PEOPLE = " Dit gaat over weinig mensen."
CAME_AND_LEFT = {
    Change.UP: "Er kwamen meer mensen bij dan er weggingen.",
    Change.DOWN: "Er gingen meer mensen weg dan erbij kwamen.",
    Change.ABOUT_SAME: "Er kwamen ongeveer even veel mensen bij als er weggingen.",
}
OVER_TIME = {
    "mensen": {
        Change.UP: "Er krijgen meer mensen hulp dan eerst.",
        Change.DOWN: "Er krijgen minder mensen hulp dan eerst.",
        Change.ABOUT_SAME: "Er krijgen ongeveer even veel mensen hulp als eerst.",
    },
    "wachten": {
        Change.UP: "Er wachten meer mensen dan eerst.",
        Change.DOWN: "Er wachten minder mensen dan eerst.",
        Change.ABOUT_SAME: "Er wachten ongeveer even veel mensen als eerst.",
    },
    "plekken": {
        Change.UP: "Er zijn meer plekken dan eerst.",
        Change.DOWN: "Er zijn minder plekken dan eerst.",
        Change.ABOUT_SAME: "Er zijn ongeveer even veel plekken als eerst.",
    },
    "bezet": {
        Change.UP: "Er zijn meer plekken bezet dan eerst.",
        Change.DOWN: "Er zijn minder plekken bezet dan eerst.",
        Change.ABOUT_SAME: "Er zijn ongeveer even veel plekken bezet als eerst.",
    },
}
"""What a row of counts says, by its key (kpi/domain/publication/trends.py)."""

MOST = "De meeste mensen zijn hier: {}."
MOST_OF = {"gemeente": "De meeste mensen komen uit {}.", "voorziening": "De meeste mensen krijgen deze hulp: {}."}
"""Where most people are, by the axis of the table's rows."""


@dataclass(frozen=True, slots=True)
class Told:
    """The message of a chart, and the sentence under it."""

    message: str
    sentence: str


def of_movement(moved: Movement, base: int) -> Told | None:
    """People who came and who left; None where one of the four figures is left out."""
    if moved.begin is None or moved.joined is None or moved.left is None or moved.end is None:
        return None
    few = FEW_PEOPLE if moved.end < FEW else ""
    return Told(
        CAME_AND_LEFT[change_of(moved.joined, moved.left, base)],
        f"Aan het begin kregen {people(moved.begin, base)} hulp, op de laatste dag {people(moved.end, base)}.{few}",
    )


def of_places(places: Places, base: int) -> Told | None:
    """Places that are taken and that are not."""
    if places.places is None or places.occupied is None or places.unoccupied is None:
        return None
    free = places.unoccupied
    message = "Bijna alle plekken zijn bezet." if not free else f"{begin_sentence(rounded_words(free, base))} plekken zijn niet bezet."
    waiting = "" if places.waiting is None else f" {begin_sentence(people(places.waiting, base))} wachten op een plek."
    return Told(message, f"Samen zijn er {rounded_words(places.places, base)} plekken op de laatste dag.{waiting}")


def of_trend(trend: Trend, base: int) -> Told:
    """A row of counts over the quarters: the last one beside the first."""
    (first, was), (_, now) = trend.points[0], trend.points[-1]
    since = Quarter.parse(first)
    told = f"In het {since.number}e kwartaal van {since.year} waren het er {rounded_words(was, base)}, nu {rounded_words(now, base)}."
    return Told(OVER_TIME[trend.key][change_of(int(now), int(was), base)], told)


def of_rows(table: PeopleTable, base: int) -> Told | None:
    """Where most people of a table are, by its rows; None where the totals of the rows are left out."""
    totals = row_totals(table)
    if len(totals) < 2:
        return None
    ordered = sorted(totals, key=lambda pair: -pair[1])
    (most, count), (second, next_count) = ordered[0], ordered[1]
    names = most if change_of(count, next_count, base) is Change.UP else f"{most} en {second}"
    return Told(MOST_OF.get(table.row_axis, MOST).format(names), _of_all(count, ordered, base))


def row_totals(table: PeopleTable) -> tuple[tuple[str, int], ...]:
    """Every row with its total, in the order of the table; nothing when one of them is left out."""
    totals = [(name, cells[-1]) for name, cells in zip(table.rows[:-1], table.cells[:-1], strict=True)]
    known = tuple((name, total) for name, total in totals if total is not None)
    return known if len(known) == len(totals) else ()


def _of_all(count: int, ordered: list[tuple[str, int]], base: int) -> str:
    """The largest row beside all of them."""
    everybody = rounded_words(sum(total for _, total in ordered), base)
    return f"{begin_sentence(ordered[0][0])}: {people(count, base)}. In de hele regio zijn het er {everybody}."


def texts_of(moved: Movement, places: Places, tables: tuple[PeopleTable, ...], trends: tuple[Trend, ...], base: int) -> tuple[str, ...]:
    """Every message and sentence of these, for the check on plain language."""
    told = [of_movement(moved, base), of_places(places, base), *(of_rows(table, base) for table in tables)]
    told += [of_trend(trend, base) for trend in trends if trend.key in OVER_TIME]
    return tuple(text for one in told if one is not None for text in (one.message, one.sentence))
