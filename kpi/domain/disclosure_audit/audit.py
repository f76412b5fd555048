"""The audit: everything that was ever published against the outsider and each insider. What it does not prove safe in time is not safe."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import inf

from kpi.domain.disclosure_audit.asked import Asked, asked_by
from kpi.domain.disclosure_audit.attack import Attack, Broken, Interval
from kpi.domain.disclosure_audit.figures import Facts
from kpi.domain.disclosure_audit.gathering import facts_of
from kpi.domain.disclosure_audit.persistence import changes
from kpi.domain.disclosure_audit.published import Published
from kpi.domain.disclosure_audit.reach import Known, knowledge, parts_of

SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How long an audit may take. `intervals`: also tell how far the outsider comes with every figure that was rounded or left out."""

    seconds: float = SECONDS
    intervals: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What an attacker (None: the outsider) can compute. `interval` is of the figure, for an insider of the rest without its own part.

    `rule` is what it breaks, `allowed` the interval that had to be possible (None at an end: nothing asked there), or `width` how wide it had to be.
    `cell` is the figure, `beside` the one it is compared with (a group, a correction). `learns_of`: the aanbieder whose figure is told.
    `whole`: only in whole numbers. `earlier`, `later`: the editions that contradict each other.
    """

    attacker: str | None
    cell: str
    rule: str
    interval: Interval
    learns_of: str | None = None
    allowed: tuple[float | None, float | None] = (None, None)
    width: float = 0.0
    beside: str | None = None
    whole: bool = False
    earlier: str = ""
    later: str = ""


@dataclass(frozen=True, slots=True)
class Audit:
    """The verdict. `checked`: how many demands were judged; `unproven`: attacker and figure of those for which there was no time."""

    findings: tuple[Finding, ...]
    checked: int
    unproven: tuple[tuple[str | None, str], ...]
    intervals: Mapping[str, Interval] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def safe(self) -> bool:
        """Only what is proved is safe."""
        return not self.findings and not self.unproven


def audit(published: Published, insiders: Sequence[str] | None = None, *, limits: Limits, elapsed: Callable[[], float]) -> Audit:
    """Attack the whole history as the outsider and as each insider (None: everybody who brings in anything).

    `elapsed` tells the seconds since it was asked: the domain has no clock. Raises Refused for a history that contradicts itself.
    """
    facts = facts_of(published)
    names = everybody(facts) if insiders is None else tuple(insiders)
    found: list[tuple[int, int, Finding]] = []
    unproven: list[tuple[str | None, str]] = []
    intervals: dict[str, Interval] = {}
    checked = 0
    for number, attacker in enumerate((None, *names)):
        siege = Siege(published, facts, attacker, lambda: limits.seconds - elapsed())
        checked += len(siege.asked)
        found += [(one.asked.plus, number, _finding(facts, one)) for one in siege.broken()]
        if attacker is None and limits.intervals:
            intervals, missed = siege.intervals()
            unproven += missed
        unproven += siege.open
    found += _changed(published, facts)
    findings = tuple(one for _, _, one in sorted(found, key=lambda one: one[:2]))
    return Audit(findings, checked, tuple(dict.fromkeys(unproven)), intervals, elapsed())


def everybody(facts: Facts) -> tuple[str, ...]:
    """Who brings in anything at all."""
    return tuple(sorted({name for one in facts.figures for name, part in (one.contributions or {}).items() if part > 0}))


class Siege:
    """One attacker against all parts of the figures."""

    def __init__(self, published: Published, facts: Facts, attacker: str | None, left: Callable[[], float]) -> None:
        self.facts, self.whole, self.left = facts, published.integer, left
        self.asked = asked_by(published, facts, attacker)
        self.known = knowledge(facts, attacker)
        pairs = [(one.plus, one.minus) for one in self.asked if one.minus is not None]
        self.parts = parts_of(facts, attacker, self.known, pairs, whole=self.whole)
        self.part_of = {place: number for number, part in enumerate(self.parts) for place in part.place}
        self.attacks: dict[int, Attack] = {}
        self.open: list[tuple[str | None, str]] = []

    def broken(self) -> Iterator[Broken]:
        """Everything that does not stay possible."""
        asked: dict[int, list[Asked]] = {}
        for one in self.asked:
            number = self._part(one)
            if number is None:
                yield from _told_outright(one, self.known)
            else:
                asked.setdefault(number, []).append(one)
        for number, some in sorted(asked.items()):
            attack = self.attacks[number] = Attack(self.parts[number], self.known, some, whole=self.whole, left=self.left)
            attack.run()
            yield from attack.broken.values()
            self.open += [(one.attacker, self.facts.figures[one.plus].label) for one in attack.open]

    def _part(self, one: Asked) -> int | None:
        return next((self.part_of[place] for place in (one.plus, one.minus) if place in self.part_of), None)

    def intervals(self) -> tuple[dict[str, Interval], list[tuple[str | None, str]]]:
        """How far this attacker comes with every figure that was rounded or left out, and what was not found out in time."""
        told: dict[str, Interval] = {}
        missed: list[tuple[str | None, str]] = []
        for place, figure in enumerate(self.facts.figures):
            if figure.listed:
                interval = self._interval(place)
                if interval is None:
                    missed.append((None, figure.label))
                else:
                    told[figure.label] = interval
        return told, missed

    def _interval(self, place: int) -> Interval | None:
        number = self.part_of.get(place)
        if number is None:
            return float(self.known[place].least), float(self.known[place].least)
        if number not in self.attacks:
            self.attacks[number] = Attack(self.parts[number], self.known, [], whole=self.whole, left=self.left)
        return self.attacks[number].interval(place)


def _told_outright(one: Asked, known: Sequence[Known]) -> Iterator[Broken]:
    """A figure that the attacker knows as it is."""
    value = known[one.plus].least - (known[one.minus].least if one.minus is not None else Fraction(0))
    if (one.low is not None and value > one.low) or (one.high is not None and value < one.high) or one.width > 0:
        yield Broken(one, (float(value), float(value)), whole=False)


def _changed(published: Published, facts: Facts) -> Iterator[tuple[int, int, Finding]]:
    """Figures that one edition told otherwise than another, by place."""
    for place, rule, earlier, later in changes(facts):
        figure = facts.figures[place]
        interval = (float(figure.least), inf if figure.most is None else float(figure.most))
        names = [published.editions[one.edition].name for one in (earlier, later)]
        yield place, -1, Finding(None, figure.label, rule, interval, earlier=names[0], later=names[1])


def _finding(facts: Facts, broken: Broken) -> Finding:
    """In words of who attacks: an insider looks at the rest."""
    one, own = broken.asked, broken.asked.own
    return Finding(
        attacker=one.attacker,
        cell=facts.figures[one.plus].label,
        rule=one.rule,
        interval=(broken.interval[0] - float(own), broken.interval[1] - float(own)),
        learns_of=one.learns_of,
        allowed=(None if one.low is None else float(one.low - own), None if one.high is None else float(one.high - own)),
        width=float(one.width),
        beside=None if one.minus is None else facts.figures[one.minus].label,
        whole=broken.whole,
    )
