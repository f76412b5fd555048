"""Small multiples: the same KPI of several aanbieders, each in a picture of its own, all on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from portal.web.charts.axis import Axis, axis_of
from portal.web.charts.multiple_picture import draw
from portal.web.charts.picture import Picture
from portal.web.charts.run_chart import RunChart
from portal.web.charts.run_points import RunPoint
from portal.web.charts.table import Cell, ChartTable, Heading, figure_cell, numeric, words
from portal.web.charts.values import NO_NORM, Measure, Norm, period_words


@dataclass(frozen=True, slots=True)
class Panel:
    """One aanbieder in the row: what is drawn of it, and its newest figure in words."""

    name: str
    picture: Picture
    newest: str


@dataclass(frozen=True, slots=True)
class SmallMultiples:
    """Aanbieders beside each other: the same quarters, the same axis, so that lines can be compared. `series` are (name, points)."""

    title: str
    measure: Measure
    series: tuple[tuple[str, tuple[RunPoint, ...]], ...]
    norm: Norm = NO_NORM

    @property
    def periods(self) -> tuple[str, ...]:
        """Every quarter that any of them has, in order."""
        return tuple(sorted(set(chain.from_iterable((one.period for one in points) for _, points in self.series))))[-40:]

    @property
    def charts(self) -> tuple[RunChart, ...]:
        """Each as a run chart over all quarters, without limits; from its own first quarter on, one that is not there has no figure."""
        return tuple(RunChart(name, self.measure, _filled(points, self.periods), self.norm) for name, points in self.series)

    @property
    def axis(self) -> Axis:
        """One for all."""
        shown = (self.measure.shown(one.value) for chart in self.charts for one in chart.points)
        return axis_of([one for one in (*shown, *self.norm.lines(self.measure)) if one is not None], self.measure, ticks=3)

    def panels(self) -> tuple[Panel, ...]:
        """Their pictures, 300 wide."""
        axis = self.axis
        return tuple(Panel(one.title, draw(one.drawn, self.periods, axis, self.norm, self.measure), _newest(one)) for one in self.charts)

    @property
    def summary(self) -> str:
        """The range of the newest quarter, and who does not meet the norm."""
        known = [(one.title, one.drawn[-1].value) for one in self.charts if one.drawn and one.drawn[-1].value is not None]
        values = sorted((value, name) for name, value in known if value is not None)
        if not values:
            return "Van het laatste kwartaal zijn er nog geen cijfers."
        (low, lowest), (high, highest) = values[0], values[-1]
        told = [f"In {period_words(self.periods[-1])}: van {self.measure.text(low)} ({lowest}) tot {self.measure.text(high)} ({highest})."]
        if len(values) == 1:
            told = [f"In {period_words(self.periods[-1])}: {self.measure.text(low)} ({lowest})."]
        if self.norm.lines(self.measure):
            met = sum(self.norm.is_met(value, self.measure) for value, _ in values)
            told.append(f"De norm ({self.norm.words(self.measure)}) is gehaald door {met} van {len(values)}.")
        gone = len(self.series) - len(values)
        told.append(f"Van {gone} {'aanbieder' if gone == 1 else 'aanbieders'} is er geen cijfer." if gone else "")
        return " ".join(one for one in told if one)

    @property
    def table(self) -> ChartTable:
        """A row for each quarter, a column for each aanbieder."""
        headings = (Heading("Kwartaal"), *numeric(*(f"{name}{self.measure.heading}" for name, _ in self.series)))
        columns = [{one.point.period: one.value for one in chart.drawn} for chart in self.charts]
        rows: list[tuple[Cell, ...]] = [
            (words(period_words(period)), *(figure_cell(column.get(period), self.measure) for column in columns)) for period in self.periods
        ]
        return ChartTable(self.title, headings, tuple(rows))


def _filled(points: Sequence[RunPoint], periods: Sequence[str]) -> tuple[RunPoint, ...]:
    by_period = {one.period: one for one in points}
    own = [place for place, period in enumerate(periods) if period in by_period]
    return tuple(by_period.get(period, RunPoint(period, None)) for period in periods[own[0] :]) if own else ()


def _newest(chart: RunChart) -> str:
    return chart.measure.text(chart.drawn[-1].value) if chart.drawn else ""
