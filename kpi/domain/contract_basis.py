"""What a report rests on: the agreements, commitments and locations as they stood when it was opened.

It is kept as canonical text with the report. What is agreed later changes nothing in a report that is open or handed in: its locations,
their contracted places and its forms of care come from here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from contracts.foundation.errors import Refused
from kpi.domain.canonical import canonical_text

FORMAT = "samenzicht-contractbasis-1"


@dataclass(frozen=True, slots=True)
class BasisLocation:
    """A location as it was contracted."""

    name: str
    places: int


@dataclass(frozen=True, slots=True)
class ContractBasis:
    """The part of the basis that a report's screens need: locations by number, and the codes of the forms of care."""

    locations: Mapping[int, BasisLocation]
    care_forms: frozenset[str]


def basis_text(*, agreements: Iterable[Mapping[str, Any]], commitments: Iterable[Mapping[str, Any]], locations: Iterable[Mapping[str, Any]]) -> str:
    """The canonical text. A commitment names its care form as "vorm"; a location has "id", "naam", "vorm" and "plekken"."""
    content = {"overeenkomsten": list(agreements), "toezeggingen": list(commitments), "locaties": list(locations)}
    return canonical_text({"vorm": FORMAT, **content})


@lru_cache(maxsize=256)
def read_basis(text: str) -> ContractBasis | None:
    """The basis of a report, or None for a report from before it was kept. Raises Refused when the text is no basis of ours."""
    if not text:
        return None
    content = json.loads(text)
    if content.get("vorm") != FORMAT:
        raise Refused("", "De afspraken bij deze rapportage kunnen niet worden gelezen.")
    locations = {one["id"]: BasisLocation(one["naam"], one["plekken"]) for one in content["locaties"]}
    forms = frozenset(one["vorm"] for one in (*content["locaties"], *content["toezeggingen"]) if one["vorm"])
    return ContractBasis(locations, forms)
