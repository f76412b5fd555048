"""Which budget lines would hold more than their budget after a change, and by how much. Amounts in cents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.domain.budget import LineInYear
from contracts.foundation.money import format_euros


@dataclass(frozen=True, slots=True)
class Overrun:
    """A line beyond its budget. `payers`: the line and its earmarks, whose money is part of it. `is_raised`: the change made it more."""

    line_id: int
    name: str
    is_earmark: bool
    year: int
    paid_cents: int
    over_cents: int
    payers: frozenset[int]
    is_raised: bool

    @property
    def sentence(self) -> str:
        """By how much, for who decides."""
        compared = "ervoor is bestemd" if self.is_earmark else "is begroot"
        return f"{self.name} komt in {self.year} op {format_euros(self.paid_cents)}. Dat is {format_euros(self.over_cents)} meer dan {compared}."


def overruns(lines: Sequence[LineInYear], *, year: int, paid: Mapping[int, int], change: Mapping[int, int]) -> tuple[Overrun, ...]:
    """The lines that hold more than their budget after the change. `paid`: what each line pays itself before it, of all commitments together.

    A line without a budget ("n.v.t.") is no overrun: it may pay nothing at all.
    """
    above = {line.id: line.parent_id for line in lines}
    payers: dict[int, set[int]] = {line.id: set() for line in lines}
    for line in lines:
        for each in _upwards(line.id, above):
            payers[each].add(line.id)
    found = []
    for line in lines:
        own = payers[line.id]
        total = sum(paid.get(each, 0) + change.get(each, 0) for each in own)
        if line.budgeted_cents is not None and total > line.budgeted_cents:
            raised = sum(change.get(each, 0) for each in own) > 0
            over = total - line.budgeted_cents
            found.append(Overrun(line.id, line.name, line.parent_id is not None, year, total, over, frozenset(own), raised))
    return tuple(found)


def _upwards(line_id: int, above: Mapping[int, int | None]) -> list[int]:
    """A line and what it is an earmark of. Lines that are each other's parent are left after one round."""
    found: list[int] = []
    at: int | None = line_id
    while at is not None and at in above and at not in found:
        found.append(at)
        at = above[at]
    return found
