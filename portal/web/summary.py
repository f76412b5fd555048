"""The regional summary as a page: for the klankbordgroep, and as a preview for who publishes it. Only the edition's content is in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kpi.queries.summaries import FlowDetail, FlowRow, IndicatorFigure, Places, SummaryContent
from portal.web.charts import BarChart, BarValue, bar_chart
from portal.web.formatting import NOTHING, number

MOST_FIGURES = 6
SAME = "Dit kwartaal"
BEFORE = "Vorig kwartaal"
AT_END = "Aan het einde"
CHANGED_TOO = "Mensen die naar een andere vorm van ondersteuning gingen, tellen hier ook mee."


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure that is drawn: its message is the heading."""

    key: str
    message: str
    sentence: str
    note: str
    chart: BarChart


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A row in the table of all figures, in words."""

    name: str
    value: str
    previous: str
    norm: str
    meets_norm: bool | None
    hidden: str
    basis: str


@dataclass(frozen=True, slots=True)
class SummaryView:
    """All that is shown of a summary."""

    period: str
    conclusions: tuple[str, ...]
    figures: tuple[FigureView, ...]
    goals: tuple[FigureLine, ...]
    lines: dict[str, tuple[FigureLine, ...]]
    flows: tuple[FlowRow, ...]
    places: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    kept: int
    judged: int


def summary_view(content: SummaryContent) -> SummaryView:
    """Make the page of a summary."""
    drawn = [view for view in (_of_flow(content.flow_total, content.flow_detail), _of_places(content.places)) if view]
    drawn += [_of_figure(figure) for figure in _chosen(content.figures)[: MOST_FIGURES - len(drawn)]]
    goals = tuple(_line(figure) for figure in content.figures if figure.meets_norm is not None)
    pijlers = dict.fromkeys(figure.pijler or "Contract en kwaliteit" for figure in content.figures)
    return SummaryView(
        period=content.period,
        conclusions=content.conclusions,
        figures=tuple(drawn),
        goals=goals,
        lines={name: tuple(_line(one) for one in content.figures if (one.pijler or "Contract en kwaliteit") == name) for name in pijlers},
        flows=(*content.flows, content.flow_total),
        places=_places(content.places),
        left_out=content.left_out,
        kept=sum(line.meets_norm is True for line in goals),
        judged=len(goals),
    )


def _chosen(figures: Iterable[IndicatorFigure]) -> list[IndicatorFigure]:
    """Figures in the order in which they ask for attention: first those below their norm, then those that changed most."""
    shown = [figure for figure in figures if figure.value is not None]
    return sorted(shown, key=lambda figure: (figure.meets_norm is not False, -_change(figure)))


def _change(figure: IndicatorFigure) -> Decimal:
    if figure.value is None or figure.previous is None:
        return Decimal(0)
    return abs(figure.value - figure.previous) / (abs(figure.previous) or 1)


def told(value: Decimal | int | None, unit: str = "", decimals: int = 0) -> str:
    """A figure as the summary's sentences write it: "61,3%", "42 dagen", "1.234"."""
    if value is None:
        return NOTHING
    shown = number(value, decimals)
    return f"{shown} %" if unit == "%" else f"{shown} {unit}" if unit in ("dagen", "dag") else shown


def _of_figure(figure: IndicatorFigure) -> FigureView:
    values = [
        BarValue(label, value, told(value, figure.unit, figure.decimals), label == SAME)
        for label, value in ((BEFORE, figure.previous), (SAME, figure.value))
        if value is not None
    ]
    bounds = [bound for bound in (figure.norm_low, figure.norm_high) if bound is not None]
    whole = Decimal(100) if figure.unit == "%" else None
    chart = bar_chart(figure.name, values, norm=f"norm: {figure.norm}", norm_values=bounds, whole=whole)
    return FigureView(figure.code.lower(), figure.message, figure.sentence, figure.note, chart)


def _of_flow(total: FlowRow, detail: FlowDetail | None) -> FigureView | None:
    if total.begin is None or total.end is None or total.joined is None or total.left is None:
        return None
    more = "Meer" if total.end > total.begin else "Minder" if total.end < total.begin else "Evenveel"
    joined, left = (detail.inflow, detail.outflow) if detail else (total.joined, total.left)
    named = (("Aan het begin", total.begin), ("Erbij gekomen", joined), ("Weggegaan", left), (AT_END, total.end))
    chart = bar_chart("Mensen met ondersteuning", [BarValue(label, Decimal(value), told(value), label == AT_END) for label, value in named])
    sentence = f"Er waren {told(total.begin)} mensen aan het begin en {told(total.end)} aan het einde."
    note = f"Ook gingen {told(detail.through_out)} mensen naar een andere vorm van ondersteuning." if detail else CHANGED_TOO
    return FigureView("mensen", f"{more} mensen kregen ondersteuning.", sentence, note, chart)


def _of_places(places: Places) -> FigureView | None:
    if places.places is None or places.occupied is None or places.unoccupied is None:
        return None
    parts = [("Bezet", places.occupied)]
    parts += (
        [("Vrij", places.free), ("Gesloten", places.closed)]
        if places.free is not None and places.closed is not None
        else [("Niet bezet", places.unoccupied)]
    )
    values = [BarValue(label, Decimal(value), told(value), label == "Bezet") for label, value in parts]
    chart = bar_chart("Plekken", values, whole=Decimal(places.places))
    message = f"{told(places.occupied)} van de {told(places.places)} plekken waren bezet."
    return FigureView("plekken", message, "Dit is de stand op de laatste dag van het kwartaal.", places.note, chart)


def _line(figure: IndicatorFigure) -> FigureLine:
    value, previous = (told(one, figure.unit, figure.decimals) for one in (figure.value, figure.previous))
    return FigureLine(figure.name, value, previous, figure.norm, figure.meets_norm, figure.sentence if figure.hidden else "", _basis(figure))


def _basis(figure: IndicatorFigure) -> str:
    """What the figure is made of: "100 van 400, van 4 aanbieders"."""
    if figure.value is None:
        return ""
    of = f"van {number(figure.providers)} aanbieders"
    if figure.numerator is not None and figure.denominator is not None:
        return f"{told(figure.numerator)} van {told(figure.denominator)}, {of}"
    return f"{told(figure.denominator)} antwoorden, {of}" if figure.denominator is not None else of


def _places(places: Places) -> tuple[tuple[str, str], ...]:
    named = (
        ("Alle plekken", places.places),
        ("Bezet", places.occupied),
        ("Niet bezet", places.unoccupied),
        ("Vrij", places.free),
        ("Gesloten", places.closed),
        ("Mensen die wachten", places.waiting),
    )
    return tuple((label, told(value)) for label, value in named)
