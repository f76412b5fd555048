"""What a report cost: the time somebody was busy with it, and how its figures got there (S001 §7.2: as little work as can be)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kpi.domain.cell import CARRIED_OVER, FROM_CAPACITY, FROM_FLOWS, FROM_PARTS, NOTHING_TO_REPORT, PASTED, TYPED, UPLOADED

LONGEST_PAUSE = timedelta(minutes=5)
SHORTEST_WORK = timedelta(minutes=1)
PROPOSED = frozenset({CARRIED_OVER, FROM_CAPACITY, FROM_FLOWS, FROM_PARTS, NOTHING_TO_REPORT})


def active_minutes(moments: Iterable[datetime]) -> int:
    """Whole minutes of work, rounded up, from the moments at which something was saved.

    Saves at most five minutes apart are one stretch of work; a stretch takes at least a minute. Reading without saving is not seen.
    """
    total, begin, last = timedelta(), None, None
    for moment in sorted(moments):
        if begin is None or last is None or moment - last > LONGEST_PAUSE:
            total += _stretch(begin, last)
            begin = moment
        last = moment
    total += _stretch(begin, last)
    return -(-total // SHORTEST_WORK)


def _stretch(begin: datetime | None, last: datetime | None) -> timedelta:
    return timedelta() if begin is None or last is None else max(SHORTEST_WORK, last - begin)


@dataclass(frozen=True, slots=True)
class Burden:
    """One report: minutes active, and cells by how they were filled. `proposed`: taken over or computed, and confirmed."""

    minutes: int
    typed: int
    pasted: int
    uploaded: int
    proposed: int

    @property
    def cells(self) -> int:
        """All cells with an answer."""
        return self.typed + self.pasted + self.uploaded + self.proposed


def burden_of(moments: Iterable[datetime], origins: Mapping[str, int]) -> Burden:
    """From the moments of saving, and the number of filled cells by origin."""
    proposed = sum(number for origin, number in origins.items() if origin in PROPOSED)
    return Burden(active_minutes(moments), origins.get(TYPED, 0), origins.get(PASTED, 0), origins.get(UPLOADED, 0), proposed)
