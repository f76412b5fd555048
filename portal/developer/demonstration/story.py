"""Telling many stories at once, in the order of time: the journal is one book, and its lines follow each other."""

from __future__ import annotations

import heapq
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from contracts.foundation.period import AMSTERDAM, Quarter, local_midnight_after

Story = Generator[datetime, datetime, None]
"""Yields the moment at which it wants to go on, and is told the moment at which it does."""

SHOWN = timedelta(days=48)
"""The last quarter's story takes this long; when less time has passed since its end, it goes faster."""
_SATURDAY = 5


def tell(stories: Iterable[Story]) -> None:
    """Let all stories happen. No step happens before one that was told earlier."""
    waiting = [(next(story), number, story) for number, story in enumerate(stories)]
    heapq.heapify(waiting)
    while waiting:
        moment, number, story = heapq.heappop(waiting)
        try:
            wanted = story.send(moment)
        except StopIteration:
            continue
        heapq.heappush(waiting, (max(wanted, moment), number, story))


@dataclass(frozen=True, slots=True)
class Calendar:
    """The weeks after a quarter, in which it is reported and discussed. Days are counted from the quarter's last day."""

    quarter: Quarter
    now: datetime

    def moment(self, day: int, hour: int = 9, minutes: int = 0) -> datetime:
        """A working moment on that day (or the Monday after it), never later than now while the day is within `SHOWN`."""
        on = self.quarter.ends_on + timedelta(days=day)
        if on.weekday() >= _SATURDAY:
            on += timedelta(days=7 - on.weekday())
        wanted = datetime.combine(on, time(hour), tzinfo=AMSTERDAM) + timedelta(minutes=minutes)
        begin = local_midnight_after(self.quarter.ends_on)
        passed = min(1.0, (self.now - begin) / SHOWN)
        return begin + timedelta(seconds=int((wanted - begin).total_seconds() * passed))
