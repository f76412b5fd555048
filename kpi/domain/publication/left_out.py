"""What a summary does not show, and how sure its figures are, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kpi.domain.publication.content import IndicatorFigure
from kpi.domain.publication.reasons import FEW_PROVIDERS, NO_FIGURES, NOT_ADDABLE, TOO_FEW
from kpi.domain.publication.shown import Shown
from kpi.domain.publication.words import counted
from kpi.domain.summary_input import SummaryInput

WHY = {
    TOO_FEW: "Het gaat om te weinig mensen of plekken.",
    FEW_PROVIDERS: "Te weinig aanbieders gaven een cijfer.",
    NOT_ADDABLE: "De cijfers van aanbieders zijn hier niet op te tellen.",
    NO_FIGURES: "Niemand gaf er dit kwartaal een cijfer voor.",
}


def left_out(facts: SummaryInput, shown: Shown, figures: Sequence[IndicatorFigure]) -> tuple[str, ...]:
    """Every kind of figure that is not there, and why."""
    missing = facts.expected - facts.accepted
    told = [f"De cijfers van {counted(missing, 'aanbieder', 'aanbieders')} zijn nog niet klaar. Die tellen nu niet mee."] if missing > 0 else []
    hidden = Counter(figure.hidden for figure in figures)
    told += [f"We tonen {counted(hidden[reason], 'cijfer', 'cijfers')} niet. {WHY[reason]}" for reason in WHY if hidden[reason]]
    if shown.tables_missing:
        told.append("Er zijn geen tabellen met gemeente en leeftijd. Niet alle aanbieders gaven die cijfers.")
    empty = sum(cell is None for table in shown.tables for row in table.cells for cell in row)
    if empty:
        told.append(f"In de tabellen met mensen staat in {counted(empty, 'vakje', 'vakjes')} geen getal. Anders zijn mensen te herkennen.")
    if None in (shown.movement.begin, shown.movement.joined, shown.movement.left, shown.movement.end):
        told.append("We tonen niet alle cijfers over mensen die erbij kwamen of weggingen. Anders zijn mensen te herkennen.")
    if None in (shown.places.places, shown.places.occupied, shown.places.unoccupied, shown.places.waiting):
        told.append("We tonen niet alle cijfers over plekken en wachten. Anders zijn mensen te herkennen.")
    return tuple(told)


def certainty(facts: SummaryInput, shown: Shown, figures: Sequence[IndicatorFigure]) -> tuple[str, ...]:
    """How sure the figures are: rounding, few people, aanbieders that are not in yet."""
    told = [
        f"We ronden aantallen mensen en plekken af op {shown.base}. Zo is niemand te herkennen.",
        "Het echte aantal kan dus iets hoger of lager zijn.",
    ]
    few = sum(bool(figure.certainty) for figure in figures)
    if few:
        who = "Eén cijfer gaat" if few == 1 else f"{few} cijfers gaan"
        told.append(f"{who} over weinig mensen of gevallen. Dat staat er dan bij.")
    if facts.expected > facts.accepted:
        told.append("Nog niet alle aanbieders tellen mee. De cijfers kunnen dus nog anders worden.")
    return tuple(told)
