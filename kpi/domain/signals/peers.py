"""Rule 5: the aanbieder against the others in the same quarter. Never for the klankbordgroep; populations differ, and the sentence says so.

The centre is the pooled share or rate of the others alone (leave one out). With four aanbieders the spread between them cannot be
estimated, so no overdispersion. The chance is exact (binomial, Poisson); Holm's correction is over the aanbieders of the quarter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from kpi.domain.signals.exact import (
    binomial_at_least,
    binomial_at_most,
    compare_counts,
    compare_shares,
    poisson_at_least,
    poisson_at_most,
    two_sided,
)
from kpi.domain.signals.finding import Finding, Nature, Number, Rule, Severity
from kpi.domain.signals.intervals import exact_poisson, z_of
from kpi.domain.signals.multiplicity import holm
from kpi.domain.signals.series import Kind, Point, Series
from kpi.domain.signals.wording import as_figure, as_number

TAIL_ATTENTION = 0.025
TAIL_SIGNAL = 0.001


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
    if series.kind not in {Kind.PROPORTION, Kind.RATE}:
        return []
    by_period = {name: {point.period: point for point in points} for name, points in peers.items()}
    found: list[Finding] = []
    for point in series.points:
        others = [one[point.period] for one in by_period.values() if point.period in one]
        if (finding := _judge_quarter(series.kind, point, others)) is not None:
            found.append(finding)
    return found


def _judge_quarter(kind: Kind, own: Point, others: Sequence[Point]) -> Finding | None:
    known = [point for point in others if point.value is not None and point.definition == own.definition]
    if own.value is None or not known:
        return None
    if chance(kind, own, pool(known)) > 2 * TAIL_ATTENTION:  # Holm can only make it larger
        return None
    everyone = [own, *known]
    chances = [chance(kind, one, pool([other for other in everyone if other is not one])) for one in everyone]
    corrected = holm(chances)[0]
    if corrected > 2 * TAIL_ATTENTION:
        return None
    severity = Severity.SIGNAL if corrected <= 2 * TAIL_SIGNAL else Severity.ATTENTION
    return _told(kind, own, pool(known), severity, {"chance": chances[0], "chance_holm": corrected})


def pool(points: Sequence[Point]) -> Pool:
    """These aanbieders as one."""
    return Pool(sum(point.events for point in points), sum((point.denominator or Fraction(0) for point in points), Fraction(0)), len(points))


def chance(kind: Kind, own: Point, others: Pool) -> float:
    """The two-sided exact chance of a figure like this at the level of the others.

    Where the others have no events at all (or nothing but events) that level is itself a guess: then both are weighed together.
    """
    if kind is Kind.PROPORTION:
        if others.level in {0, 1}:
            return compare_shares((own.events, own.people), (others.events, int(others.base)))
        share = float(others.level)
        return two_sided(binomial_at_most(own.events, own.people, share), binomial_at_least(own.events, own.people, share))
    exposure = own.denominator or Fraction(1)
    if not others.events:
        return compare_counts(own.events, 0, float(exposure / (exposure + others.base)))
    expected = float(others.level * exposure)
    return two_sided(poisson_at_most(own.events, expected), poisson_at_least(own.events, expected))


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
