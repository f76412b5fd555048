"""The charts of a summary: at most six, each with its message as heading, one sentence, and the same figures as a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from contracts.foundation.period import Quarter
from kpi.domain.publication import chart_words
from kpi.domain.publication.chart_words import Told
from kpi.domain.publication.content import IndicatorFigure, Movement, PeopleTable, Places, SummaryContent, Trend
from portal.web.charts import NO_NORM, BarChart, BarValue, Measure, Norm, RunChart, RunPoint, bar_chart
from portal.web.formatting import NOTHING, number

MOST_FIGURES = 6
MOST_OF_REGION = 4  # charts of people and places; the others are KPIs that ask for attention
LEAST_POINTS = 3  # fewer quarters make no line
SAME, BEFORE = "Dit kwartaal", "Vorig kwartaal"
AT_END = "Op de laatste dag"
HIDDEN = "te weinig om te tonen"


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure that is drawn, as bars or as a line through quarters. `rows`: the drawn figures in words. `title` names the picture."""

    key: str
    title: str
    message: str
    sentence: str
    note: str
    bars: BarChart | None
    run: RunChart | None
    rows: tuple[tuple[str, str], ...]
    norm: str = ""

    @property
    def alternative(self) -> str:
        """The picture in words: all its figures in a row."""
        return f"{self.title}: " + ", ".join(f"{label} {value}" for label, value in self.rows)


def summary_charts(content: SummaryContent) -> tuple[FigureView, ...]:
    """People and places first, then the KPIs: below their norm first, then what changed most."""
    of_region = [
        _of_movement(content.movement, content.base),
        *(_of_counts(trend, content.base) for trend in content.trends if trend.key == "mensen"),
        _of_places(content.places, content.base),
        *[_of_table(table, content.base) for table in content.tables if table.row_axis == "gemeente"][:1],  # both have the same totals
        *(_of_counts(trend, content.base) for trend in content.trends if trend.key == "wachten"),
    ]
    drawn = [one for one in of_region if one is not None][:MOST_OF_REGION]
    trends = {trend.key: trend for trend in content.trends}
    drawn += [_of_figure(one, trends.get(one.code), content.base) for one in attention(content.figures)[: MOST_FIGURES - len(drawn)]]
    return tuple(drawn)


def attention(figures: Iterable[IndicatorFigure]) -> list[IndicatorFigure]:
    """Shown figures in the order in which they ask for attention."""
    shown = [figure for figure in figures if figure.value is not None]
    return sorted(shown, key=lambda figure: (figure.meets_norm is not False, -_change(figure), figure.code))


def told(value: Decimal | int | None, unit: str = "", decimals: int = 0) -> str:
    """A figure as tables write it: "61,3 %", "42 dagen", "1.234"."""
    if value is None:
        return NOTHING
    shown = number(value, decimals)
    return f"{shown} {unit}" if unit in ("%", "dagen", "dag") else shown


def told_count(value: Decimal | int | None, base: int) -> str:
    """A rounded count in a table: a 0 may be one or a few, and what is left out says so."""
    return HIDDEN if value is None else f"minder dan {base}" if not value else number(value)


def told_figure(value: Decimal | None, figure: IndicatorFigure, base: int) -> str:
    """A KPI in a table."""
    if value is not None and figure.is_rounded and figure.kind == "aantal":
        return told_count(value, base)
    return told(value, figure.unit, figure.decimals)


def _change(figure: IndicatorFigure) -> Decimal:
    if figure.value is None or figure.previous is None or figure.change not in ("gestegen", "gedaald"):
        return Decimal(0)
    return abs(figure.value - figure.previous) / (abs(figure.previous) or 1)


def _bars(key: str, title: str, said: Told, values: list[BarValue], *, whole: Decimal | None = None) -> FigureView:
    chart = bar_chart(title, values, whole=whole)
    return FigureView(key, title, said.message, said.sentence, "", chart, None, tuple((one.label, one.text) for one in values))


