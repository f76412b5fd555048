"""The charts of a KPI, made from its signed figures and from what was judged of them when they came in: nothing is judged while a page is drawn.

Each chart object also gives its sentences, its table and its sheet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from contracts.foundation.period import Quarter
from kpi.domain.cell import exact_value
from kpi.domain.indicator import MEAN, RATIO, YEARLY
from kpi.domain.judging import kind_of
from kpi.domain.signals.chart import PointType
from kpi.domain.signals.series import Kind
from kpi.queries.indicator_picture import Judged, QuarterFigure
from kpi.queries.indicators import IndicatorLine
from portal.management.kpi_words import definition_of
from portal.web.charts import PERCENT, Funnel, FunnelPoint, Measure, Norm, RunChart, RunPoint, SmallMultiples, Special, Start
from portal.web.charts.run_points import SPECIALS
from portal.web.formatting import quarter

PERCENT_OF_ONE = 100
NO_REPORT, NOT_SIGNED, NOT_ANSWERED, NO_DENOMINATOR = "geen rapportage", "nog niet ondertekend", "niet ingevuld", "de noemer is 0"


@dataclass(frozen=True, slots=True)
class KpiFrame:
    """What all charts of one KPI share: the newest definition, those in the same unit, and every quarter from the first signed to the last.

    Of a KPI that is asked once a year only the quarters in which it was asked.
    """

    newest: IndicatorLine
    comparable: Mapping[int, IndicatorLine]
    periods: tuple[str, ...]

    @property
    def measure(self) -> Measure:
        """The unit of the newest definition; figures come in the unit that people read."""
        if self.newest.value_kind == RATIO:
            return PERCENT
        least, most = (1, 10) if self.newest.value_kind == MEAN else (0, None)
        return Measure(self.newest.unit, self.newest.decimals, least=least, most=most)

    @property
    def is_yearly(self) -> bool:
        """Whether it is asked once a year: then its figures are told by their year, so that years adjoin."""
        return self.newest.frequency == YEARLY

    @property
    def norm(self) -> Norm:
        """The norm of the newest definition."""
        line = self.newest
        return Norm(line.norm_low if line.norm_kind in {"min", "bereik"} else None, line.norm_high if line.norm_kind in {"max", "bereik"} else None)


def frame_of(versions: Sequence[IndicatorLine], figures: Sequence[QuarterFigure]) -> KpiFrame:
    """The frame for these figures: the newest definition is the last one by which a figure was signed; without any, the last one there is."""
    asked = max((one.definition_version for one in figures if one.is_signed), default=versions[-1].version)
    newest = next(one for one in versions if one.version == asked)
    same = {one.version: one for one in versions if (one.value_kind, one.unit) == (newest.value_kind, newest.unit)}
    told = [one.period for one in figures if one.is_signed and one.definition_version in same]
    periods = quarters_between(min(told), max(told)) if told else []
    return KpiFrame(newest, same, tuple(period for period in periods if newest.frequency != YEARLY or period in told))


def quarters_between(first: str, last: str) -> list[str]:
    """The codes of all quarters from the first to the last."""
    found, now, end = [], Quarter.parse(first), Quarter.parse(last)
    while now <= end:
        found.append(now.code)
        now = now.shift(1)
    return found


def run_chart(title: str, frame: KpiFrame, figures: Sequence[QuarterFigure]) -> RunChart:
    """One aanbieder by quarter, with the limits by which each quarter was judged. Quarters without a report keep their room."""
    return RunChart(title, frame.measure, _points(frame, figures), frame.norm)


def multiples_of(frame: KpiFrame, figures: Sequence[QuarterFigure]) -> SmallMultiples:
    """All aanbieders beside each other, on one scale. Without limits: those stand on the page of each series."""
    by_provider: dict[tuple[int, str], list[QuarterFigure]] = {}
    for one in figures:
        by_provider.setdefault((one.provider_id, one.provider_name), []).append(one)
    series = tuple((name, _points(frame, own)) for (_, name), own in by_provider.items())
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


def _points(frame: KpiFrame, figures: Sequence[QuarterFigure]) -> tuple[RunPoint, ...]:
    """A point for every quarter of the frame. A quarter by a definition in another unit has none of its figures here."""
    known = {one.period: one for one in figures if one.definition_version in frame.comparable}
    starts = _starts(list(known.values()))
    return tuple(_point(period[:4] if frame.is_yearly else period, known.get(period), starts.get(period, Start.NONE)) for period in frame.periods)


def _starts(figures: Sequence[QuarterFigure]) -> dict[str, Start]:
    """Where limits begin anew: at another definition, and in the first signed quarter from each new beginning on."""
    signed = [one for one in figures if one.is_signed]
    begun = {next((later.period for later in signed if later.period >= one.period), "") for one in figures if one.starts_anew}
    starts = dict.fromkeys(begun, Start.REBASE)
    changed = {now.period: Start.DEFINITION for before, now in pairwise(signed) if now.definition_version != before.definition_version}
    return starts | changed


def _point(period: str, found: QuarterFigure | None, starts: Start) -> RunPoint:
    """The figure with what was stored of it, in the unit that people read."""
    if found is None:
        return RunPoint(period, None, missing=NO_REPORT)
    value = exact_value(found.value_kind, found.numerator, found.denominator)
    counts = (found.numerator, found.denominator) if found.denominator is not None else (None, None)
    judged, missing = found.judged, missing_words(found)
    if judged is None:
        return RunPoint(period, value, starts=starts, missing=missing, numerator=counts[0], denominator=counts[1])
    limits = (shown(judged.centre, judged.kind), shown(judged.lower, judged.kind), shown(judged.upper, judged.kind))
    return RunPoint(period, value, *limits, judged.is_trial, _special(judged), starts, missing, *counts)


def shown(number: float | None, kind: str) -> float | None:
    """A number of the engine in the unit that people read: a share in percent."""
    return number if number is None or kind != Kind.PROPORTION else number * PERCENT_OF_ONE


def _special(judged: Judged) -> Special:
    """What was judged of the quarter."""
    return SPECIALS[PointType(judged.point_type)] if judged.point_type else Special.NONE


def missing_words(found: QuarterFigure | None) -> str:
    """Why there is no figure; "" when there is one."""
    if found is None:
        return NO_REPORT
    if not found.is_signed:
        return NOT_SIGNED
    if found.value is not None:
        return ""
    return found.missing_reason or (NO_DENOMINATOR if found.numerator is not None else NOT_ANSWERED)
