"""The KPIs of the region in words. Of the figures it knows only what is shown, and what was published before."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kpi.domain.plain_language import written_out
from kpi.domain.publication.comparing import Change, Figure, change_of_figure, keeps, known_figure
from kpi.domain.publication.content import IndicatorFigure
from kpi.domain.publication.meanings import MEANINGS
from kpi.domain.publication.reasons import NO_FIGURES, WHY
from kpi.domain.publication.shown import ShownIndicator
from kpi.domain.publication.words import few_words, figure_words, name_in_sentence, number
from kpi.domain.summary_input import Definition

COUNT, RATIO, MEAN = "aantal", "verhouding", "gemiddelde"
SUM_OVER_PROVIDERS = "We tellen de mensen per aanbieder op. Wie bij twee aanbieders hulp krijgt, telt twee keer."
WEIGHTED_MEAN = "Dit is een gemiddelde van alle mensen die antwoord gaven."


def tell(definition: Definition, shown: ShownIndicator | None, before: IndicatorFigure | None, base: int) -> IndicatorFigure:
    """One KPI of the region. `before`: the published figure of the quarter before, None where that cannot be compared."""
    if shown is None or shown.value is None:
        return _hidden(definition, NO_FIGURES if shown is None else shown.hidden or NO_FIGURES)
    step = base if shown.is_rounded else None
    before = before if before is not None and _is_comparable(definition, shown, before) else None
    norm = norm_words(definition)
    meets = keeps(known_figure(figure_of(definition, shown), base), *bounds(definition)) if norm else None
    told = figure_words(shown.value, definition.unit, step)
    was = None if before is None or before.value is None else figure_words(before.value, definition.unit, step)
    change = None if was is None or before is None else change_of_figure(figure_of(definition, shown), figure_of(definition, before), base)
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
        previous=None if before is None else before.value,
        meets_norm=meets,
        change="" if change is None else str(change),
    )


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


def figure_of(definition: Definition, shown: ShownIndicator | IndicatorFigure) -> Figure:
    """What was published of a KPI, now or before."""
    scale = 100 if definition.unit == "%" else 1
    ratio = definition.value_kind == RATIO
    return Figure(
        shown.value or Decimal(0),
        shown.numerator if ratio else None,
        shown.denominator if ratio else None,
        is_rounded=shown.is_rounded,
        decimals=definition.decimals,
        scale=scale,
    )


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
    return replace(_untold(definition), message=message, sentence=WHY[reason], hidden=reason)


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
        meaning=MEANINGS.get((definition.code, definition.version), ""),
    )
