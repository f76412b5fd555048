"""The KPIs of the region in words. Of the figures it knows only what is shown, and what was published before."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kpi.domain.plain_language import written_out
from kpi.domain.publication.comparing import Change, Known, change_of, keeps, known_count, known_share
from kpi.domain.publication.content import IndicatorFigure
from kpi.domain.publication.reasons import DERIVABLE, FEW_PEOPLE, FEW_PROVIDERS, NO_FIGURES, NOT_ADDABLE
from kpi.domain.publication.shown import ShownIndicator
from kpi.domain.publication.words import few_words, figure_words, name_in_sentence, number
from kpi.domain.summary_input import Definition

COUNT, RATIO, MEAN = "aantal", "verhouding", "gemiddelde"
SUM_OVER_PROVIDERS = "We tellen de mensen per aanbieder op. Wie bij twee aanbieders hulp krijgt, telt twee keer."
WEIGHTED_MEAN = "Dit is een gemiddelde van alle mensen die antwoord gaven."

WHY_HIDDEN = {
    FEW_PROVIDERS: "Te weinig aanbieders gaven dit cijfer. Daarom staat het hier niet.",
    FEW_PEOPLE: "Dit gaat over te weinig mensen. Daarom staat hier geen cijfer.",
    DERIVABLE: "Met dit cijfer kan iemand een ander cijfer uitrekenen dat we niet tonen. Daarom staat het hier niet.",
    NOT_ADDABLE: "De cijfers van de aanbieders kun je niet optellen. Daarom is er geen cijfer voor de regio.",
    NO_FIGURES: "Er zijn voor dit kwartaal geen cijfers.",
}


def tell(definition: Definition, shown: ShownIndicator | None, before: IndicatorFigure | None, base: int) -> IndicatorFigure:
    """One KPI of the region. `before`: the published figure of the quarter before, None where that cannot be compared."""
    if shown is None or shown.value is None:
        return _hidden(definition, NO_FIGURES if shown is None else shown.hidden or NO_FIGURES)
    step = base if shown.is_rounded else None
    previous = before.value if before is not None and _is_comparable(definition, shown, before) else None
    norm = norm_words(definition)
    meets = keeps(known(definition, shown, base), *bounds(definition)) if norm else None
    told = value_words(definition, shown.value, step)
    was = None if previous is None else value_words(definition, previous, step)
    change = None if previous is None else change_of(shown.value, previous, step)
    about = shown.value if definition.value_kind == COUNT else shown.denominator
    return replace(
        _untold(definition),
        message=_message(definition, told, change),
        sentence=f"{_sentence(told, was, change)}{_against_norm(norm, meets)}",
        note=_note(definition),
        certainty=few_words(about, counts_people=definition.counts_people),
        is_rounded=shown.is_rounded,
        value=shown.value,
        numerator=shown.numerator,
        denominator=shown.denominator,
        previous=previous,
        meets_norm=meets,
    )


def known(definition: Definition, shown: ShownIndicator, base: int) -> Known:
    """What a reader knows of the true figure."""
    value = shown.value or Decimal(0)
    if shown.is_rounded:
        return known_count(value, base)
    scale = 100 if definition.unit == "%" else 1
    numerator = shown.numerator if definition.value_kind == RATIO else None
    return known_share(value, definition.decimals, numerator, shown.denominator, scale=scale)


def bounds(definition: Definition) -> tuple[Decimal | None, Decimal | None]:
    """The ends of the norm that hold."""
    low = definition.norm_low if definition.norm_kind in ("min", "bereik") else None
    return low, definition.norm_high if definition.norm_kind in ("max", "bereik") else None


def norm_words(definition: Definition) -> str:
    """The norm in words; "" when there is none."""
    low, high = bounds(definition)
    if low is not None and high is not None:
        return f"tussen {number(low)} en {number(high, definition.unit)}"
    if low is not None:
        return f"minstens {number(low, definition.unit)}"
    return f"hoogstens {number(high, definition.unit)}" if high is not None else ""


def value_words(definition: Definition, value: Decimal, base: int | None) -> str:
    """A figure as sentences write it: "71,0 %", "ongeveer 25 mensen"."""
    return figure_words(value, definition.unit, base)


def is_better(direction: str, change: Change) -> bool | None:
    """Whether the change is for the good; None where the figure has no good side, or did not move for sure."""
    if direction not in ("hoger", "lager") or change not in (Change.UP, Change.DOWN):
        return None
    return (change is Change.UP) == (direction == "hoger")


def _is_comparable(definition: Definition, shown: ShownIndicator, before: IndicatorFigure) -> bool:
    return before.version == definition.version and before.is_rounded == shown.is_rounded and before.unit == definition.unit


def _message(definition: Definition, told: str, change: Change | None) -> str:
    name = name_in_sentence(definition.name)
    if change is None:
        return f"{name}: {told}."
    if change in (Change.SAME, Change.ABOUT_SAME):
        return f"{name}: {change}."
    better = is_better(definition.direction, change)
    judged = "" if better is None else " Dat is beter." if better else " Dat is minder goed."
    return f"{name}: {change} naar {told}.{judged}"


def _sentence(told: str, was: str | None, change: Change | None) -> str:
    if was is None:
        return f"Het cijfer is {told}."
    if told == was:
        return f"Het cijfer is nog steeds {told}."
    unsure = " Dat verschil kan ook door het afronden komen." if change is Change.ABOUT_SAME else ""
    return f"Het cijfer ging van {was} naar {told}.{unsure}"


def _against_norm(norm: str, meets: bool | None) -> str:
    if not norm:
        return ""
    answer = "Of we die halen, is niet zeker." if meets is None else "Die halen we." if meets else "Die halen we nog niet."
    return f" De norm is {norm}. {answer}"


def _note(definition: Definition) -> str:
    if definition.value_kind == MEAN:
        return WEIGHTED_MEAN
    return SUM_OVER_PROVIDERS if definition.value_kind == COUNT and definition.counts_people else ""


def _hidden(definition: Definition, reason: str) -> IndicatorFigure:
    message = f"{name_in_sentence(definition.name)}: geen cijfer."
    return replace(_untold(definition), message=message, sentence=WHY_HIDDEN[reason], hidden=reason)


def _untold(definition: Definition) -> IndicatorFigure:
    """All that stands fast before there is a figure."""
    low, high = bounds(definition)
    return IndicatorFigure(
        code=definition.code,
        version=definition.version,
        name=written_out(definition.name),
        pijler=definition.pijler,
        kind=definition.value_kind,
        unit=definition.unit,
        decimals=definition.decimals,
        direction=definition.direction,
        message="",
        sentence="",
        note="",
        certainty="",
        hidden="",
        is_rounded=False,
        value=None,
        numerator=None,
        denominator=None,
        previous=None,
        norm=norm_words(definition),
        norm_low=low,
        norm_high=high,
        meets_norm=None,
        meaning=definition.meaning,
    )
