"""The KPI table of one aanbieder: the latest figure with its pictures and its three signs."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from contracts.foundation.period import Quarter
from kpi.domain.indicator import COUNT, RATIO, YEARLY
from kpi.queries.judged import JudgedFigure
from kpi.queries.provider_picture import DatedFigure
from portal.management.glance_page import tone_of
from portal.management.signs import (
    COMMON,
    NOTHING,
    Sign,
    agreed_norm,
    assurance_sign,
    is_common,
    norm_sign,
    unseen_words,
    value_words,
    variation_sign,
)
from portal.management.words import DEVIATION_STATES, FAMILIES
from portal.web.charts import Bullet, Measure, Norm, Sparkline, SparkPoint
from portal.web.formatting import short_quarter

WINDOW = 8  # quarters in the small line


class KpiRow(NamedTuple):
    """One KPI. `bullet` None: there is no figure to draw. `older`: the quarter, when the figure is not of the latest one."""

    css: str
    href: str
    code: str
    name: str
    agreed: str
    value: str
    older: str
    previous: str
    spark: Sparkline
    bullet: Bullet | None
    norm: Sign
    series: Sign
    unseen: str
    assurance: Sign
    deviation: str
    deviation_href: str


class KpiGroup(NamedTuple):
    """A pijler, or a family of KPIs outside the pijlers."""

    name: str
    rows: list[KpiRow]


def window_of(last: Quarter) -> list[Quarter]:
    """The eight quarters up to this one, the oldest first."""
    return [last.shift(step) for step in range(1 - WINDOW, 1)]


def kpi_groups(figures: Sequence[DatedFigure], last: Quarter, provider_id: int) -> tuple[KpiGroup, ...]:
    """By family, in the order of the catalogue. Only judged figures of the window: older ones are there for their deviation alone."""
    first = window_of(last)[0].code
    shown = [one for one in figures if one.figure.is_judged and first <= one.period <= last.code]
    groups = []
    for family, members in groupby(shown, key=lambda one: one.figure.family):
        rows = [_row(list(series), last, provider_id) for _code, series in groupby(members, key=lambda one: one.figure.code)]
        groups.append(KpiGroup(FAMILIES.get(family, family), rows))
    return tuple(groups)


def _row(series: list[DatedFigure], last: Quarter, provider_id: int) -> KpiRow:
    period, one = series[-1].period, series[-1].figure
    before = _before(series)
    norm, own, assured = (norm_sign(one), variation_sign(one), assurance_sign(one)) if one.value is not None else (NOTHING, NOTHING, NOTHING)
    measure = measure_of(one)
    return KpiRow(
        css=tone_of(one, norm, own) if one.value is not None else "is-none",
        href=f"/beheer/kpis/{one.code}/aanbieders/{provider_id}",
        code=one.code,
        name=one.name,
        agreed=agreed_norm(one),
        value=value_words(one),
        older="" if period == last.code else short_quarter(period),
        previous="" if before is None else value_words(before),
        spark=Sparkline(one.name, measure, _points(series, last), norm_of(one)),
        bullet=bullet_of(one, before),
        norm=norm,
        series=COMMON if one.value is not None and is_common(one) else own,
        unseen=unseen_words(one) if one.value is not None else "",
        assurance=assured,
        deviation="" if one.deviation_id is None else DEVIATION_STATES[str(one.deviation_state)].word,
        deviation_href="" if one.deviation_id is None else f"/beheer/afwijkingen/{one.deviation_id}",
    )


def _before(series: list[DatedFigure]) -> JudgedFigure | None:
    """The figure before the last one, when the same definition made it."""
    one = series[-1].figure
    earlier = [each.figure for each in series[:-1] if each.figure.value is not None]
    return earlier[-1] if earlier and earlier[-1].definition_id == one.definition_id else None


def _points(series: list[DatedFigure], last: Quarter) -> tuple[SparkPoint, ...]:
    """A point a quarter, empty where there is no figure; a yearly KPI has only its own. Another definition begins a new line."""
    of_period = {each.period: each.figure for each in series}
    periods = list(of_period) if series[-1].figure.frequency == YEARLY else [quarter.code for quarter in window_of(last)]
    points, definition = [], 0
    for period in periods:
        one = of_period.get(period)
        points.append(SparkPoint(period, None if one is None else one.value, is_break=one is not None and definition not in (0, one.definition_id)))
        definition = definition if one is None else one.definition_id
    return tuple(points)


def measure_of(one: JudgedFigure) -> Measure:
    """The unit of the shown values."""
    if one.value_kind == RATIO:
        return Measure("%", least=0, most=100)
    return Measure(one.unit, one.decimals, least=0 if one.value_kind == COUNT else None)


def norm_of(one: JudgedFigure) -> Norm:
    """The agreed norm, in the unit of the shown values."""
    return Norm(one.norm_low if one.norm_kind in ("min", "bereik") else None, one.norm_high if one.norm_kind in ("max", "bereik") else None)


def bullet_of(one: JudgedFigure, before: JudgedFigure | None) -> Bullet | None:
    """The figure, its norm, what is usual for this aanbieder as the band, and the quarter before."""
    if one.value is None:
        return None
    return Bullet(one.name, measure_of(one), one.value, norm_of(one), usual_of(one), None if before is None else before.value, is_usual=True)


def usual_of(one: JudgedFigure) -> tuple[Decimal, Decimal] | None:
    """Between which values this series usually moves, within what can be. No other tolerance is agreed; None while the series is too short."""
    if one.lower is None or one.upper is None:
        return None
    measure = measure_of(one)
    ends = [measure.within(Decimal(str(end)) * one.times) for end in (one.lower, one.upper)]
    return None if ends[0] is None or ends[1] is None else (ends[0], ends[1])
