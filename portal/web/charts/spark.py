"""A line of the last eight quarters, the size of a word, with the norm as a thin line and the last figure marked."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from portal.web.charts.picture import Line, Mark, Picture, Place, at
from portal.web.charts.table import Cell, ChartTable, Heading, figure_cell, numeric, words
from portal.web.charts.values import NO_NORM, Measure, Norm, Number, period_words

QUARTERS = 8
WIDTH, HEIGHT, AIR = 112, 28, 5
LAST, ALONE = 3.5, 1.75  # the radius of the last figure, and of one without neighbours


@dataclass(frozen=True, slots=True)
class SparkPoint:
    """The figure of one quarter, or None. `is_break`: counted otherwise from here on, so the line begins anew."""

    period: str
    value: Number | None
    is_break: bool = False


@dataclass(frozen=True, slots=True)
class Sparkline:
    """The last quarters of one KPI of one aanbieder. Of more points only the last eight are taken."""

    title: str
    measure: Measure
    points: tuple[SparkPoint, ...]
    norm: Norm = NO_NORM

    @property
    def shown(self) -> tuple[SparkPoint, ...]:
        """The points that are drawn and told."""
        return self.points[-QUARTERS:]

    @property
    def values(self) -> tuple[Decimal | None, ...]:
        """Their figures in the shown unit."""
        return tuple(self.measure.shown(one.value) for one in self.shown)

    def picture(self) -> Picture:
        """112 by 28, without words."""
        norms = self.norm.lines(self.measure)
        known = [one for one in (*self.values, *norms) if one is not None]
        low, high = min(known, default=Decimal(0)), max(known, default=Decimal(0))
        pieces = self._pieces(low, high)
        lines = [Line((at(0, y), at(WIDTH, y)), "c-norm") for y in (_height(one, low, high) for one in norms)]
        lines += [Line(tuple(piece), "c-context") for piece in pieces if len(piece) > 1]
        marks = [Mark(*piece[0], "dot", "c-bar", ALONE) for piece in pieces[:-1] if len(piece) == 1]
        if pieces:
            marks.append(Mark(*pieces[-1][-1], "dot", "c-dot", LAST))
        return Picture(WIDTH, HEIGHT, lines=tuple(lines), marks=tuple(marks))

    def _pieces(self, low: Decimal, high: Decimal) -> list[list[Place]]:
        """The unbroken parts of the line. A quarter keeps its place when there are fewer than eight: the last stands at the right."""
        step = (WIDTH - 2 * AIR) / (QUARTERS - 1)
        first = QUARTERS - len(self.shown)
        pieces: list[list[Place]] = [[]]
        for place, (point, value) in enumerate(zip(self.shown, self.values, strict=True), first):
            if value is None or point.is_break:
                pieces.append([])
            if value is not None:
                pieces[-1].append(at(AIR + place * step, _height(value, low, high)))
        return [piece for piece in pieces if piece]

    @property
    def summary(self) -> str:
        """One sentence: from where to where, and the norm."""
        known = [(one, value) for one, value in zip(self.shown, self.values, strict=True) if value is not None]
        if not known:
            return "Er is nog geen cijfer."
        (first, before), (last, now) = known[0], known[-1]
        norm = f" De norm is {self.norm.words(self.measure)}." if self.norm.lines(self.measure) else ""
        if len(known) == 1:
            return f"{period_words(last.period)}: {self.measure.text(now)}. Er is nog maar één cijfer.{norm}"
        return f"Van {self.measure.text(before)} in {period_words(first.period)} naar {self.measure.text(now)} in {period_words(last.period)}.{norm}"

    @property
    def table(self) -> ChartTable:
        """The quarters with their figures."""
        headings = (Heading("Kwartaal"), *numeric(f"Waarde{self.measure.heading}"), Heading("Bijzonderheid"))
        rows = tuple(
            (words(period_words(one.period)), figure_cell(value, self.measure), Cell(note := "nieuwe definitie" if one.is_break else "", note))
            for one, value in zip(self.shown, self.values, strict=True)
        )
        return ChartTable(self.title, headings, rows).without_empty()


def _height(value: Decimal, low: Decimal, high: Decimal) -> float:
    share = float((value - low) / (high - low)) if high > low else 0.5
    return HEIGHT - AIR - share * (HEIGHT - 2 * AIR)
