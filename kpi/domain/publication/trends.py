"""Published figures over published quarters: only what stood in a summary that could be read, and what stands in this one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from kpi.domain.publication.content import IndicatorFigure, Movement, Places, SummaryContent, Trend

LEAST_POINTS = 2
PEOPLE, PLACES, OCCUPIED, WAITING = "mensen", "plekken", "bezet", "wachten"
_COUNTS: tuple[tuple[str, str, str, Callable[[Movement, Places], int | None]], ...] = (
    (PEOPLE, "Mensen met hulp op de laatste dag", "mensen", lambda moved, _: moved.end),
    (PLACES, "Alle plekken", "plekken", lambda _, places: places.places),
    (OCCUPIED, "Plekken die bezet zijn", "plekken", lambda _, places: places.occupied),
    (WAITING, "Mensen die wachten", "mensen", lambda _, places: places.waiting),
)


def trends(period: str, figures: Sequence[IndicatorFigure], moved: Movement, places: Places, earlier: Sequence[SummaryContent]) -> tuple[Trend, ...]:
    """Every figure that stands in at least two quarters, this one among them. Another definition of a KPI begins another trend."""
    found = [_counts(key, title, unit, read, [*((one.period, one.movement, one.places) for one in earlier), (period, moved, places)])
             for key, title, unit, read in _COUNTS]  # fmt: skip
    found += [_indicator(figure, period, earlier) for figure in figures if figure.value is not None]
    return tuple(trend for trend in found if len(trend.points) >= LEAST_POINTS and trend.points[-1][0] == period)


def _counts(
    key: str, title: str, unit: str, read: Callable[[Movement, Places], int | None], quarters: Sequence[tuple[str, Movement, Places]]
) -> Trend:
    values = [(period, read(moved, places)) for period, moved, places in quarters]
    return Trend(key, title, unit, tuple((period, Decimal(value)) for period, value in values if value is not None))


def _indicator(figure: IndicatorFigure, period: str, earlier: Sequence[SummaryContent]) -> Trend:
    same = [(one.period, past) for one in earlier for past in one.figures if past.code == figure.code and past.version == figure.version]
    points = [(when, past.value) for when, past in same if past.value is not None] + [(period, figure.value)]
    return Trend(figure.code, figure.name, figure.unit, tuple((when, value) for when, value in points if value is not None))
