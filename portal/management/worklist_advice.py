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
    """One advice that waits. `late`: by how much the term has passed, or ""."""

    advice_id: int
    subject: str
    due: str
    days: str
    late: str


@dataclass(frozen=True, slots=True)
class AdviceWaiting:
    """What waits: the first by their last day, how many there are in all, and how many are late."""

    rows: tuple[AdviceRow, ...]
    count: int
    late: int


def advice_waiting(found: Sequence[WaitingAdvice], *, today: date) -> AdviceWaiting:
    """What the worklist tells of the advice that waits."""
    rows = tuple(_row(one, (one.due_on - today).days) for one in found[:MOST_SHOWN])
    return AdviceWaiting(rows, len(found), sum(one.due_on < today for one in found))


def _row(one: WaitingAdvice, left: int) -> AdviceRow:
    days = in_days(left)
    return AdviceRow(one.advice_id, one.subject, day(one.due_on), days, days if left < 0 else "")
