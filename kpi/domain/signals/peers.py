"""Rule 5: the aanbieder against the others in the same quarter. Never for the klankbordgroep; populations differ, and the sentence says so.

The centre is the pooled share or rate of the others alone (leave one out). With four aanbieders the spread between them cannot be
estimated, so no overdispersion. The chance is exact (binomial, Poisson); Holm's correction is over the aanbieders of the quarter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import NormalDist
from typing import TypeVar

from kpi.domain.signals.exact import binomial_two_sided, compare_counts, compare_shares, poisson_two_sided
from kpi.domain.signals.finding import Finding, Nature, Number, Rule, Severity
from kpi.domain.signals.intervals import exact_poisson, z_of
from kpi.domain.signals.multiplicity import holm
from kpi.domain.signals.series import Kind, Point, Series
from kpi.domain.signals.wording import as_figure, as_number

TAIL_ATTENTION = 0.025
TAIL_SIGNAL = 0.001
COMPARED = frozenset({Kind.PROPORTION, Kind.RATE})
Name = TypeVar("Name", str, int)


@dataclass(frozen=True, slots=True)
class Pool:
    """The others together."""

    events: int
    base: Fraction
    others: int

    @property
    def level(self) -> Fraction:
        """Their share or rate."""
        return self.events / self.base


def funnel_of_shares(level: float, people: float, tail: float) -> tuple[float, float]:
    """The shares between which an aanbieder of this size would stay: Wilson's interval read the other way (PHEindicatormethods, Funnels.R)."""
    half = z_of(1 - 2 * tail) * sqrt(level * (1 - level) / people)
    return max(0.0, level - half), min(1.0, level + half)


def funnel_of_events(events: int, tail: float) -> tuple[float, float]:
    """The numbers expected between which so many events would not stand out (poisson_funnel of PHEindicatormethods)."""
    known = exact_poisson(events, 1 - 2 * tail)
    return known.lower, known.upper


def judge_peers(series: Series, peers: Mapping[str, Sequence[Point]]) -> list[Finding]:
    """Every quarter in which the aanbieder stands apart from the others."""
    by_period = [{point.period: point for point in points} for points in peers.values()]
    judged = [judge_quarter(series.kind, own, [one[own.period] for one in by_period if own.period in one]) for own in series.points]
    return [finding for finding in judged if finding is not None]


def in_quarter(peers: Mapping[str, Sequence[Point]], period: str) -> list[Point]:
    """What the others say of one quarter; found soonest when it is their newest."""
    found = (next((point for point in reversed(points) if point.period == period), None) for points in peers.values())
    return [point for point in found if point is not None]


def judge_quarter(kind: Kind, own: Point, others: Sequence[Point]) -> Finding | None:
    """One quarter of one aanbieder, beside the others of that quarter. None: nothing to tell, or nothing to compare with.

    The points are taken as checked. Figures by another definition are not compared.
    """
    known = comparable(kind, own, others)
    if not known:
        return None
    everyone = [own, *known]
    together = pool(everyone)
    own_chance = chance(kind, own, without(together, own))
    if own_chance > 2 * TAIL_ATTENTION:  # Holm can only make it larger
        return None
    corrected = holm([own_chance, *(chance(kind, one, without(together, one)) for one in known)])[0]
    return _finding(kind, own, without(together, own), own_chance, corrected)


def judge_everyone(kind: Kind, points: Mapping[Name, Point]) -> dict[Name, Finding]:
    """All aanbieders of one quarter beside each other, each chance computed once: what `judge_quarter` says of each, by name."""
    found: dict[Name, Finding] = {}
    for definition in sorted({point.definition for point in points.values()}):
        group = {name: point for name, point in points.items() if point.definition == definition and point.value is not None}
        if kind not in COMPARED or len(group) < 2:
            continue
        together = pool(list(group.values()))
        chances = [chance(kind, one, without(together, one)) for one in group.values()]
        for (name, one), own_chance, corrected in zip(group.items(), chances, holm(chances), strict=True):
            if (finding := _finding(kind, one, without(together, one), own_chance, corrected)) is not None:
                found[name] = finding
    return found


