"""Primary rules: which figures may not be known as they are, by whom, and how much room each must keep (SDC Handbook, chapter 4.2).

A figure is judged for the outsider and for each insider. An insider knows what it brings in itself, so for an insider the rest counts: the value
minus its own part. Everything here is exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from kpi.domain.disclosure.problem import Cell, Contributions, Contributors, Dominance, Frequency, Percent, Problem, Rule, Wanted

ZERO = Fraction(0)
# An amount that is known to one part in ten thousand counts as known exactly.
EXACTLY = Fraction(1, 10_000)


@dataclass(frozen=True, slots=True)
class Need:
    """The room a figure must keep for one attacker (None: the outsider).

    It must stay possible that the figure is `below` lower and `above` higher than it is. `width` asks for room on either side, taken together.
    """

    attacker: str | None
    cell: str
    rule: str
    below: Fraction = ZERO
    above: Fraction = ZERO
    width: Fraction = ZERO


def needs(problem: Problem) -> tuple[Need, ...]:
    """What the rules and the wishes ask, cell by cell. A cell with a need may not be published as it is."""
    wanted = {one.id: one for one in problem.protect}
    attackers = (None, *problem.attackers)
    found: list[Need] = []
    for cell in problem.cells:
        for attacker in attackers:
            for rule in problem.rules:
                found += [one for one in (_need(rule, cell, attacker, whole=problem.integer),) if one is not None]
            if cell.id in wanted:
                found += _wanted(wanted[cell.id], cell, attacker)
    return tuple(found)


def own_part(cell: Cell, attacker: str | None) -> Fraction:
    """What the attacker brings in itself: nothing for the outsider, or where it is not known who brings in what."""
    return ZERO if attacker is None else (cell.contributions or {}).get(attacker, ZERO)


def others(cell: Cell, attacker: str | None) -> Contributions:
    """What everybody else brings in."""
    return {name: part for name, part in (cell.contributions or {}).items() if name != attacker and part > 0}


def rest(cell: Cell, attacker: str | None) -> Fraction:
    """The figure without the attacker's own part."""
    return cell.value if attacker is None or cell.contributions is None else sum(others(cell, attacker).values(), ZERO)


def knows(cell: Cell, attacker: str | None) -> bool:
    """Whether the attacker is alone in this cell, and so knows it whatever is published."""
    return own_part(cell, attacker) > 0 and not others(cell, attacker)


def _need(rule: Rule, cell: Cell, attacker: str | None, *, whole: bool) -> Need | None:
    match rule:
        case Frequency():
            return _frequency(rule, cell, attacker)
        case Contributors():
            return _contributors(rule, cell, attacker, whole=whole)
        case Percent():
            return _percent(rule, cell, attacker)
        case Dominance():
            return _dominance(rule, cell, attacker, whole=whole)
        case _:
            assert_never(rule)


def _frequency(rule: Frequency, cell: Cell, attacker: str | None) -> Need | None:
    """A count of 1 to T - 1 must be able to be anything from 0 to T."""
    count = rest(cell, attacker)
    if not 0 < count < rule.least:
        return None
    return Need(attacker, cell.id, "frequency", below=count, above=rule.least - count)


def _contributors(rule: Contributors, cell: Cell, attacker: str | None, *, whole: bool) -> Need | None:
    """Nobody may know the figure exactly; who is alone in it knows it already."""
    if not 0 < len(others(cell, None)) < rule.least or not others(cell, attacker):
        return None
    return Need(attacker, cell.id, "contributors", width=_least_step(rest(cell, attacker), whole=whole))


def _percent(rule: Percent, cell: Cell, attacker: str | None) -> Need | None:
    """The second largest, or the insider, subtracts its own part; what is left must exceed the largest of the others by p %."""
    share = rule.percent / 100
    parts = sorted(others(cell, attacker).values(), reverse=True)
    if not parts:
        return None
    left = sum(parts[2:], ZERO) if attacker is None else sum(parts[1:], ZERO)
    above = share * parts[0] - left
    return Need(attacker, cell.id, "p", above=above) if above > 0 else None


def _dominance(rule: Dominance, cell: Cell, attacker: str | None, *, whole: bool) -> Need | None:
    """The largest few may not be nearly the whole. An insider with one other may not compute that other exactly."""
    parts = sorted(others(cell, attacker).values(), reverse=True)
    if attacker is not None:
        one_other = own_part(cell, attacker) > 0 and len(parts) == 1
        return Need(attacker, cell.id, "nk", width=_least_step(parts[0], whole=whole)) if one_other else None
    above = sum(parts[: rule.largest], ZERO) * 100 / rule.percent - sum(parts, ZERO)
    return Need(None, cell.id, "nk", above=above) if above > 0 else None


def _wanted(wanted: Wanted, cell: Cell, attacker: str | None) -> Iterator[Need]:
    """As it was asked. An insider has no more room below than the rest, and none where it is alone."""
    if knows(cell, attacker):
        return
    below = min(wanted.lower, rest(cell, attacker)) if own_part(cell, attacker) else wanted.lower
    yield Need(attacker, cell.id, "protect", below=below, above=wanted.upper)


def _least_step(amount: Fraction, *, whole: bool) -> Fraction:
    return Fraction(1) if whole else amount * EXACTLY
