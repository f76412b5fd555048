"""The regional summary as it is frozen when published: a text that is the same for the same summary, and the way back.

All that the klankbordgroep reads, on the page, on paper and as open data, comes from this and from nothing else. No aanbieder is in it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

SCHEMA = 2


@dataclass(frozen=True, slots=True)
class IndicatorFigure:
    """One KPI of the region. `hidden` is the reason why there is no figure ("" when there is one); then every number is None.

    A count is a multiple of the base that counts are rounded to (`is_rounded`). `previous` is the value in the edition of the quarter before,
    when comparable. `certainty` says in words how sure the figure is where it is about few people ("" where it need not be said).
    `meaning` is what is counted, in plain words. `change`: what happened since `previous` ("gestegen", "gedaald", "gelijk gebleven";
    "ongeveer gelijk gebleven" where rounding alone may have moved it), "" when not comparable.
    """

    code: str
    version: int
    name: str
    pijler: str
    kind: str
    unit: str
    decimals: int
    direction: str
    message: str
    sentence: str
    note: str
    certainty: str
    hidden: str
    is_rounded: bool
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    previous: Decimal | None
    norm: str
    norm_low: Decimal | None
    norm_high: Decimal | None
    meets_norm: bool | None
    meaning: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """People in care on the last day, by two axes. The last row and column are the totals. A cell is a multiple of the base; None: left out.

    `key` is such as "gemeente-voorziening"; `rows` and `columns` are names in words, "Samen" for the totals.
    """

    key: str
    title: str
    row_axis: str
    column_axis: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Movement:
    """People of all forms of care together: begin + joined - left = end, in multiples of the base; None: left out."""

    begin: int | None
    joined: int | None
    left: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Places:
    """Places of the region on the last day: occupied + unoccupied = places. People who wait. Multiples of the base; None: left out."""

    places: int | None
    occupied: int | None
    unoccupied: int | None
    waiting: int | None


@dataclass(frozen=True, slots=True)
class GoalFigure:
    """A goal of the plan beside the figure of this quarter. `target` and `shown` are words; `shown` is "" where no figure is published.

    `verdict`: "gehaald", "niet gehaald", "niet zeker" (a rounded figure too near the goal to say) or "geen cijfer".
    `source` is where the goal stands (such as "S001 §4.3.1").
    """

    code: str
    name: str
    target: str
    shown: str
    verdict: str
    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class Trend:
    """A published figure over published quarters, the oldest first: (period, value). A quarter without a value is not in it."""

    key: str
    title: str
    unit: str
    points: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class AnsweredAdvice:
    """What the gemeente did with an advice since the summary before. `state` in words; `by` only where the adviser allowed its name, else ""."""

    subject: str
    verdict: str
    reason: str
    what: str
    ready_on: str
    outcome: str
    by: str


@dataclass(frozen=True, slots=True)
class SummaryContent:
    """One quarter of the region, in figures and plain Dutch sentences. No aanbieder is named.

    `base` is what counts are rounded to. `left_out`: sentences on what is not shown and why; `certainty`: on how sure the figures are.
    """

    schema: int
    period: str
    base: int
    providers_counted: int
    providers_expected: int
    conclusions: tuple[str, ...]
    figures: tuple[IndicatorFigure, ...]
    tables: tuple[PeopleTable, ...]
    movement: Movement
    places: Places
    goals: tuple[GoalFigure, ...]
    trends: tuple[Trend, ...]
    certainty: tuple[str, ...]
    left_out: tuple[str, ...]
    advice: tuple[AnsweredAdvice, ...]


def canonical(content: SummaryContent) -> str:
    """The summary as text. Decimals are written as strings, so that nothing is rounded."""
    return json.dumps(asdict(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)


def sha256(text: str) -> str:
    """The fingerprint of a frozen summary."""
    return hashlib.sha256(text.encode()).hexdigest()


def parse(text: str) -> SummaryContent:
    """The summary out of its frozen text. Raises ValueError for a schema this program does not know."""
    read: dict[str, Any] = json.loads(text)
    if read.get("schema") != SCHEMA:
        raise ValueError(f"unknown schema of a summary: {read.get('schema')!r}")
    read |= {
        "figures": tuple(_figure(figure) for figure in read["figures"]),
        "tables": tuple(_table(table) for table in read["tables"]),
        "movement": Movement(**read["movement"]),
        "places": Places(**read["places"]),
        "goals": tuple(GoalFigure(**goal) for goal in read["goals"]),
        "trends": tuple(_trend(trend) for trend in read["trends"]),
        "advice": tuple(AnsweredAdvice(**advice) for advice in read["advice"]),
    }
    return SummaryContent(**(read | {name: tuple(read[name]) for name in ("conclusions", "certainty", "left_out")}))


def _figure(read: dict[str, Any]) -> IndicatorFigure:
    numbers = ("value", "numerator", "denominator", "previous", "norm_low", "norm_high")
    return IndicatorFigure(**(read | {name: None if read[name] is None else Decimal(read[name]) for name in numbers}))


def _table(read: dict[str, Any]) -> PeopleTable:
    return PeopleTable(**(read | {name: tuple(read[name]) for name in ("rows", "columns")} | {"cells": tuple(map(tuple, read["cells"]))}))


def _trend(read: dict[str, Any]) -> Trend:
    return Trend(**(read | {"points": tuple((period, Decimal(value)) for period, value in read["points"])}))


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"not in a summary: {value!r}")
