"""The charts of a KPI beside each other: all aanbieders over time, and one quarter by size. That of one series: portal/web/series_chart.py.

Each chart object also gives its sentences, its table and its sheet.
"""

from __future__ import annotations

from collections.abc import Sequence

from kpi.domain.judging import kind_of
from kpi.domain.signals.series import Kind
from kpi.queries.indicator_picture import QuarterFigure
from portal.management.kpi_words import definition_of
from portal.web.charts import Funnel, FunnelPoint, SmallMultiples
from portal.web.formatting import quarter
from portal.web.series_chart import KpiFrame, points_of


def multiples_of(frame: KpiFrame, figures: Sequence[QuarterFigure]) -> SmallMultiples:
    """All aanbieders beside each other, on one scale. Without limits: those stand on the page of each series."""
    by_provider: dict[tuple[int, str], list[QuarterFigure]] = {}
    for one in figures:
        by_provider.setdefault((one.provider_id, one.provider_name), []).append(one)
    series = tuple((name, points_of(frame, own)) for (_, name), own in by_provider.items())
    return SmallMultiples(f"{frame.newest.code} {frame.newest.name}", frame.measure, series, frame.norm)


def funnel_of(frame: KpiFrame, figures: Sequence[QuarterFigure], period: str) -> Funnel | None:
    """The aanbieders of one quarter by size; None unless the figures are shares of people, of two or more aanbieders, with unequal denominators."""
    now = [one for one in figures if one.period == period and one.definition_version in frame.comparable]
    known = [one for one in now if one.value is not None]
    if not is_share(frame, known) or len({one.denominator for one in known}) < 2 or len({one.definition_version for one in known}) > 1:
        return None
    points = tuple(FunnelPoint(one.provider_name, one.numerator, one.denominator) for one in now)
    return Funnel(f"{frame.newest.code} naar grootte, {quarter(period)}", points, sizes=frame.newest.denominator_label or "noemer")


def can_compare(frame: KpiFrame, figures: Sequence[QuarterFigure]) -> bool:
    """Whether there is a quarter in which the aanbieders could be compared by size at all."""
    return any(is_share(frame, [one]) for one in figures if one.value is not None and one.definition_version in frame.comparable)


def is_share(frame: KpiFrame, figures: Sequence[QuarterFigure]) -> bool:
    """Whether the figures are shares of people: whole numbers, of which none is more than all."""
    return kind_of(definition_of(frame.newest), (one.figures for one in figures)) is Kind.PROPORTION
