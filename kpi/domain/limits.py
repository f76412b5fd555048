"""The limits of a cell in words: what cannot be, and from when a change is large. The same numbers that the rules use."""

from __future__ import annotations

from kpi.domain.cell import HIGHEST_MARK, LOWEST_MARK
from kpi.domain.deviation import LARGE_CHANGE, SMALLEST_CHANGE, norm_sentence
from kpi.domain.indicator import MEAN, RATIO, Definition
from kpi.domain.numbers import dutch


def limits_in_words(definition: Definition) -> tuple[str, ...]:
    """The norm, the hard limits and the limit of a large change, one sentence each."""
    return (norm_sentence(definition.norm, definition.unit), *_hard(definition), _change(definition))


def _hard(definition: Definition) -> tuple[str, ...]:
    precise = "Alleen hele getallen." if definition.decimals == 0 else f"Hoogstens {definition.decimals} decimalen."
    if definition.value_kind == RATIO:
        return (f"De teller is niet groter dan de noemer. Niets is kleiner dan 0. {precise}",)
    if definition.value_kind == MEAN:
        return (f"Een cijfer tussen {dutch(LOWEST_MARK)} en {dutch(HIGHEST_MARK)}. {precise}",)
    return (f"Niet kleiner dan 0. {precise}",)


def _change(definition: Definition) -> str:
    unit = "procentpunt" if definition.value_kind == RATIO else definition.unit
    smallest = dutch(SMALLEST_CHANGE[definition.value_kind], 1)
    sentence = f"Wij vragen uitleg als het cijfer meer dan {dutch(LARGE_CHANGE * 100)} % verandert, en ook minstens {smallest} {unit}."
    return sentence if definition.norm.kind == "geen" else f"{sentence} Ook vragen wij uitleg als de norm niet is gehaald."
