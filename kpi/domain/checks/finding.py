"""What a rule says about figures, and how it is known which figures it was about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from kpi.domain.canonical import canonical_text, fingerprint

Fact = Decimal | Fraction | int | str | None


class Level(StrEnum):
    """How much a finding asks: put it right, confirm it with a reason, or nothing."""

    BLOKKADE = "blokkade"
    CONTROLE = "controle"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule noticed, in a plain sentence that says what, where, why and how to mend it.

    `field` is a KPI's code, "locatie-7", "stroom-opvang", "mensen-opvang", "doorstroom" or "uitsplitsing-MZ-01-gemeente". A rule speaks at most once
    of a field. `facts` is the SHA-256 of the figures it is about: a confirmation counts for those figures and no others.
    """

    level: Level
    rule: str
    field: str
    sentence: str
    facts: str


def found(level: Level, rule: str, field: str, sentence: str, figures: Iterable[Fact]) -> Finding:
    """A finding with the hash of its figures. 12 and 12,000 are the same figure."""
    written = [str(Fraction(one)) if isinstance(one, (Decimal, Fraction, int)) else one for one in figures]
    return Finding(level, rule, field, sentence, fingerprint(canonical_text({"regel": rule, "veld": field, "cijfers": written})))
