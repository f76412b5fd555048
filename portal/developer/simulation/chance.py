"""Draws for the simulation, all made from `Random.random()`: the one method whose sequence Python promises to keep between versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from random import Random

_MOMENTS_A_DAY = 4


class Chance:
    """A stream of draws. The same key gives the same stream, on every Python version and machine."""

    def __init__(self, key: str) -> None:
        """Start the stream that belongs to `key`."""
        self.share = Random(key).random

    def happens(self, probability: float) -> bool:
        """True with this probability."""
        return self.share() < probability

    def count(self, a_day: float) -> int:
        """How many of something come in one day, when `a_day` come on average (at most four)."""
        return sum(self.happens(a_day / _MOMENTS_A_DAY) for _ in range(_MOMENTS_A_DAY))

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.share() * (high - low + 1))

    def pick(self, weights: Mapping[str, float]) -> str:
        """One of the keys, in proportion to its weight. Raises ValueError when there is nothing to pick."""
        if not weights:
            raise ValueError("nothing to pick from")
        left = self.share() * sum(weights.values())
        for key, weight in weights.items():
            left -= weight
            if left < 0:
                return key
        return list(weights)[-1]

    def days(self, quantiles: Sequence[tuple[float, int]], factor: float = 1.0) -> int:
        """A length of stay from its quantiles (share, days), straight lines between, times a factor. At least one day."""
        share = self.share()
        for (low, start), (high, end) in pairwise(quantiles):
            if share <= high:
                return max(1, int((start + (end - start) * (share - low) / (high - low)) * factor))
        raise ValueError("quantiles do not reach 1.0")
