"""Advice of the klankbordgroep on the worklist: what the gemeente has to answer, and by when. The answer itself is given at the desk for advice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kpi.queries.worklist_counts import WaitingAdvice
from portal.web.formatting import day, in_days

MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """One advice that waits. `days`: how long until its last day, or by how much that has passed."""

    advice_id: int
    subject: str
    due: str
    days: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class AdviceWaiting:
    """What waits: the first by their last day, and how many there are in all."""

    rows: tuple[AdviceRow, ...]
    count: int


def advice_waiting(found: Sequence[WaitingAdvice], *, today: date) -> AdviceWaiting:
    """What the worklist tells of the advice that waits."""
    rows = tuple(_row(one, (one.due_on - today).days) for one in found[:MOST_SHOWN])
    return AdviceWaiting(rows, len(found))


def _row(one: WaitingAdvice, left: int) -> AdviceRow:
    return AdviceRow(one.advice_id, one.subject, day(one.due_on), in_days(left), left < 0)
