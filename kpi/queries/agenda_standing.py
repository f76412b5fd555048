"""Why a point stands on an agenda where it does, and what is known of the deviation or the agreement that it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, exists, func
from sqlalchemy.orm import aliased

from kpi.tables.deviation import Deviation, Finding
from kpi.tables.dialogue import AgendaItem
from kpi.tables.dialogue_outcome import ActionPoint


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands beside a point. `is_live`: it is still talked about here; else it was moved on, or what it was about is closed.

    `severity` (1 to 3), `is_contractual` and `found_at` are a deviation's; the rest is an agreement's: `baseline` is its KPI's figure in words when
    it was made ("" for none), `carried` how many sessions it passed since.
    """

    is_live: bool
    is_chosen: bool
    added_by: str
    severity: int
    is_contractual: bool
    found_at: datetime | None
    state: str
    due_on: date | None
    carried: int
    baseline: str
    baseline_period: str


_D, _A = aliased(Deviation), aliased(ActionPoint)
_CONTRACTUAL = exists().where(Finding.deviation_id == _D.id, Finding.nature == "contractual").correlate(_D)

STANDING: tuple[Any, ...] = (
    AgendaItem.is_live,
    AgendaItem.is_chosen,
    AgendaItem.added_by,
    func.coalesce(_D.severity, 0),
    _CONTRACTUAL,
    _D.found_at,
    func.coalesce(_A.state, ""),
    _A.due_on,
    func.coalesce(_A.carried, 0),
    func.coalesce(_A.baseline_shown, ""),
    func.coalesce(_A.baseline_period, ""),
)
"""The columns of a Standing, in its order; for a question about points that was given what they are about (`with_standing`)."""


def with_standing(asked: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The question about points, with the deviation and the agreement they are about."""
    return asked.outerjoin(_D, _D.id == AgendaItem.deviation_id).outerjoin(_A, _A.id == AgendaItem.action_point_id)
