"""Published figures through the quarters, as a page of lines: all from one edition's content."""

from __future__ import annotations

from dataclasses import dataclass

from kpi.domain.publication import chart_words
from kpi.domain.publication.chart_words import OVER_TIME, Told
from kpi.domain.publication.content import IndicatorFigure, SummaryContent, Trend
from portal.web.summary_charts import FigureView, quarter_words, told_count, told_figure, trend_view

REGION = "Mensen en plekken"
WITHOUT_PIJLER = "Contract en kwaliteit"


@dataclass(frozen=True, slots=True)
class TrendGroup:
    """The lines of one subject."""

    key: str
    title: str
    figures: tuple[FigureView, ...]


def trend_groups(content: SummaryContent) -> tuple[TrendGroup, ...]:
    """People and places first, then the KPIs by pijler."""
    known = {figure.code: figure for figure in content.figures}
    found: dict[str, list[FigureView]] = {}
    for trend in content.trends:
        figure = known.get(trend.key)
        group = REGION if figure is None else figure.pijler or WITHOUT_PIJLER
        found.setdefault(group, []).append(_view(trend, figure, content.base))
    return tuple(TrendGroup(f"groep-{place}", title, tuple(figures)) for place, (title, figures) in enumerate(found.items(), start=1))


def _view(trend: Trend, figure: IndicatorFigure | None, base: int) -> FigureView:
    if figure is None:
        said = chart_words.of_trend(trend, base) if trend.key in OVER_TIME else Told(f"{trend.title}.", "")
        rows = tuple((quarter_words(when), told_count(value, base)) for when, value in trend.points)
        return trend_view(f"verloop-{trend.key}", trend, said, rows=rows, base=base)
    rows = tuple((quarter_words(when), told_figure(value, figure, base)) for when, value in trend.points)
    said = Told(figure.message, figure.meaning)
    return trend_view(f"verloop-{figure.code.lower()}", trend, said, note=figure.certainty, figure=figure, rows=rows, base=base)
