"""What must stay possible in the eyes of each attacker: the table "What must hold" of docs/bescherm.md, told in the figures themselves.

An insider knows its own part of every figure, so for an insider the rest counts. Who is alone in a figure has nothing to find out there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import assert_never

from kpi.domain.disclosure.problem import Contributions, Contributors, Dominance, Frequency, Percent, Rule, Wanted
from kpi.domain.disclosure_audit.figures import Facts, Figure, Group
from kpi.domain.disclosure_audit.published import Published

ZERO = Fraction(0)
# An amount that is known to one part in ten thousand is known.
A_TEN_THOUSANDTH = Fraction(1, 10_000)


@dataclass(frozen=True, slots=True)
class Asked:
    """What must stay possible for one attacker (None: the outsider).

    Figure `plus`, less figure `minus` if there is one, must be able to be `low` or lower, and `high` or higher, and its interval `width` wide. `own`
    is the attacker's part of it, `learns_of` the aanbieder whose figure would be told.
    """

    attacker: str | None
    rule: str
    plus: int
    minus: int | None = None
    own: Fraction = ZERO
    low: Fraction | None = None
    high: Fraction | None = None
    width: Fraction = ZERO
    learns_of: str | None = None


def asked_by(published: Published, facts: Facts, attacker: str | None) -> tuple[Asked, ...]:
    """All that must hold against one attacker, figure by figure."""
    found: list[Asked] = []
    wanted = {one.id: one for one in published.protect}
    for place, figure in enumerate(facts.figures):
        view = _View(place, figure, attacker, whole=published.integer)
        for rule in figure.rules:
            found += view.by(rule)
        if figure.id in wanted:
            found += view.as_wished(wanted[figure.id])
    for pair in facts.corrected:
        for rule in facts.figures[pair[1]].rules:
            found += _difference(facts, pair, attacker, rule) if isinstance(rule, Frequency) else ()
    if published.groups is not None:
        own = _all_own(facts, attacker)
        found += (one for group in facts.groups if not own.issuperset(group[2]) for one in _group(facts, group, attacker, published.groups.members))
    return tuple(found)


def own_part(figure: Figure, attacker: str | None) -> Fraction:
    """What the attacker brings in itself, as far as anybody knows."""
    return ZERO if attacker is None else (figure.contributions or {}).get(attacker, ZERO)


def alone(figure: Figure, attacker: str | None) -> bool:
    """Whether the attacker brings in all there is, and knows it."""
    return own_part(figure, attacker) > 0 and not _others(figure.contributions, attacker)


def _others(contributions: Contributions | None, attacker: str | None) -> dict[str, Fraction]:
    return {name: part for name, part in (contributions or {}).items() if part > 0 and name != attacker}


class _View:
    """One figure as one attacker sees it."""

    def __init__(self, place: int, figure: Figure, attacker: str | None, *, whole: bool) -> None:
        self.place, self.figure, self.attacker, self.whole = place, figure, attacker, whole
        self.own = own_part(figure, attacker)
        self.others = _others(figure.contributions, attacker)
        self.rest = figure.value - self.own
        self.largest = sorted(self.others.values(), reverse=True)
        top = max(self.others, key=lambda name: (self.others[name], name), default=None)
        self.of_one = top if len(self.others) == 1 else None
        self.top = top

    def by(self, rule: Rule) -> Iterator[Asked]:
        """What one rule asks."""
        match rule:
            case Frequency(least):
                yield from self._small(least)
            case Contributors(least):
                if self.others and len(_others(self.figure.contributions, None)) < least:
                    yield self._asked("contributors", width=self._step(self.rest), learns_of=self.of_one)
            case Percent(percent):
                yield from self._near(percent / 100)
            case Dominance(largest, percent):
                yield from self._dominated(largest, percent / 100)
            case _:
                assert_never(rule)

    def _small(self, least: int) -> Iterator[Asked]:
        """1 to T - 1 people must be able to be none, and T. Rounded figures cannot give that; docs/bescherm.md says what they must."""
        if not 0 < self.rest < least:
            return
        high = self.own + least
        if self.figure.rounding is None:
            yield self._asked("frequency", low=self.own, high=high, learns_of=self.of_one)
        elif self.own > 0:
            yield self._asked("frequency", high=high, learns_of=self.of_one)
        else:
            yield self._asked("frequency", width=Fraction(min(least, self.figure.rounding - 1)), learns_of=self.of_one)

    def _near(self, share: Fraction) -> Iterator[Asked]:
        """The largest of the others may not be known from above within p %: not to an insider, nor to the second largest."""
        if not self.largest:
            return
        companion = sum(self.largest[1:2], ZERO) if self.attacker is None else self.own
        high = companion + self.largest[0] * (1 + share)
        if high > self.figure.value:
            yield self._asked("p", high=high, learns_of=self.top)

    def _dominated(self, largest: int, share: Fraction) -> Iterator[Asked]:
        if self.attacker is None:
            high = sum(self.largest[:largest], ZERO) / share
            if high > self.figure.value:
                yield self._asked("nk", high=high, learns_of=self.top)
        elif self.own > 0 and self.of_one is not None:
            yield self._asked("nk", width=self._step(self.largest[0]), learns_of=self.of_one)

    def as_wished(self, wanted: Wanted) -> Iterator[Asked]:
        """The room that was asked for this cell by name; nobody goes below its own part."""
        if alone(self.figure, self.attacker):
            return
        below = min(wanted.lower, self.rest) if self.own > 0 else wanted.lower
        low = self.figure.value - below if below > 0 else None
        high = self.figure.value + wanted.upper if wanted.upper > 0 else None
        if low is not None or high is not None:
            yield self._asked("protect", low=low, high=high, learns_of=self.of_one)

    def _step(self, amount: Fraction) -> Fraction:
        return Fraction(1) if self.whole else amount * A_TEN_THOUSANDTH

    def _asked(
        self, rule: str, *, low: Fraction | None = None, high: Fraction | None = None, width: Fraction = ZERO, learns_of: str | None = None
    ) -> Asked:
        """People come whole, so a bound between two numbers is the next one further out."""
        if self.whole:
            low, high = (None if low is None else Fraction(floor(low))), (None if high is None else Fraction(ceil(high)))
            width = Fraction(ceil(width))
        return Asked(self.attacker, rule, self.place, None, self.own, low, high, width, learns_of)


def _difference(facts: Facts, pair: tuple[int, int], attacker: str | None, rule: Frequency) -> Iterator[Asked]:
    """What a correction changed is a number of people as well: 1 to T - 1 of them may not be told by two editions together."""
    old, new = (facts.figures[place] for place in pair)
    own = own_part(new, attacker) - own_part(old, attacker)
    rest = new.value - old.value - own
    if not 0 < abs(rest) < rule.least:
        return
    plus, minus, own = (pair[1], pair[0], own) if rest > 0 else (pair[0], pair[1], -own)
    bases = [one.rounding for one in (old, new) if one.rounding is not None]
    if bases:
        yield Asked(attacker, "difference", plus, minus, own, width=Fraction(min(rule.least, min(bases) - 1)))
    else:
        yield Asked(attacker, "difference", plus, minus, own, low=own, high=own + rule.least)


def _all_own(facts: Facts, attacker: str | None) -> frozenset[int]:
    """Figures of which the attacker knows before anything is published that nobody else has a part in them.

    It is alone in them, or in a total of which they are part, or in all the parts of which they are the total.
    """
    own = {place for place, figure in enumerate(facts.figures) if alone(figure, attacker)}
    before = -1
    while len(own) > before:
        before = len(own)
        for terms in facts.equations:
            sides = [{place for place, sign in terms if sign == side} for side in (1, -1)]
            if any(side and side <= own for side in sides):
                own.update(*sides)
    return frozenset(own)


def _group(facts: Facts, group: Group, attacker: str | None, members: int) -> Iterator[Asked]:
    """When all but a few of a total stand in one part, those few know it of everybody else."""
    place, inside, _ = group
    total, part = facts.figures[place], facts.figures[inside]
    own = own_part(total, attacker) - own_part(part, attacker)
    within = part.value - own_part(part, attacker)
    if within > 0 and total.value - part.value - own <= members:
        yield Asked(attacker, "groups", place, inside, own, high=own + members + 1)
