"""The KPIs of the region as figures: a count, or a numerator and the rest of its denominator, or a mean as a sum over how many.

A KPI told by too few aanbieders has no figure at all, and neither has a median or what may not be added up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kpi.domain.indicator import COUNT, MEDIAN, RATIO
from kpi.domain.proposals import ASKED_TWICE, CLIENTS_AT_END, LEFT_ALIVE, read_prefill
from kpi.domain.publication.layout import IndicatorPlace
from kpi.domain.publication.ledger import Brought, Ledger, brought, less
from kpi.domain.publication.reasons import FEW_PROVIDERS, NO_FIGURES, NOT_ADDABLE, TOO_FEW
from kpi.domain.summary_input import CellInput, Definition

NUMERATOR, DENOMINATOR, REST, SUM = "teller", "noemer", "rest", "som"


@dataclass(frozen=True, slots=True)
class Ledgers:
    """The parts of an edition: people and places (rounded), ratios of whole numbers, and amounts (both left out where needed)."""

    counts: Ledger
    ratios: Ledger
    amounts: Ledger


@dataclass(frozen=True, slots=True)
class Told:
    """A KPI with what the aanbieders told of it."""

    definition: Definition
    cells: tuple[CellInput, ...]

    @property
    def based(self) -> tuple[CellInput, ...]:
        """The cells that are about somebody."""
        return tuple(cell for cell in self.cells if cell.denominator)

    @property
    def denominators(self) -> Brought:
        """What every aanbieder told as its noemer."""
        return brought((cell.provider, cell.denominator or 0) for cell in self.based)


def indicators(ledgers: Ledgers, told: Sequence[Told], *, period: str, least: int) -> tuple[tuple[IndicatorPlace, ...], tuple[frozenset[str], ...]]:
    """Write every KPI down; where it stands, and which cells are only shown together. `least`: fewer aanbieders make no figure."""
    by_code = {one.definition.code: one for one in told}
    made = [_indicator(ledgers, one, by_code, period, least) for one in told]
    asked = [one.denominator for one in made if one.denominator]
    together = []
    for place in made:
        alone = asked.count(place.denominator) == 1
        cells = [place.numerator, place.rest, *([place.denominator] if alone and place.denominator not in _shared(ledgers, place) else [])]
        together.append(frozenset(cell for cell in cells if cell))
    return tuple(made), tuple(group for group in together if len(group) > 1)


def _shared(ledgers: Ledgers, place: IndicatorPlace) -> frozenset[str]:
    """The denominator of a rounded ratio is people who stand in other figures too."""
    return frozenset({place.denominator}) if place.is_rounded else frozenset()


def _indicator(ledgers: Ledgers, told: Told, by_code: Mapping[str, Told], period: str, least: int) -> IndicatorPlace:
    definition = told.definition
    place = IndicatorPlace(definition.code, definition.version, definition.decimals, scale=100 if definition.unit == "%" else 1)
    if hidden := _never(told, least):
        return replace(place, hidden=hidden)
    if definition.value_kind == COUNT:
        return _count(ledgers, told, place, period)
    if definition.value_kind == RATIO:
        return _ratio(ledgers, told, by_code, place, period)
    return _mean(ledgers, told, place, period)


def _never(told: Told, least: int) -> str:
    """Why the region has no figure, whatever it is; "" when it has one.

    Who told nothing is no secret, but who told that there was nobody is: that has the same reason as any small figure.
    """
    if not told.cells:
        return NO_FIGURES
    if told.definition.value_kind == MEDIAN or not told.definition.can_be_added:
        return NOT_ADDABLE
    if len({cell.provider for cell in told.cells}) < least:
        return FEW_PROVIDERS
    based = told.cells if told.definition.value_kind == COUNT else told.based
    return TOO_FEW if len({cell.provider for cell in based}) < least else ""


def _count(ledgers: Ledgers, told: Told, place: IndicatorPlace, period: str) -> IndicatorPlace:
    parts = brought((cell.provider, cell.numerator) for cell in told.cells)
    ledger = ledgers.counts if _whole(parts) else ledgers.amounts
    return replace(place, is_rounded=ledger is ledgers.counts, value=ledger.tell(f"{period}|{place.code}", parts))


def _ratio(ledgers: Ledgers, told: Told, by_code: Mapping[str, Told], place: IndicatorPlace, period: str) -> IndicatorPlace:
    """Numerator + rest = denominator. Where the denominator is people who are counted elsewhere too, the ratio is rounded as they are."""
    numerators, denominators = brought((cell.provider, cell.numerator) for cell in told.based), told.denominators
    rest = less(denominators, numerators)
    ledger = ledgers.amounts
    if _whole(numerators) and _whole(denominators):
        ledger = ledgers.counts if _counted_elsewhere(told.definition) else ledgers.ratios
    name = f"{period}|{place.code}"
    same = by_code.get(ASKED_TWICE.get(_source(told.definition), ""))
    owner = f"{period}|{same.definition.code}" if same is not None and same.denominators == denominators else name
    made = replace(
        place,
        is_rounded=ledger is ledgers.counts,
        numerator=ledger.tell(f"{name}|{NUMERATOR}", numerators),
        denominator=ledger.tell(f"{owner}|{DENOMINATOR}", denominators),
    )
    if rest is None:  # more told than there are: a ratio above 1, such as money spent beyond the budget
        return made
    made = replace(made, rest=ledger.tell(f"{name}|{REST}", rest))
    ledger.adds_up(made.denominator, (made.numerator, made.rest))
    return made


def _counted_elsewhere(definition: Definition) -> bool:
    """Its denominator is people in care on the last day, or all who left alive: nearly the people of the flow, so an exact one would tell those."""
    return _source(definition) in (CLIENTS_AT_END, LEFT_ALIVE) or definition.code in ASKED_TWICE.values()


def _source(definition: Definition) -> str:
    """What else in the report its denominator is."""
    return read_prefill(definition.prefill)[1]


def _mean(ledgers: Ledgers, told: Told, place: IndicatorPlace, period: str) -> IndicatorPlace:
    """The sum of all marks over how many gave one."""
    marks = brought((cell.provider, cell.numerator * (cell.denominator or 0)) for cell in told.based)
    base = told.denominators
    name = f"{period}|{place.code}"
    return replace(
        place,
        is_mean=True,
        numerator=ledgers.amounts.tell(f"{name}|{SUM}", marks),
        denominator=(ledgers.ratios if _whole(base) else ledgers.amounts).tell(f"{name}|{DENOMINATOR}", base),
    )


def _whole(parts: Mapping[str, Fraction]) -> bool:
    return all(part.denominator == 1 for part in parts.values())
