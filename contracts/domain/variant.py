"""The uitvoeringsvarianten of the landelijke contractstandaard (domain paper B6): what is paid for, and so what an amount follows."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from contracts.foundation.errors import Refused


class Variant(StrEnum):
    """How an arrangement is paid."""

    EFFORT = "inspanningsgericht"
    OUTPUT = "outputgericht"
    TASK = "taakgericht"


MEANING: Mapping[Variant, str] = MappingProxyType(
    {
        Variant.EFFORT: "De gemeente betaalt de geleverde eenheden: aantal maal tarief.",
        Variant.OUTPUT: "De gemeente betaalt een vaste prijs per resultaat. Hoeveel uur of dagen dat kost, verandert het bedrag niet.",
        Variant.TASK: "De gemeente betaalt een vast bedrag voor de hele taak in het jaar. Het aantal cliënten verandert het bedrag niet.",
    }
)


def amount(
    variant: Variant,
    *,
    units: Fraction = Fraction(0),
    results: Fraction = Fraction(0),
    tariff_cents: int = 0,
    year_cents: int = 0,
    part: Fraction = Fraction(1),
) -> Fraction:
    """What a variant costs, in exact cents: delivered units or results at a tariff, or the part of the year (0 to 1) of the fixed amount.

    What a variant does not follow has no effect. Raises Refused for figures below zero or a part above one.
    """
    if min(units, results) < 0 or min(tariff_cents, year_cents) < 0 or not 0 <= part <= 1:
        raise Refused("amount", "Een aantal of bedrag kan niet lager zijn dan nul, en een deel van het jaar niet hoger dan het hele jaar.")
    if variant is Variant.TASK:
        return year_cents * part
    return (results if variant is Variant.OUTPUT else units) * tariff_cents
