"""Confidence intervals of shares, counts and rates, by the definitions of the public-health handbooks (floats, precise to about 1e-12).

Wilson for a share, Byar for 10 events or more, exact Poisson for fewer (PHEindicatormethods: phe_proportion, phe_rate), and
Newcombe's hybrid score interval for the difference between two shares (Statistics in Medicine 1998; 17: 873-890, method 10).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from statistics import NormalDist

from kpi.domain.signals.exact import poisson_at_least, poisson_at_most

EVENTS_FOR_BYAR = 10


@dataclass(frozen=True, slots=True)
class Interval:
    """From lower to upper, by a method, at a confidence of for example 0.95 (half of the rest on each side)."""

    method: str
    confidence: float
    lower: float
    upper: float


@lru_cache(maxsize=256)
def z_of(confidence: float) -> float:
    """The standard normal quantile that leaves half of the rest on each side: 1.959964 for 0.95."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def wilson(events: int, people: int, confidence: float = 0.95) -> Interval:
    """The interval of a share of `people` > 0 (Wilson 1927; Newcombe and Altman 2000)."""
    z = z_of(confidence)
    share, weight = events / people, people + z * z
    middle = events + z * z / 2
    half = z * sqrt(z * z / 4 + events * (1 - share))
    lower = 0.0 if events == 0 else max(0.0, (middle - half) / weight)  # exactly 0 and 1 at the ends, whatever the rounding
    upper = 1.0 if events == people else min(1.0, (middle + half) / weight)
    return Interval("wilson", confidence, lower, upper)


def byar(events: float, confidence: float = 0.95) -> Interval:
    """The interval of a number of events, or of an expected number, above 0 (Breslow and Day 1987); meant for 1 and more."""
    z, more = z_of(confidence), events + 1
    lower = events * (1 - 1 / (9 * events) - z / (3 * sqrt(events))) ** 3
    upper = more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3
    return Interval("byar", confidence, max(0.0, lower), upper)


@lru_cache(maxsize=1024)
def exact_poisson(events: int, confidence: float = 0.95) -> Interval:
    """The exact interval of a number of events (Armitage and Berry 2002), by halving until the float cannot be halved."""
    tail = (1 - confidence) / 2
    high = max(10.0, 4.0 * events)
    while poisson_at_most(events, high) > tail:
        high *= 2
    upper = _root(lambda mean: poisson_at_most(events, mean) > tail, float(events), high)
    lower = 0.0 if events == 0 else _root(lambda mean: poisson_at_least(events, mean) < tail, 0.0, float(events))
    return Interval("poisson", confidence, lower, upper)


def events_interval(events: int, exposure: float = 1.0, confidence: float = 0.95) -> Interval:
    """The interval of events per `exposure`: exact below 10 events, else Byar (as phe_rate does)."""
    of = exact_poisson(events, confidence) if events < EVENTS_FOR_BYAR else byar(events, confidence)
    return Interval(of.method, confidence, of.lower / exposure, of.upper / exposure)


def newcombe(first: tuple[int, int], second: tuple[int, int], confidence: float = 0.95) -> Interval:
    """The interval of the first share minus the second, each as (events, people)."""
    one, two = wilson(*first, confidence), wilson(*second, confidence)
    share, other = first[0] / first[1], second[0] / second[1]
    lower = share - other - sqrt((share - one.lower) ** 2 + (two.upper - other) ** 2)
    upper = share - other + sqrt((one.upper - share) ** 2 + (other - two.lower) ** 2)
    return Interval("newcombe", confidence, lower, upper)


def _root(is_before: Callable[[float], bool], low: float, high: float) -> float:
    """The place between low and high where the question turns from yes to no."""
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if is_before(middle) else (low, middle)
    return high
