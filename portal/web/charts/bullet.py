"""A bullet graph: the figure as a bar, the norm as a tick, what is tolerated as a band, and the figure before it as an open mark."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from portal.web.charts.axis import Axis, axis_of
from portal.web.charts.picture import Area, Line, Mark, Picture, at
from portal.web.charts.table import ChartTable, Heading, figure_cell, numeric, words
from portal.web.charts.values import NO_NORM, Measure, Norm, Number

WIDTH, HEIGHT, AIR = 160, 28, 6
BAND, BAR, TICK = 16, 6, 22  # the heights of the band, the bar and the tick of the norm


@dataclass(frozen=True, slots=True)
class Bullet:
    """One figure held to its norm. `tolerance` is the band, from and to, in which nothing needs to be done; `previous` is the quarter before.

    With `is_usual` the band is not agreed but what is usual for this series: it is told whether the norm is met or not.
    """

    title: str
    measure: Measure
    value: Number | None
    norm: Norm = NO_NORM
    tolerance: tuple[Number, Number] | None = None
    previous: Number | None = None
    is_usual: bool = False

    @property
    def band(self) -> tuple[Decimal, Decimal] | None:
        """The tolerance in the shown unit, the lower end first."""
        ends = [] if self.tolerance is None else [one for end in self.tolerance if (one := self.measure.shown(end)) is not None]
        return (min(ends), max(ends)) if len(ends) == 2 else None

    @property
    def axis(self) -> Axis:
        """From zero; a share always goes to 100 %, so that bars under each other can be compared."""
        known = [one for one in (self.measure.shown(self.value), self.measure.shown(self.previous)) if one is not None]
        most = [] if self.measure.most is None else [Decimal(self.measure.most)]
        return axis_of([*known, *self.norm.lines(self.measure), *(self.band or ()), *most], self.measure, from_zero=True)

    def picture(self) -> Picture:
        """160 by 28, without words."""
        axis, middle = self.axis, HEIGHT / 2

        def x(value: Decimal) -> float:
            return AIR + axis.share(value) * (WIDTH - 2 * AIR)

        def box(start: Decimal, end: Decimal, height: float, look: str) -> Area:
            left, right, top, foot = x(start), x(end), middle - height / 2, middle + height / 2
            return Area((at(left, top), at(right, top), at(right, foot), at(left, foot)), look)

        value, previous, zero = self.measure.shown(self.value), self.measure.shown(self.previous), Decimal(0)
        areas = [] if self.band is None else [box(*self.band, BAND, "c-tolerance")]
        areas += [] if value is None else [box(min(value, zero), max(value, zero), BAR, "c-value")]
        ground = Line((at(x(zero), middle - BAND / 2), at(x(zero), middle + BAND / 2)), "c-axis")
        ticks = [Line((at(x(one), middle - TICK / 2), at(x(one), middle + TICK / 2)), "c-tick") for one in self.norm.lines(self.measure)]
        marks = [] if previous is None else [Mark(*at(x(previous), middle), "diamond", "c-dot-open")]
        return Picture(WIDTH, HEIGHT, tuple(areas), (ground, *ticks), tuple(marks))

    @property
    def summary(self) -> str:
        """The figure, the norm, the band when the norm is not met, and the quarter before, each in a short sentence."""
        measure, value, previous = self.measure, self.measure.shown(self.value), self.measure.shown(self.previous)
        told = [f"{measure.text(value)}." if value is not None else "Er is geen cijfer."]
        if self.norm.lines(measure) and value is not None:
            told.append(f"Dat haalt de norm{'' if self.norm.is_met(value, measure) else ' niet'} ({self.norm.words(measure)}).")
        elif self.norm.lines(measure):
            told.append(f"De norm is {self.norm.words(measure)}.")
        told += self._band_words(value)
        if previous is not None:
            told.append(f"Het vorige cijfer was {measure.text(previous)}.")
        return " ".join(told)

    def _band_words(self, value: Decimal | None) -> list[str]:
        """Whether the figure lies in the band; of an agreed margin only where the norm is not met."""
        if self.band is None or value is None:
            return []
        low, high = self.band
        words_of_band = f"{self.measure.text(low)} tot en met {self.measure.text(high)}"
        if self.is_usual:
            return [f"Gewoon is {words_of_band}: dit cijfer ligt daar{'in' if low <= value <= high else 'buiten'}."]
        if self.norm.is_met(value, self.measure):
            return []
        return [f"Het ligt {'nog binnen' if low <= value <= high else 'ook buiten'} de marge van {words_of_band}."]

    @property
    def table(self) -> ChartTable:
        """Each part of the picture with its figure."""
        measure = self.measure
        (low, high), band = self.band or (None, None), "Gewoon" if self.is_usual else "Marge"
        named = (
            ("Waarde", measure.shown(self.value)), ("Vorige waarde", measure.shown(self.previous)),
            ("Norm, minstens", measure.shown(self.norm.low)), ("Norm, hoogstens", measure.shown(self.norm.high)),
            (f"{band}, van", low), (f"{band}, tot en met", high),
        )  # fmt: skip
        rows = tuple((words(name), figure_cell(one, measure)) for name, one in named if one is not None or name == "Waarde")
        return ChartTable(self.title, (Heading("Onderdeel"), *numeric(f"Cijfer{measure.heading}")), rows)
