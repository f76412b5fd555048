"""The KPIs of the region out of the aanbieders' cells. A ratio is the sum of numerators over the sum of denominators."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kpi.domain.plain_language import written_out
from kpi.domain.small_numbers import FEW_PEOPLE, FEW_PROVIDERS, LEAST_COUNT, LEAST_PROVIDERS, Figure, why_hide_count, why_hide_ratio
from kpi.domain.summary_content import IndicatorFigure
from kpi.domain.summary_input import CellInput, Definition
from kpi.domain.summary_words import (
    NO_FIGURES,
    NOT_ADDABLE,
    SUM_OVER_PROVIDERS,
    WEIGHTED_MEAN,
    WHY_HIDDEN,
    figure_message,
    figure_sentence,
    name_in_sentence,
    norm_words,
    number,
    rounded,
)

Added = tuple[Decimal, Decimal | None, Decimal | None, int]  # value, numerator, denominator, how many aanbieders


def region_figure(definition: Definition, cells: Sequence[CellInput], before: IndicatorFigure | None) -> IndicatorFigure:
    """One KPI of the region, or the reason why it is not shown. `before` is the figure in the edition before, if any."""
    added = _add(definition, cells)
    if isinstance(added, str):
        return _hidden(definition, added)
    value, numerator, denominator, providers = added
    comparable = before is not None and before.version == definition.version and before.providers == providers
    previous = before.value if before is not None and comparable else None
    norm, meets = judged(definition, value)
    unit = definition.unit
    return _figure(
        definition,
        message=figure_message(definition.name, value, previous, number(value, unit)),
        sentence=figure_sentence(number(value, unit), None if previous is None else number(previous, unit), norm, meets),
        note=_note(definition),
        value=value,
        numerator=numerator,
        denominator=denominator,
        providers=providers,
        previous=previous,
        norm=norm,
        meets_norm=meets,
    )


def judged(definition: Definition, value: Decimal) -> tuple[str, bool | None]:
    """The norm in words, and whether this value keeps it; None when there is no norm."""
    low, high = definition.norm_low, definition.norm_high
    norm = norm_words(definition.norm_kind, low, high, definition.unit)
    if not norm:
        return "", None
    enough = low is None or definition.norm_kind == "max" or value >= low
    not_too_much = high is None or definition.norm_kind == "min" or value <= high
    return norm, enough and not_too_much


def _add(definition: Definition, cells: Sequence[CellInput]) -> Added | str:
    """The region's value, or the reason why there is none."""
    if not cells:
        return NO_FIGURES
    if definition.value_kind == "mediaan" or not definition.can_be_added:
        return NOT_ADDABLE
    if definition.value_kind == "aantal":
        return _count(definition, cells)
    based = [cell for cell in cells if cell.denominator is not None and cell.denominator > 0]
    return _ratio(definition, based) if definition.value_kind == "verhouding" else _mean(definition, based)


def _count(definition: Definition, cells: Sequence[CellInput]) -> Added | str:
    total = Figure(sum((cell.numerator for cell in cells), Decimal(0)), frozenset(cell.provider for cell in cells if cell.numerator > 0))
    return why_hide_count(total) or (rounded(total.value, definition.decimals), None, None, len(total.providers))


def _ratio(definition: Definition, cells: Sequence[CellInput]) -> Added | str:
    numerator, denominator = sum((cell.numerator for cell in cells), Decimal(0)), _people(cells)
    providers = frozenset(cell.provider for cell in cells)
    reason = why_hide_ratio(numerator, denominator, providers)
    if reason:
        return reason
    scale = 100 if definition.unit == "%" else 1
    return rounded(scale * numerator / denominator, definition.decimals), numerator, denominator, len(providers)


def _mean(definition: Definition, cells: Sequence[CellInput]) -> Added | str:
    providers, people = {cell.provider for cell in cells}, _people(cells)
    if len(providers) < LEAST_PROVIDERS:
        return FEW_PROVIDERS
    if people < LEAST_COUNT:
        return FEW_PEOPLE
    weighted = sum((cell.numerator * (cell.denominator or 0) for cell in cells), Decimal(0))
    return rounded(weighted / people, definition.decimals), None, people, len(providers)


def _people(cells: Sequence[CellInput]) -> Decimal:
    return sum((cell.denominator or Decimal(0) for cell in cells), Decimal(0))


def _note(definition: Definition) -> str:
    if definition.value_kind == "gemiddelde":
        return WEIGHTED_MEAN
    return SUM_OVER_PROVIDERS if definition.value_kind == "aantal" and definition.counts_people else ""


def _hidden(definition: Definition, reason: str) -> IndicatorFigure:
    norm = norm_words(definition.norm_kind, definition.norm_low, definition.norm_high, definition.unit)
    return _figure(definition, message=f"{name_in_sentence(definition.name)}: geen cijfer.", sentence=WHY_HIDDEN[reason], hidden=reason, norm=norm)


def _figure(
    definition: Definition,
    *,
    message: str,
    sentence: str,
    note: str = "",
    hidden: str = "",
    value: Decimal | None = None,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    providers: int | None = None,
    previous: Decimal | None = None,
    norm: str = "",
    meets_norm: bool | None = None,
) -> IndicatorFigure:
    return IndicatorFigure(
        code=definition.code,
        version=definition.version,
        name=written_out(definition.name),
        pijler=definition.pijler,
        kind=definition.value_kind,
        unit=definition.unit,
        decimals=definition.decimals,
        direction=definition.direction,
        message=message,
        sentence=sentence,
        note=note,
        hidden=hidden,
        value=value,
        numerator=numerator,
        denominator=denominator,
        providers=providers,
        previous=previous,
        norm=norm,
        norm_low=definition.norm_low if norm else None,
        norm_high=definition.norm_high if norm else None,
        meets_norm=meets_norm,
    )
