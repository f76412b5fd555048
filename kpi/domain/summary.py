"""The summary of one quarter for the klankbordgroep: region only, plain Dutch, nobody to be recognised (requirement R15)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kpi.domain.small_numbers import FEW_PEOPLE, FEW_PROVIDERS, LEAST_COUNT, LEAST_PROVIDERS
from kpi.domain.summary_content import SCHEMA, FlowDetail, FlowRow, IndicatorFigure, Places, SummaryContent
from kpi.domain.summary_figures import region_figure
from kpi.domain.summary_input import SummaryInput
from kpi.domain.summary_tables import flow_rows, places
from kpi.domain.summary_words import NO_FIGURES, NOT_ADDABLE, counted, name_in_sentence, number


def summarise(given: SummaryInput, previous: SummaryContent | None) -> SummaryContent:
    """The whole summary. `previous` is the published edition of the quarter before, for the comparison."""
    before = {figure.code: figure for figure in previous.figures} if previous else {}
    figures = tuple(
        region_figure(
            definition, [c for c in given.cells if (c.code, c.version) == (definition.code, definition.version)], before.get(definition.code)
        )
        for definition in given.definitions
    )
    rows, total, detail = flow_rows(given.flows)
    of_places = places(given.places)
    return SummaryContent(
        schema=SCHEMA,
        period=given.period.code,
        providers_counted=given.accepted,
        providers_expected=given.expected,
        conclusions=(
            f"In het {given.period.number}e kwartaal van {given.period.year} tellen {given.accepted} van de {given.expected} aanbieders mee.",
            _about_flow(total, detail),
            _about_places(of_places),
            _about_norms(figures),
            _about_change(figures, previous),
        ),
        figures=figures,
        flows=rows,
        flow_total=total,
        flow_detail=detail,
        places=of_places,
        left_out=_left_out(given, figures, rows, total),
    )


def texts(content: SummaryContent) -> tuple[str, ...]:
    """Every generated text of a summary, for the check on plain language."""
    of_figures = [text for figure in content.figures for text in (figure.message, figure.sentence, figure.note) if text]
    return (*content.conclusions, *of_figures, *((content.places.note,) if content.places.note else ()), *content.left_out)


def _about_flow(total: FlowRow, detail: FlowDetail | None) -> str:
    if total.begin is None or total.end is None:
        return "Over mensen die erbij kwamen of weggingen hebben we nu geen cijfers."
    if detail is not None:
        return f"Er kwamen {number(detail.inflow)} mensen bij en er gingen {number(detail.outflow)} mensen weg."
    if total.begin == total.end:
        return f"Aan het einde kregen evenveel mensen ondersteuning als aan het begin: {number(total.end)}."
    return f"Het aantal mensen met ondersteuning ging van {number(total.begin)} naar {number(total.end)}."


def _about_places(of_places: Places) -> str:
    if of_places.places is None:
        return "Over plekken kunnen we dit kwartaal geen cijfers tonen."
    if of_places.occupied is None:
        return f"Er waren {number(of_places.places)} plekken op de laatste dag."
    return f"Van de {number(of_places.places)} plekken waren er {number(of_places.occupied)} bezet op de laatste dag."


def _about_norms(figures: Sequence[IndicatorFigure]) -> str:
    judged = [figure.meets_norm for figure in figures if figure.meets_norm is not None]
    if not judged:
        return "Er is dit kwartaal geen cijfer om met een norm te vergelijken."
    return f"Bij {counted(len(judged), 'cijfer', 'cijfers')} is er een norm. We halen die norm {sum(judged)} keer."


def _about_change(figures: Sequence[IndicatorFigure], previous: SummaryContent | None) -> str:
    if previous is None:
        return "Er is nog geen vorig kwartaal om mee te vergelijken."
    moved = [(abs(f.value - f.previous) / (abs(f.previous) or 1), f) for f in figures if f.value is not None and f.previous is not None]
    if not moved:
        return "We kunnen dit kwartaal niet goed vergelijken met het vorige."
    size, figure = max(moved, key=lambda pair: pair[0])
    if not size or figure.value is None or figure.previous is None:
        return "De cijfers zijn gelijk aan die van het vorige kwartaal."
    told = f"van {number(figure.previous, figure.unit)} naar {number(figure.value, figure.unit)}"
    return f"{name_in_sentence(figure.name)}: dit veranderde het meest, {told}."


def _left_out(given: SummaryInput, figures: Sequence[IndicatorFigure], rows: Sequence[FlowRow], total: FlowRow) -> tuple[str, ...]:
    told = []
    if given.expected > given.accepted:
        told.append(
            f"De rapportage van {counted(given.expected - given.accepted, 'aanbieder', 'aanbieders')} is nog niet klaar. Die telt nu niet mee."
        )
    hidden = Counter(figure.hidden for figure in figures if figure.hidden)
    reasons = {
        FEW_PEOPLE: f"omdat de aantallen kleiner zijn dan {LEAST_COUNT}",
        FEW_PROVIDERS: f"omdat minder dan {LEAST_PROVIDERS} aanbieders een cijfer gaven",
        NOT_ADDABLE: "omdat u deze niet mag optellen over aanbieders",
        NO_FIGURES: "omdat er nog geen cijfers zijn",
    }
    told += [f"We tonen {counted(hidden[reason], 'cijfer', 'cijfers')} niet, {why}." for reason, why in reasons.items() if hidden[reason]]
    not_shown = sum(bool(row.hidden) for row in rows)
    if not_shown:
        told.append(f"We tonen {counted(not_shown, 'vorm', 'vormen')} van ondersteuning niet apart. Anders zijn mensen te herkennen.")
    if total.hidden:
        told.append("We tonen ook niet hoeveel mensen er samen bij kwamen en weggingen.")
    return tuple(told)
