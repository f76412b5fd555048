"""What one attacker can still think possible: the figures that it does not know, in parts that have nothing to do with each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import frexp, inf

import numpy as np

from kpi.domain.disclosure_audit.asked import alone, own_part
from kpi.domain.disclosure_audit.figures import Facts, Terms
from kpi.domain.disclosure_audit.model import Space

ZERO = Fraction(0)
# Amounts are told in units that keep them below a million or so, where programs are exact to many digits.
DIGITS = 20


@dataclass(frozen=True, slots=True)
class Known:
    """What the attacker knows of one figure by itself: between `least` and `most` (None: without end)."""

    least: Fraction
    most: Fraction | None

    @property
    def fixed(self) -> bool:
        """Known as it is."""
        return self.least == self.most


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Unknown figures that hang together. `place`: the column of each. A column holds the figure divided by `unit`."""

    place: dict[int, int]
    space: Space
    unit: float
    truth: tuple[Fraction, ...]


def knowledge(facts: Facts, attacker: str | None) -> list[Known]:
    """Figure by figure: what was told, that nobody is below the attacker's own part, and all of it where the attacker is alone."""
    known = []
    for one in facts.figures:
        least = max(one.least, own_part(one, attacker)) if own_part(one, attacker) else one.least
        known.append(Known(one.value, one.value) if alone(one, attacker) else Known(least, one.most))
    return known


def parts_of(facts: Facts, attacker: str | None, known: Sequence[Known], together: Iterable[tuple[int, int]], *, whole: bool) -> list[Part]:
    """Split what is unknown. `together`: pairs of figures that are asked about in one question, so that they must stand in one part."""
    equations = [[(place, sign) for place, sign in one if not known[place].fixed] for one in _equations(facts, attacker)]
    leader = list(range(len(known)))
    for one in [[place for place, _ in terms] for terms in equations] + [[a, b] for a, b in together if not (known[a].fixed or known[b].fixed)]:
        for other in one[1:]:
            leader[_lead(leader, other)] = _lead(leader, one[0])
    members: dict[int, list[int]] = {}
    for place, one_known in enumerate(known):
        if not one_known.fixed:
            members.setdefault(_lead(leader, place), []).append(place)
    rows: dict[int, dict[Terms, None]] = {}
    for terms in equations:
        if terms:
            rows.setdefault(_lead(leader, terms[0][0]), {})[tuple(sorted(terms))] = None
    return [_part(facts, known, some, list(rows.get(top, ())), whole=whole) for top, some in members.items()]


def _equations(facts: Facts, attacker: str | None) -> Iterable[Terms]:
    """All that hold in the eyes of this attacker. Whoever sees that its own part changed, does not take it that the figure did not."""
    yield from facts.equations
    for one in facts.unchanged:
        if len({own_part(facts.figures[place], attacker) for place, _ in one}) == 1:
            yield one


def _lead(leader: list[int], place: int) -> int:
    while leader[place] != place:
        leader[place] = leader[leader[place]]
        place = leader[place]
    return place


def _part(facts: Facts, known: Sequence[Known], members: list[int], rows: list[Terms], *, whole: bool) -> Part:
    values = [facts.figures[one].value for one in members]
    unit = 1.0 if whole else 2.0 ** max(0, frexp(float(max(abs(one) for one in values)))[1] - DIGITS)
    place = {one: column for column, one in enumerate(members)}
    exact = Fraction(unit)
    sides = [sum((sign * facts.figures[one].value for one, sign in row), ZERO) for row in rows]
    space = Space(
        lower=np.array([float(_up(known[one].least, whole=whole) / exact) for one in members]),
        upper=np.array([inf if (most := known[one].most) is None else float(_down(most, whole=whole) / exact) for one in members]),
        start=np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int32),
        columns=np.array([place[one] for row in rows for one, _ in row], dtype=np.int32),
        signs=np.array([float(sign) for row in rows for _, sign in row]),
        sides=np.array([float(one / exact) for one in sides]),
    )
    return Part(place, space, unit, tuple(values))


def _up(bound: Fraction, *, whole: bool) -> Fraction:
    """People come whole, so bounds are whole numbers too."""
    return Fraction(-int(-bound // 1)) if whole else bound


def _down(bound: Fraction, *, whole: bool) -> Fraction:
    return Fraction(int(bound // 1)) if whole else bound
