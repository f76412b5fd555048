"""What was confirmed in a report: which rule, which field, for which figures, why and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import Session

from contracts.foundation.database import ask
from kpi.tables.detail import Confirmation


@dataclass(frozen=True, slots=True)
class ConfirmationLine:
    """One confirmation. It counts only while the figures are those of `facts`."""

    rule: str
    field: str
    facts: str
    reason: str
    at: datetime
    person_id: int | None
    person_name: str


_OF_REPORT = (
    select(
        Confirmation.rule,
        Confirmation.field,
        Confirmation.facts,
        Confirmation.reason,
        Confirmation.at,
        Confirmation.person_id,
        Confirmation.person_name,
    )
    .where(Confirmation.report_id == bindparam("report_id", type_=Integer))
    .order_by(Confirmation.field, Confirmation.rule)
)


def confirmations_of(session: Session, *, report_id: int) -> list[ConfirmationLine]:
    """The confirmations of a report that was found for its viewer, by field and rule. One query."""
    return [ConfirmationLine(*row) for row in map(tuple, ask(session, _OF_REPORT, report_id=report_id).all())]
