"""What the history of an afspraak says in one value, to be asked beside it: for whom it was reported done."""

from __future__ import annotations

from sqlalchemy import Label, func, select

from kpi.domain.action_point import REPORTED
from kpi.tables.dialogue_outcome import ActionPoint, ActionPointEvent


def reported_for() -> Label[str]:
    """The organisation for which it was reported done the last time; "" when it never was."""
    e = ActionPointEvent
    told = select(e.organisation_name).where(e.action_point_id == ActionPoint.id, e.kind == REPORTED).order_by(e.id.desc()).limit(1)
    return func.coalesce(told.correlate(ActionPoint).scalar_subquery(), "").label("reported_for")
