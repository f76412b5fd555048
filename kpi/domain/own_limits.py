"""The limits of one series as they are drawn: the same engine and the same figures by which each quarter was judged when it came in.

Everything comes back in the unit that people read (a share in percent), so that quarters of several definitions stand on one scale.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from operator import attrgetter

from kpi.domain.cell import Figures
from kpi.domain.indicator import Definition
from kpi.domain.judging import kind_of, point_of
from kpi.domain.signals.chart import Charted
from kpi.domain.signals.kwartaal import chart
from kpi.domain.signals.profile import FIRM_FROM, KWARTAAL
from kpi.domain.signals.series import Kind

Real = Fraction | float
_PERCENT = 100


class Begin(StrEnum):
    """Why the limits begin anew in a quarter."""

    NOT = ""
    DEFINITION = "definition"
    REBASE = "rebase"


@dataclass(frozen=True, slots=True)
class DatedFigures:
    """The figures of one quarter, and the version of the KPI that asked them."""

    period: str
    version: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class QuarterLimits:
    """One quarter on the chart, in the unit that is shown. `is_trial`: the limits stand on fewer than twelve quarters."""

    period: str
    value: Fraction | None
    centre: Real | None
    lower: Real | None
    upper: Real | None
    is_trial: bool
    begins: Begin


def limits_by_quarter(definitions: Mapping[int, Definition], dated: Sequence[DatedFigures], rebased: Collection[str]) -> list[QuarterLimits]:
    """Every quarter, the oldest first, with the limits that its earlier quarters set. `rebased` are the quarters where they begin anew."""
    drawn: list[QuarterLimits] = []
    for version, quarters in groupby(dated, attrgetter("version")):
        drawn += _of_version(definitions[version], list(quarters), rebased, is_first=not drawn)
    return drawn


def shown(value: float | Fraction | None, kind: Kind | str) -> Real | None:
    """A number of the engine in the unit that people read."""
    return value if value is None or str(kind) != Kind.PROPORTION else value * _PERCENT


def _of_version(definition: Definition, dated: Sequence[DatedFigures], rebased: Collection[str], *, is_first: bool) -> list[QuarterLimits]:
    kind = kind_of(definition, (one.figures for one in dated))
    points = [point_of(kind, definition, one.period, one.figures) for one in dated]
    starts = {next((place for place, one in enumerate(dated) if one.period >= period), 0) for period in rebased} - {0}
    numbers = tuple(place + 1 for place in sorted(starts))
    charted = chart(points, kind, replace(KWARTAAL, rebase_at=numbers))
    begins = [Begin.REBASE if place in starts else Begin.NOT for place in range(len(dated))]
    begins[0] = Begin.NOT if is_first else Begin.DEFINITION
    return [_quarter(one.period, point.value, limits, kind, begin) for one, point, limits, begin in zip(dated, points, charted, begins, strict=True)]


def _quarter(period: str, value: Fraction | None, one: Charted, kind: Kind, begins: Begin) -> QuarterLimits:
    limits = one.limits
    exact = None if value is None else value * (_PERCENT if kind is Kind.PROPORTION else 1)
    edges = (shown(limits.centre, kind), shown(limits.lower, kind), shown(limits.upper, kind))
    return QuarterLimits(period, exact, *edges, one.baseline < FIRM_FROM, begins)
