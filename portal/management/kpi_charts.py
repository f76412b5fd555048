"""The charts of a KPI, made from its signed figures. Each chart object also gives its sentences, its table and its sheet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from contracts.foundation.period import Quarter
from kpi.domain.cell import Figures
from kpi.domain.indicator import MEAN, RATIO
from kpi.domain.own_limits import Begin, DatedFigures, QuarterLimits, limits_by_quarter
from kpi.domain.judging import kind_of
from kpi.domain.signals.chart import PointType
from kpi.domain.signals.series import Kind
from kpi.queries.indicator_picture import QuarterFigure
from kpi.queries.indicators import IndicatorLine
from portal.management.kpi_words import definition_of
from portal.web.charts import PERCENT, Funnel, FunnelPoint, Measure, Norm, RunChart, RunPoint, SmallMultiples, Special, Start
from portal.web.charts.run_points import SPECIALS
from portal.web.formatting import quarter

NO_REPORT, NOT_SIGNED, NOT_ANSWERED, NO_DENOMINATOR = "geen rapportage", "nog niet ondertekend", "niet ingevuld", "de noemer is 0"
STARTS = {Begin.NOT: Start.NONE, Begin.DEFINITION: Start.DEFINITION, Begin.REBASE: Start.REBASE}


@dataclass(frozen=True, slots=True)
class KpiFrame:
    """What all charts of one KPI share: the newest definition, those that count in the same unit, and every quarter from the first signed to the last."""

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
    def norm(self) -> Norm:
        """The norm of the newest definition."""
        line = self.newest
        return Norm(line.norm_low if line.norm_kind in {"min", "bereik"} else None, line.norm_high if line.norm_kind in {"max", "bereik"} else None)


def frame_of(versions: Sequence[IndicatorLine], figures: Sequence[QuarterFigure]) -> KpiFrame:
    """The frame for these figures: the newest definition is the one that was asked last."""
    asked = max((one.definition_version for one in figures), default=versions[-1].version)
    newest = next(one for one in versions if one.version == asked)
    same = {one.version: one for one in versions if (one.value_kind, one.unit) == (newest.value_kind, newest.unit)}
    told = [one.period for one in figures if one.is_signed and one.definition_version in same]
    return KpiFrame(newest, same, tuple(quarters_between(min(told), max(told))) if told else ())


def quarters_between(first: str, last: str) -> list[str]:
    """The codes of all quarters from the first to the last."""
    found, now, end = [], Quarter.parse(first), Quarter.parse(last)
    while now <= end:
        found.append(now.code)
        now = now.shift(1)
    return found


def run_chart(title: str, frame: KpiFrame, figures: Sequence[QuarterFigure], rebased: Collection[str] = ()) -> RunChart:
    """One aanbieder by quarter. Quarters by a definition in another unit are left out; those without a report keep their room."""
    known = {one.period: one for one in figures if one.definition_version in frame.comparable}
    drawn = limits_by_quarter({version: definition_of(line) for version, line in frame.comparable.items()}, _dated(frame, known), rebased)
    return RunChart(title, frame.measure, tuple(_point(one, known.get(one.period)) for one in drawn), frame.norm)


def multiples_of(frame: KpiFrame, figures: Sequence[QuarterFigure]) -> SmallMultiples:
    """All aanbieders beside each other, on one scale. Without limits: those stand on the page of each series."""
    by_provider: dict[tuple[int, str], dict[str, QuarterFigure]] = {}
    for one in figures:
        by_provider.setdefault((one.provider_id, one.provider_name), {})[one.period] = one
    series = tuple((name, _plain_points(frame, known)) for (_, name), known in by_provider.items())
    return SmallMultiples(f"{frame.newest.code} {frame.newest.name}", frame.measure, series, frame.norm)


def funnel_of(frame: KpiFrame, figures: Sequence[QuarterFigure], period: str) -> Funnel | None:
    """The aanbieders of one quarter by size; None unless the figures are shares of people, of two or more aanbieders, with unequal denominators."""
    now = [one for one in figures if one.period == period and one.definition_version in frame.comparable]
    known = [one for one in now if one.value is not None]
    if not is_share(frame, known) or len({one.denominator for one in known}) < 2 or len({one.definition_version for one in known}) > 1:
        return None
    points = tuple(FunnelPoint(one.provider_name, one.numerator, one.denominator) for one in now)
    return Funnel(f"{frame.newest.code} naar grootte, {quarter(period)}", points, sizes=frame.newest.denominator_label or "noemer")


def is_share(frame: KpiFrame, figures: Sequence[QuarterFigure]) -> bool:
    """Whether the figures are shares of people: whole numbers, of which none is more than all."""
    return kind_of(definition_of(frame.newest), (one.figures for one in figures)) is Kind.PROPORTION


def _plain_points(frame: KpiFrame, known: Mapping[str, QuarterFigure]) -> tuple[RunPoint, ...]:
    """The figures without limits; another definition begins a new line."""
    points: list[RunPoint] = []
    version: int | None = None
    for period in frame.periods:
        found = known.get(period)
        if found is None or found.definition_version not in frame.comparable:
            points.append(RunPoint(period, None, missing=NO_REPORT))
            continue
        begins = Start.NONE if version in {None, found.definition_version} else Start.DEFINITION
        version = found.definition_version
        points.append(RunPoint(period, found.value, special=_special(found), starts=begins, missing=missing_words(found)))
    return tuple(points)


def _dated(frame: KpiFrame, known: Mapping[str, QuarterFigure]) -> list[DatedFigures]:
    """Every quarter; one without a report has no figure, and belongs to the definition before it."""
    version = min((one.definition_version for one in known.values()), default=frame.newest.version)
    dated: list[DatedFigures] = []
    for period in frame.periods:
        found = known.get(period)
        version = found.definition_version if found is not None else version
        dated.append(DatedFigures(period, version, found.figures if found is not None else Figures()))
    return dated


def _point(one: QuarterLimits, found: QuarterFigure | None) -> RunPoint:
    counts = (found.numerator, found.denominator) if found is not None and found.denominator is not None else (None, None)
    limits = (one.centre, one.lower, one.upper)
    return RunPoint(one.period, one.value, *limits, one.is_trial, _special(found), STARTS[one.begins], missing_words(found), *counts)


def _special(found: QuarterFigure | None) -> Special:
    """What was judged of the quarter, read from what was stored."""
    judged = found.judged if found is not None else None
    return SPECIALS[PointType(judged.point_type)] if judged is not None and judged.point_type else Special.NONE


def missing_words(found: QuarterFigure | None) -> str:
    """Why there is no figure; "" when there is one."""
    if found is None:
        return NO_REPORT
    if not found.is_signed:
        return NOT_SIGNED
    if found.value is not None:
        return ""
    return found.missing_reason or (NO_DENOMINATOR if found.numerator is not None else NOT_ANSWERED)
