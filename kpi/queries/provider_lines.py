"""All aanbieders in a list, each with where it stands now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ScalarSelect, and_, func, select
from sqlalchemy.orm import Session

from contracts.tables.organisation import Location, Organisation
from kpi.domain import follow_up, reporting_period
from kpi.domain.action_point import TO_DO
from kpi.domain.dialogue import RUNNING_STATES, UNFINISHED
from kpi.domain.judging import SEVERE
from kpi.tables.deviation import Deviation
from kpi.tables.dialogue import DialogueSession
from kpi.tables.dialogue_outcome import ActionPoint
from kpi.tables.report import Report


@dataclass(frozen=True, slots=True)
class ProviderLine:
    """An aanbieder: its latest quarterly report, what is open with it, when the next session is, and its contracted places.

    `open_actions` are its agreements until they are confirmed; `first_due_on` the first day of those that somebody still has to do.
    """

    id: int
    name: str
    report_id: int | None
    period: str | None
    state: str | None
    due_at: datetime | None
    open_deviations: int
    heavy_deviations: int
    open_actions: int
    first_due_on: date | None
    next_session_at: datetime | None
    places: int


def provider_lines(session: Session, *, now: datetime) -> list[ProviderLine]:
    """Every aanbieder by name. One query."""
    own = Organisation.id
    latest = select(func.max(Report.period)).where(Report.provider_id == own, Report.kind == reporting_period.QUARTER)
    unsettled = (Deviation.provider_id == own, Deviation.state.in_(follow_up.OPEN))
    open_action = (ActionPoint.provider_id == own, ActionPoint.state.in_(UNFINISHED))
    coming = (DialogueSession.provider_id == own, DialogueSession.planned_at >= now, DialogueSession.state.in_(RUNNING_STATES))
    rows = session.execute(
        select(
            own, Organisation.name, Report.id, Report.period, Report.state, Report.due_at,
            _one(func.count(Deviation.id), *unsettled),
            _one(func.count(Deviation.id), *unsettled, Deviation.severity == SEVERE),
            _one(func.count(ActionPoint.id), *open_action),
            _one(func.min(ActionPoint.due_on), *open_action, ActionPoint.state.in_(TO_DO)),
            _one(func.min(DialogueSession.planned_at), *coming),
            func.coalesce(_one(func.sum(Location.places), Location.provider_id == own), 0),
        )
        .outerjoin(Report, and_(Report.provider_id == own, Report.period == latest.correlate(Organisation).scalar_subquery()))
        .where(Organisation.kind == "aanbieder")
        .order_by(Organisation.name, own)
    )  # fmt: skip
    return [ProviderLine(*tuple(row)) for row in rows]


def _one(what: Any, *conditions: Any) -> ScalarSelect[Any]:
    return select(what).where(*conditions).correlate(Organisation).scalar_subquery()
