"""Where the limits of a series begin anew, by whose word and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.errors import NotFound
from kpi.tables.deviation import Rebase
from kpi.tables.indicator import IndicatorVersion
from kpi.tables.report import Report

STARTS_ANEW = (
    select(Rebase.id)
    .where(
        Rebase.provider_id == Report.provider_id,
        Rebase.indicator_code == IndicatorVersion.indicator_code,
        Rebase.period == Report.period,
        Rebase.withdrawn_at.is_(None),
    )
    .exists()
)
"""Whether the limits begin anew with a figure, for a question about reports and versions of KPIs."""


@dataclass(frozen=True, slots=True)
class RebaseLine:
    """One new beginning. Withdrawn ones stay to be read, and count no more."""

    id: int
    period: str
    reason: str
    at: datetime
    person_name: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_reason: str

    @property
    def counts(self) -> bool:
        """Whether the limits begin anew there."""
        return self.withdrawn_at is None


_COLUMNS = (
    Rebase.id, Rebase.period, Rebase.reason, Rebase.at, Rebase.person_name, Rebase.withdrawn_at, Rebase.withdrawn_by, Rebase.withdrawn_reason,
)  # fmt: skip


def rebases_of(session: Session, *, code: str, provider_id: int) -> list[RebaseLine]:
    """Those of one series, the newest decision first. One query."""
    asked = select(*_COLUMNS).where(Rebase.indicator_code == code, Rebase.provider_id == provider_id).order_by(Rebase.id.desc())
    return [RebaseLine(*row) for row in session.execute(asked)]


def find_rebase(session: Session, *, rebase_id: int, code: str, provider_id: int) -> RebaseLine:
    """One of this series. Raises NotFound."""
    found = next((one for one in rebases_of(session, code=code, provider_id=provider_id) if one.id == rebase_id), None)
    if found is None:
        raise NotFound(f"rebase {rebase_id}")
    return found