def _of_movement(moved: Movement, base: int) -> FigureView | None:
    said = chart_words.of_movement(moved, base)
    if said is None:
        return None
    named = (("Aan het begin", moved.begin), ("Erbij gekomen", moved.joined), ("Weggegaan", moved.left), (AT_END, moved.end))
    values = [BarValue(label, Decimal(value or 0), told_count(value, base), label == AT_END) for label, value in named]
    return _bars("mensen", "Mensen met hulp", said, values)


def _of_places(places: Places, base: int) -> FigureView | None:
    said = chart_words.of_places(places, base)
    if said is None:
        return None
    named = (("Bezet", places.occupied), ("Niet bezet", places.unoccupied))
    values = [BarValue(label, Decimal(value or 0), told_count(value, base), label != "Bezet") for label, value in named]
    return _bars("plekken", "Plekken", said, values, whole=Decimal(places.places or 1))


def _of_table(table: PeopleTable, base: int) -> FigureView | None:
    said = chart_words.of_rows(table, base)
    if said is None:
        return None
    totals = chart_words.row_totals(table)
    most = max(total for _, total in totals)
    values = [BarValue(name, Decimal(total), told_count(total, base), total == most) for name, total in totals]
    return _bars(f"per-{table.row_axis}", f"Mensen per {table.row_axis}", said, values)


def _of_counts(trend: Trend, base: int) -> FigureView | None:
    """A row of counts over the quarters; None while there are too few to make a line."""
    if len(trend.points) < LEAST_POINTS:
        return None
    said = chart_words.of_trend(trend, base)
    rows = tuple((quarter_words(when), told_count(value, base)) for when, value in trend.points)
    return trend_view(f"verloop-{trend.key}", trend, said, rows=rows, base=base)


def _of_figure(figure: IndicatorFigure, trend: Trend | None, base: int) -> FigureView:
    said = Told(figure.message, figure.sentence)
    note = " ".join(text for text in (figure.note, figure.certainty) if text)
    if trend is not None and len(trend.points) >= LEAST_POINTS:
        points = tuple((quarter_words(when), told_figure(value, figure, base)) for when, value in trend.points)
        return trend_view(figure.code.lower(), trend, said, note=note, figure=figure, rows=points, base=base)
    values = [
        BarValue(label, value, told_figure(value, figure, base), label == SAME)
        for label, value in ((BEFORE, figure.previous), (SAME, figure.value))
        if value is not None
    ]
    bounds = [bound for bound in (figure.norm_low, figure.norm_high) if bound is not None]
    chart = bar_chart(figure.name, values, norm=f"norm: {figure.norm}", norm_values=bounds, whole=Decimal(100) if figure.unit == "%" else None)
    rows = tuple((one.label, one.text) for one in values)
    return FigureView(figure.code.lower(), figure.name, said.message, said.sentence, note, chart, None, rows, figure.norm)


def trend_view(
    key: str,
    trend: Trend,
    said: Told,
    *,
    note: str = "",
    figure: IndicatorFigure | None = None,
    rows: tuple[tuple[str, str], ...] = (),
    base: int = 0,
) -> FigureView:
    """A line through published quarters. A quarter that was not published leaves a gap. `base`: what a count was rounded to."""
    decimals = figure.decimals if figure is not None else 0
    unit, most = (trend.unit, 100) if trend.unit == "%" else (trend.unit if trend.unit == "dagen" else "", None)
    grain = base if figure is None or (figure.is_rounded and figure.kind == "aantal") else 0
    measure = Measure(unit, decimals, least=0, most=most, is_cut=True, grain=grain)
    norm = Norm(figure.norm_low, figure.norm_high) if figure is not None and figure.norm else NO_NORM
    chart = RunChart(trend.title, measure, tuple(RunPoint(when, value) for when, value in trend.points), norm)
    rows = rows or tuple((quarter_words(when), told(value, trend.unit, decimals)) for when, value in trend.points)
    return FigureView(key, trend.title, said.message, said.sentence, note, None, chart, rows, figure.norm if figure is not None else "")


def quarter_words(code: str) -> str:
    """ "3e kwartaal 2026"."""
    return Quarter.parse(code).label
