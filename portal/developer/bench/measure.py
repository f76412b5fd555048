"""CPU time per request: both sides in turn, in rounds, and the best round of each. The least disturbed round says what the work costs."""

from __future__ import annotations

import time
from dataclasses import dataclass

from portal.developer.bench.pairs import Pair, Request

ROUND_SECONDS = 0.01  # short, so that some rounds meet no other work on the machine


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure: milliseconds of CPU time per request, ours and by hand."""

    figure: str
    ours_ms: float
    by_hand_ms: float
    goal: float

    @property
    def ratio(self) -> float:
        """How many times the handwritten one."""
        return self.ours_ms / self.by_hand_ms

    @property
    def ok(self) -> bool:
        """Is the goal reached?"""
        return self.ratio <= self.goal


def measure(pair: Pair, *, rounds: int) -> Measured:
    """Measure one pair, ours and theirs taking turns in every round."""
    sides = (pair.ours, pair.by_hand)
    sizes = [max(1, int(ROUND_SECONDS / max(_seconds(side, 3), 1e-6))) for side in sides]
    best = [
        min(times) for times in zip(*([_seconds(side, size) for side, size in zip(sides, sizes, strict=True)] for _ in range(rounds)), strict=True)
    ]
    return Measured(pair.figure, best[0] * 1000, best[1] * 1000, pair.goal)


def _seconds(request: Request, times: int) -> float:
    """CPU seconds per request of this process, system time included: a commit's work counts, waiting for the disk does not."""
    before = time.process_time()
    for _ in range(times):
        request()
    return (time.process_time() - before) / times
