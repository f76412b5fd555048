"""Exact chances of counts: binomial, Poisson, and two counts beside each other.

Sums of chances from the observed number outwards. Precise to about 1e-10 for the counts that may come in (up to ten million),
and to about 1e-13 for the tens and hundreds that do.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, fsum, lgamma, log, log1p

NEGLIGIBLE = 1e-18
CLEARLY_LESS = 0.45


def binomial_at_most(events: int, people: int, share: float) -> float:
    """The chance of so many events or fewer, when each of `people` has one with chance `share`."""
    if events < 0:
        return 0.0
    if events >= people or share <= 0:
        return 1.0
    if share >= 1:
        return 0.0
    if events > people * share:
        return 1 - binomial_at_least(events + 1, people, share)
    odds = (1 - share) / share
    return _sum_outwards(_binomial_chance(events, people, share), lambda k: k * odds / (people - k + 1), range(events, 0, -1))


def binomial_at_least(events: int, people: int, share: float) -> float:
    """The chance of so many events or more."""
    if events <= 0:
        return 1.0
    if events > people or share <= 0:
        return 0.0
    if share >= 1:
        return 1.0
    if events <= people * share:
        return 1 - binomial_at_most(events - 1, people, share)
    odds = share / (1 - share)
    return _sum_outwards(_binomial_chance(events, people, share), lambda k: (people - k) * odds / (k + 1), range(events, people))


def poisson_at_most(events: int, mean: float) -> float:
    """The chance of so many events or fewer, when `mean` are expected."""
    if events < 0:
        return 0.0
    if mean <= 0:
        return 1.0
    if events > mean:
        return 1 - poisson_at_least(events + 1, mean)
    return _sum_outwards(exp(events * log(mean) - mean - lgamma(events + 1)), lambda k: k / mean, range(events, 0, -1))


def poisson_at_least(events: int, mean: float) -> float:
    """The chance of so many events or more."""
    if events <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    if events <= mean:
        return 1 - poisson_at_most(events - 1, mean)
    far = range(events, events + 20 * int(mean + 20))
    return _sum_outwards(exp(events * log(mean) - mean - lgamma(events + 1)), lambda k: mean / (k + 1), far)


def binomial_two_sided(events: int, people: int, share: float) -> float:
    """The chance of a number so far from what is expected: twice the smaller tail, as likely to be wrong on one side as on the other.

    The two tails make at least 1 together, so with one clearly below a half the other need not be summed.
    """
    first, second = (binomial_at_most, binomial_at_least) if events <= people * share else (binomial_at_least, binomial_at_most)
    tail = first(events, people, share)
    return 2 * tail if tail < CLEARLY_LESS else min(1.0, 2 * tail, 2 * second(events, people, share))


def poisson_two_sided(events: int, mean: float) -> float:
    """The same of a number of events when `mean` are expected."""
    first, second = (poisson_at_most, poisson_at_least) if events <= mean else (poisson_at_least, poisson_at_most)
    tail = first(events, mean)
    return 2 * tail if tail < CLEARLY_LESS else min(1.0, 2 * tail, 2 * second(events, mean))


def compare_counts(first: int, second: int, share_of_first: float) -> float:
    """The two-sided chance of this split of two counts, when the first is expected to hold `share_of_first` of their sum.

    Given their sum, the first of two Poisson counts is binomial (Przyborowski and Wilenski 1940). Nothing happened at all: 1.
    """
    return binomial_two_sided(first, first + second, share_of_first)


def compare_shares(first: tuple[int, int], second: tuple[int, int]) -> float:
    """The two-sided chance of a difference like this between two shares (events, people), given all events together.

    Fisher's exact test, with the tail on the side of the difference doubled.
    """
    (own, people), (others, many) = first, second
    events = own + others
    chance = exp(_log_choose(people, own) + _log_choose(many, others) - _log_choose(people + many, events))
    if own * (people + many) <= events * people:
        tail = _sum_outwards(chance, lambda k: k * (many - events + k) / ((people - k + 1) * (events - k + 1)), range(own, 0, -1))
    else:
        tail = _sum_outwards(chance, lambda k: (people - k) * (events - k) / ((k + 1) * (many - events + k + 1)), range(own, people))
    return min(1.0, 2 * tail)


def _binomial_chance(events: int, people: int, share: float) -> float:
    return exp(_log_choose(people, events) + events * log(share) + (people - events) * log1p(-share))


def _log_choose(people: int, events: int) -> float:
    return lgamma(people + 1) - lgamma(events + 1) - lgamma(people - events + 1)


def _sum_outwards(first: float, factor: Callable[[int], float], steps: range) -> float:
    """The first chance, and each next one as a multiple of the one before, until they no longer count."""
    chances = [first]
    for step in steps:
        chances.append(chances[-1] * factor(step))
        if chances[-1] < NEGLIGIBLE * chances[0] or not chances[-1]:
            break
    return min(1.0, fsum(chances))
