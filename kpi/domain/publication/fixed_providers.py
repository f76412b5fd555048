"""The aanbieders of a quarter are fixed at its first publication: a later edition counts the same ones.

Otherwise the second edition minus the first would be the figures of the one who joined.
"""

from __future__ import annotations

from contracts.foundation.errors import Refused
from kpi.domain.summary_input import SummaryInput

LEAST_PROVIDERS = 3
"""With fewer accepted reports there is no summary: two aanbieders would read each other in it. The secret rules may ask for more."""
MISSING = "Een aanbieder telde mee in de eerste editie. Zijn rapportage is nu niet geaccepteerd. Wacht daarop."


def require_first(facts: SummaryInput, first: frozenset[int] | None) -> None:
    """Raise Refused when an aanbieder of the first edition (None: there is none yet) tells nothing now."""
    if first is not None and not first <= told_by(facts):
        raise Refused("", MISSING)


def told_by(facts: SummaryInput) -> frozenset[int]:
    """The aanbieders that tell anything."""
    return frozenset(one.provider for told in (facts.cells, facts.flows, facts.places, facts.people) for one in told)