def comparable(kind: Kind, own: Point, others: Sequence[Point]) -> list[Point]:
    """The others whose figure can stand beside this one; none when there is nothing to compare."""
    if kind not in COMPARED or own.value is None:
        return []
    return [point for point in others if point.value is not None and point.definition == own.definition]


def chance_among_peers(kind: Kind, own: Point, others: Sequence[Point]) -> float | None:
    """How often an aanbieder like all others would be told here; None when there is nothing to compare with."""
    known = comparable(kind, own, others)
    return chance_among(len(known) + 1) if known else None


def chance_among(number: int) -> float:
    """The same for each of so many aanbieders that can be compared.

    Holm keeps each at 0.05 / number, were the level of the others known. It is a guess of `number - 1` of them, which makes distances
    look longer than they are: 3 % each among four, 11 % between two (for equal sizes; simulated: 2.5-3.2 % and 10-11 %).
    """
    if number < 2:
        return 0.0
    return 2 * (1 - NormalDist().cdf(z_of(1 - 2 * TAIL_ATTENTION / number) * sqrt((number - 1) / number)))


def _finding(kind: Kind, own: Point, others: Pool, own_chance: float, corrected: float) -> Finding | None:
    if corrected > 2 * TAIL_ATTENTION:
        return None
    severity = Severity.SIGNAL if corrected <= 2 * TAIL_SIGNAL else Severity.ATTENTION
    return _told(kind, own, others, severity, {"chance": own_chance, "chance_holm": corrected})


def pool(points: Sequence[Point]) -> Pool:
    """These aanbieders as one."""
    bases = [point.denominator or Fraction(0) for point in points]
    is_whole = all(base.denominator == 1 for base in bases)  # then whole numbers add up faster
    total = Fraction(sum(base.numerator for base in bases)) if is_whole else sum(bases, Fraction(0))
    return Pool(sum(point.events for point in points), total, len(points))


def without(together: Pool, one: Point) -> Pool:
    """The others, when one of them steps out."""
    return Pool(together.events - one.events, together.base - (one.denominator or Fraction(0)), together.others - 1)


def chance(kind: Kind, own: Point, others: Pool) -> float:
    """The two-sided exact chance of a figure like this at the level of the others.

    Where the others have no events at all (or nothing but events) that level is itself a guess: then both are weighed together.
    """
    if kind is Kind.PROPORTION:
        if others.events in {0, int(others.base)}:
            return compare_shares((own.events, own.people), (others.events, int(others.base)))
        return binomial_two_sided(own.events, own.people, float(others.level))
    exposure = own.denominator or Fraction(1)
    if not others.events:
        return compare_counts(own.events, 0, float(exposure / (exposure + others.base)))
    return poisson_two_sided(own.events, float(others.level * exposure))


def _told(kind: Kind, own: Point, others: Pool, severity: Severity, numbers: dict[str, Number]) -> Finding:
    value = own.value or Fraction(0)
    where = "hoger" if value > others.level else "lager"
    whom = "de ander" if others.others == 1 else f"de {others.others} anderen samen"
    label = "1 andere" if others.others == 1 else f"{_written(others.others)} anderen"
    sentence = (
        f"{own.period}: {as_figure(own, kind)}. Dat is {where} dan bij {whom} ({as_number(others.level, kind)}). "
        f"Vergelijking met {label}; populaties verschillen."
    )
    known = numbers | {"value": float(value), "denominator": float(own.denominator or 0), "centre": float(others.level), "others": others.others}
    if kind is Kind.PROPORTION:
        for name, tail in (("attention", TAIL_ATTENTION), ("signal", TAIL_SIGNAL)):
            known[f"lower_{name}"], known[f"upper_{name}"] = funnel_of_shares(float(others.level), own.people, tail)
    return Finding(Rule.PEERS, Nature.STATISTICAL, own.period, severity, sentence, known)


def _written(number: int) -> str:
    return {2: "twee", 3: "drie", 4: "vier"}.get(number, str(number))
