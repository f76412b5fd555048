"""The aanbieders of a quarter are fixed at its first publication: a later edition counts the same ones.

Otherwise the second edition minus the first would be the figures of the one who joined.
"""

from __future__ import annotations

from dataclasses import replace

from contracts.foundation.errors import Refused
from kpi.domain.summary_input import SummaryInput

MISSING = "Een aanbieder telde mee in de eerste editie. Zijn rapportage is nu niet geaccepteerd. Wacht daarop."


def of_first_edition(facts: SummaryInput, first: frozenset[int] | None) -> SummaryInput:
    """The facts of the aanbieders of the first edition (None: there is none, so everybody). Raises Refused when one of them is missing now."""
    if first is None:
        return facts
    if not first <= told_by(facts):
        raise Refused("", MISSING)
    return replace(
        facts,
        accepted=len(first),
        cells=tuple(one for one in facts.cells if one.provider in first),
        flows=tuple(one for one in facts.flows if one.provider in first),
        places=tuple(one for one in facts.places if one.provider in first),
        people=tuple(one for one in facts.people if one.provider in first),
    )


def told_by(facts: SummaryInput) -> frozenset[int]:
    """The aanbieders that tell anything."""
    return frozenset(one.provider for told in (facts.cells, facts.flows, facts.places, facts.people) for one in told)
