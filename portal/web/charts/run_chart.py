"""A run chart: one KPI of one aanbieder by quarter, between the limits of what is common for it, held to its norm."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from portal.web.charts.axis import Axis, axis_of
from portal.web.charts.picture import WIDE, Picture
from portal.web.charts.run_picture import draw
from portal.web.charts.run_points import NO_FIGURE, RunPoint, Special, Start
from portal.web.charts.run_words import Drawn, summary_of
from portal.web.charts.table import Cell, ChartTable, Heading, count_cell, figure_cell, numeric, words
from portal.web.charts.values import NO_NORM, Measure, Norm, period_words

MOST = 40


@dataclass(frozen=True, slots=True)
class RunChart:
    """A series with its limits. Of more than forty points the last forty are taken.

    `axis_values` are figures that the axis must also hold, so that charts beside each other stand on one scale.
    """

    title: str
    measure: Measure
    points: tuple[RunPoint, ...]
    norm: Norm = NO_NORM
    axis_values: tuple[Decimal, ...] = ()

    @property
    def drawn(self) -> tuple[Drawn, ...]:
        """The points with every figure in the shown unit; limits end where what can be ends."""
        measure = self.measure
        return tuple(
            Drawn(
                one,
                measure.shown(one.value),
                measure.within(measure.shown(one.centre)),
                measure.within(measure.shown(one.lower)),
                measure.within(measure.shown(one.upper)),
            )
            for one in self.points[-MOST:]
        )

    @property
    def axis(self) -> Axis:
        """Holds every figure, every limit and the norm."""
        drawn = self.drawn
        held = [one for each in drawn for one in (each.value, each.centre, each.lower, each.upper) if one is not None]
        return axis_of([*held, *self.norm.lines(self.measure), *self.axis_values], self.measure)

    def picture(self, width: int = WIDE) -> Picture:
        """The picture, NARROW (300) or WIDE (640); its letters are 13 high in both."""
        return draw(self.drawn, self.axis, self.norm, self.measure, width)

    @property
    def summary(self) -> str:
        """The newest figure, the norm, the limits, and what is special, in short sentences."""
        return summary_of(self.drawn, self.norm, self.measure)

    @property
    def table(self) -> ChartTable:
        """One row for each quarter; columns in which nothing stands are left out."""
        unit = self.measure.heading
        headings = (
            Heading("Kwartaal"), *numeric(f"Waarde{unit}", "Teller", "Noemer", f"Gemiddeld{unit}", f"Ondergrens{unit}", f"Bovengrens{unit}"),
            *numeric(f"Norm, minstens{unit}", f"Norm, hoogstens{unit}"), Heading("Bijzonderheid"),
        )  # fmt: skip
        return ChartTable(self.title, headings, tuple(self._row(one) for one in self.drawn)).without_empty()

    def _row(self, one: Drawn) -> tuple[Cell, ...]:
        measure, point = self.measure, one.point
        value = figure_cell(one.value, measure)
        limits = [figure_cell(limit, measure) for limit in (one.centre, one.lower, one.upper)]
        norms = [figure_cell(measure.shown(bound), measure) for bound in (self.norm.low, self.norm.high)]
        counts = [count_cell(PLAIN.shown(count)) for count in (point.numerator, point.denominator)]
        return (words(period_words(point.period)), value, *counts, *limits, *norms, words(_note(one)))


PLAIN = Measure()


def _note(one: Drawn) -> str:
    """All that is said of a quarter: "nieuwe definitie; geen cijfer: storing; voorlopige grenzen"."""
    point = one.point
    missing = "" if one.value is not None else f"{NO_FIGURE}: {point.missing}" if point.missing else NO_FIGURE
    special = "" if point.special is Special.NONE or one.value is None else str(point.special)
    trial = "voorlopige grenzen" if point.is_trial and one.has_limits else ""
    start = "" if point.starts is Start.NONE else str(point.starts)
    return "; ".join(part for part in (start, missing, special, trial) if part)
