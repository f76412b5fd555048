"""The run chart of one KPI of one aanbieder, made from its signed figures and from what was judged of them when they came in.

Nothing is judged while a page is drawn, and nothing of another aanbieder is in it: whoever may read the figures may see the chart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from contracts.foundation.period import Quarter
from kpi.domain.cell import exact_value
from kpi.domain.indicator import MEAN, RATIO, YEARLY
from kpi.domain.signals.chart import PointType
from kpi.domain.signals.series import Kind
from kpi.queries.indicator_picture import Judged, QuarterFigure
from kpi.queries.indicators import IndicatorLine
from portal.web.charts import PERCENT, Measure, Norm, RunChart, RunPoint, Special, Start
from portal.web.charts.run_points import SPECIALS

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
    return RunChart(title, frame.measure, points_of(frame, figures), frame.norm)


def points_of(frame: KpiFrame, figures: Sequence[QuarterFigure]) -> tuple[RunPoint, ...]:
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
