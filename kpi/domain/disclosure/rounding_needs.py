"""What the rules ask of tables that are rounded instead of left out.

A rounded figure says that the true one lies less than the base away, so a small count can never be anything from 0 to T: a published 0 means
less than the base. What can be asked, and is: the outsider (and an insider that brings in nothing) must be left in doubt as wide as one rounded
figure alone would leave it; and an insider whose rest is 1 to T - 1 must have to reckon with T or more. The other rules ask what they always ask.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from kpi.domain.disclosure.primary import ZERO, Need, needs, own_part
from kpi.domain.disclosure.problem import Problem


def rounding_needs(problem: Problem) -> tuple[Need, ...]:
    """The needs of a rounded publication, in the order of `needs`."""
    cells = {cell.id: cell for cell in problem.cells}
    return tuple(_rounded(need, own_part(cells[need.cell], need.attacker), problem.base) for need in needs(problem))


def _rounded(need: Need, own: Fraction, base: int) -> Need:
    if need.rule != "frequency":
        return need
    if own > 0:
        return replace(need, below=ZERO)
    least = need.below + need.above
    return replace(need, below=ZERO, above=ZERO, width=min(least, Fraction(base - 1)))
