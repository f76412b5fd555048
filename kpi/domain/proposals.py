"""Proposals for cells that are still empty: what the gemeente or the aanbieder told already is not asked again (S001 §7.2).

A proposal is computed each time it is shown and is stored only after somebody said "klopt". A KPI's `prefill` names where its
numbers come from: one source ("vorig kwartaal") or one for the teller and one for the noemer, with "|" between them. A half
proposal fills one of the two fields; the cell is then filled in and saved as any other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from contracts.foundation.errors import Refused
from kpi.domain.cell import CARRIED_OVER, FROM_CAPACITY, FROM_FLOWS, Figures, read_figures
from kpi.domain.indicator import Definition
from kpi.domain.numbers import as_typed

NO_PREFILL = "geen"
LAST_QUARTER = CARRIED_OVER
SHELTER_PLACES = "capaciteit:opvangplekken"
ENDED_STAYS = "stromen:verblijven in de opvang die eindigden"
CLIENTS_AT_END = "stromen:cliënten in maatzorg op de laatste dag"
LEFT_ALIVE = "cijfers:noemer van MZ-05"
ASKED_TWICE = {LEFT_ALIVE: "MZ-05"}
"""Numbers that two KPIs share: the second takes the noemer of the first."""

SOURCES = {
    LAST_QUARTER: "Overgenomen uit {earlier}",
    SHELTER_PLACES: "Berekend uit capaciteit",
    ENDED_STAYS: "Berekend uit in-, door- en uitstroom",
    CLIENTS_AT_END: "Berekend uit in-, door- en uitstroom",
    LEFT_ALIVE: "Overgenomen van de noemer van MZ-05",
}
"""Every source, and how a screen says it."""
WHOLE_SOURCES = {LAST_QUARTER, SHELTER_PLACES, ENDED_STAYS, CLIENTS_AT_END}
"""Sources that can fill a whole cell, alone or together. A number of another cell is only ever half of one."""

SHELTER, SUPPORT = "basiszorg", "maatzorg"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What could stand in a cell. `is_whole`: it answers the cell, so that "klopt" is enough; else the other number is still asked."""

    code: str
    numerator: Decimal | None
    denominator: Decimal | None
    origin: str
    provenance: str
    is_whole: bool

    @property
    def figures(self) -> Figures:
        """As they would stand in the cell."""
        return Figures(self.numerator, self.denominator)


def read_prefill(prefill: str) -> tuple[str, str]:
    """The source of the teller and of the noemer. One source alone is for both."""
    first, bar, second = (part.strip() for part in prefill.partition("|"))
    return (first, second) if bar else (first, first)


def known_numbers(
    places: Iterable[tuple[str, int | None]], flows: Iterable[tuple[str, int | None, int | None]], denominators: Mapping[str, Decimal | None]
) -> dict[str, Decimal]:
    """What this report tells already, by its source. A sum with a part that was not told yet is not known.

    `places`: the counted places of each location with the pijler of its form of care; `flows`: of each form of care the people at the
    end and those whose stay ended; `denominators`: the noemer by KPI.
    """
    counted, moved = list(places), list(flows)
    sums = {
        SHELTER_PLACES: [number for pijler, number in counted if pijler == SHELTER],
        ENDED_STAYS: [ended for pijler, _, ended in moved if pijler == SHELTER],
        CLIENTS_AT_END: [at_end for pijler, at_end, _ in moved if pijler == SUPPORT],
    }
    known = {name: Decimal(sum(filter(None, parts))) for name, parts in sums.items() if parts and None not in parts}
    shared = {name: denominators.get(code) for name, code in ASKED_TWICE.items()}
    return known | {name: number for name, number in shared.items() if number is not None}


def propose(definition: Definition, prefill: str, *, known: Mapping[str, Decimal], earlier: Figures | None, earlier_name: str) -> Proposal | None:
    """A proposal for an empty cell, or None. `earlier`: the signed figures of last quarter by the same definition, if there are any.

    What the hard limits of a cell refuse is not proposed: of a whole that cannot be, only what this report tells itself remains.
    """
    sources = read_prefill(prefill)
    first = _number(sources[0], known, earlier.numerator if earlier else None)
    second = _number(sources[1], known, earlier.denominator if earlier else None) if definition.has_second_number else None
    if second == 0:
        return None  # nobody to count: that is no figure, and somebody has to say so
    if first is not None and definition.has_second_number and (second is None or not _can_be(definition, first, second)):
        first = None
    is_whole = first is not None and (second is not None or not definition.has_second_number)
    if first is None and (second is None or sources[1] == LAST_QUARTER):
        return None
    used = [source for source, number in zip(sources, (first, second), strict=True) if number is not None]
    first_words, *more = dict.fromkeys(SOURCES[source].format(earlier=earlier_name) for source in used)
    told = " en ".join([first_words, *(words[0].lower() + words[1:] for words in more)])
    return Proposal(definition.code, first, second, _origin(used), told, is_whole)


def _number(source: str, known: Mapping[str, Decimal], earlier: Decimal | None) -> Decimal | None:
    return earlier if source == LAST_QUARTER else known.get(source)


def _can_be(definition: Definition, first: Decimal, second: Decimal) -> bool:
    try:
        read_figures(definition, numerator=as_typed(first), denominator=as_typed(second), missing_reason=None)
    except Refused:
        return False
    return True


def _origin(used: list[str]) -> str:
    """The least certain of the sources: a number of last quarter is somebody's judgement, a sum of this report is not."""
    if LAST_QUARTER in used:
        return CARRIED_OVER
    return FROM_CAPACITY if SHELTER_PLACES in used else FROM_FLOWS


def shown(proposals: Iterable[Proposal]) -> str:
    """A fingerprint of the proposals that wait for "klopt": sent along, so that nobody says yes to figures they did not see."""
    told = [(one.code, as_typed(one.numerator), as_typed(one.denominator), one.origin) for one in proposals if one.is_whole]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
