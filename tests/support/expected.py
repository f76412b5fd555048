"""What every commitment is expected to cost, by the questions of its own page: what the begroting of the whole year is held against."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from contracts.domain.outlook import Expected, outlook
from kpi.queries.expected import facts_of


def expected_of(session: Session, *, year: int, today: date, provider_id: int | None = None) -> dict[int, Expected]:
    """Of every commitment with money in the year; of one aanbieder when asked."""
    return {key: outlook(facts, today=today).expected for key, facts in facts_of(session, year=year, provider_id=provider_id).items()}
