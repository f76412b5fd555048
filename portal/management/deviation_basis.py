"""What a finding stands on, in words: its numbers one by one, for who wants to check it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from kpi.domain.numbers import dutch
from kpi.domain.signals.series import Kind
from kpi.domain.signals.wording import as_distance, as_number
from portal.management.words import KINDS_OF_CLAIM
from portal.web.formatting import with_quarters

_VALUES = {
    "value": "Waarde",
    "was": "Eerst was het",
    "before": "Waarde waarmee is vergeleken",
    "centre": "Midden: wat te verwachten was",
    "lower": "Ondergrens",
    "upper": "Bovengrens",
    "norm_min": "Norm, minstens",
    "norm_max": "Norm, hoogstens",
    "lower_attention": "Grens voor \u201clet op\u201d, onder",
    "upper_attention": "Grens voor \u201clet op\u201d, boven",
    "lower_signal": "Grens voor \u201czorg\u201d, onder",
    "upper_signal": "Grens voor \u201czorg\u201d, boven",
}
_DISTANCES = {"difference": "Verschil", "limit": "Verschil dat nog toeval kan zijn", "smallest_detectable": "Kleinste verschil dat zou opvallen"}
_COUNTS = {
    "numerator": "Teller",
    "denominator": "Noemer",
    "denominator_before": "Noemer van toen",
    "baseline_points": "Kwartalen waarop de grenzen staan",
    "points": "Kwartalen in dit patroon",
    "earlier": "Eerdere kwartalen met een cijfer",
    "needed": "Kwartalen die nodig zijn",
    "differences": "Verschillen met een jaar eerder",
    "others": "Aantal anderen",
}
_CHANCES = {
    "chance": "Kans op zo'n cijfer door toeval",
    "chance_holm": "Die kans, verrekend met het aantal aanbieders",
    "confidence": "Zekerheid van de toets",
}
_TEXTS = {
    "test": "Toets",
    "pattern": "Patroon",
    "from": "Vanaf",
    "after": "Laatste kwartaal voor het gat",
    "missing": "Reden",
    "late_on": "Binnengekomen op",
    "assurance": "Ten opzichte van de norm",
    "verdict": "Oordeel",
}
_WORDS = {
    "value": "het cijfer zelf, zonder marge", "counts": "alleen de aantallen: het zijn er te weinig", "wilson": "interval van Wilson",
    "byar": "interval van Byar", "poisson": "exact interval van Poisson", "binomial": "exacte binomiale toets",
    "two_quarters": "twee kwartalen achter elkaar", "newcombe": "interval van Newcombe voor een verschil",
    "conditional_binomial": "exacte toets van twee aantallen", "moving_range": "gemiddelde wisseling van kwartaal op kwartaal",
    "outside": "buiten de grenzen", "trend": "stijgt of daalt op rij", "two_of_three": "twee van drie dicht bij een grens",
    "shift": "steeds aan één kant van het midden", "missed": "niet gehaald", "within": "gehaald", "unclear": "niet te onderscheiden van de norm",
    "too_few": "te weinig om te oordelen", "consistent_pass": "haalt die structureel", "consistent_fail": "haalt die structureel niet",
    "inconsistent": "wisselend",
}  # fmt: skip
_ORDER = (*_VALUES, *_DISTANCES, *_COUNTS, *_CHANCES, *_TEXTS)


@dataclass(frozen=True, slots=True)
class Claim:
    """One finding: what kind of claim it is, its sentence, and the numbers it stands on as (label, value)."""

    kind: str
    sentence: str
    basis: tuple[tuple[str, str], ...]


def claim_of(nature: str, sentence: str, numbers: str, kind: str) -> Claim:
    """A finding in words. `kind`: how the engine took the figure (a share, a count, a value); "" when that is not known."""
    return Claim(KINDS_OF_CLAIM[nature][0], with_quarters(sentence), basis_of(numbers, Kind(kind) if kind else Kind.VALUE))


def basis_of(numbers: str, kind: Kind) -> tuple[tuple[str, str], ...]:
    """The numbers of a finding, each with its name; what has no name here is not shown."""
    told: dict[str, Any] = json.loads(numbers)
    return tuple((_label(name), _words(name, told[name], kind)) for name in _ORDER if told.get(name) is not None)


def _label(name: str) -> str:
    return next(names[name] for names in (_VALUES, _DISTANCES, _COUNTS, _CHANCES, _TEXTS) if name in names)


def _words(name: str, value: Any, kind: Kind) -> str:
    if name in _TEXTS or isinstance(value, str):
        return _WORDS.get(str(value), str(value))
    if name in _VALUES:
        return as_number(value, kind)
    if name in _DISTANCES:
        return as_distance(value, kind)
    if name in _COUNTS:
        return dutch(value if isinstance(value, int) else round(value))
    return "kleiner dan 0,01 %" if 0 <= value < 0.0001 else f"{dutch(round(value * 100, 4), 2)} %"
