"""What was realised of commitments, by the days it covers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.tables.realisation import Realisation


@dataclass(frozen=True, slots=True)
class RealisedItem:
    """An amount over days on end in one year (both included), in cents. `last_on` None: not known until when. `units` None: not told."""

    id: int
    commitment_id: int
    year: int
    first_on: date
    last_on: date | None
    amount_cents: int
    units: Decimal | None
    note: str
    import_id: int | None
    at: datetime
    person_name: str


def realised_of(session: Session, *, commitment_ids: Collection[int], year: int) -> dict[int, tuple[RealisedItem, ...]]:
    """What counts now (not what was replaced) per commitment, the first day first. One query."""
    r = Realisation
    asked = (
        select(r.id, r.commitment_id, r.year, r.first_on, r.last_on, r.amount_cents, r.units, r.note, r.import_id, r.at, r.person_name)
        .where(r.commitment_id.in_(commitment_ids), r.year == year, r.replaced_at.is_(None))
        .order_by(r.commitment_id, r.first_on, r.id)
    )
    found: dict[int, list[RealisedItem]] = {}
    for row in session.execute(asked):
        found.setdefault(row.commitment_id, []).append(RealisedItem(*tuple(row)))
    return {key: tuple(items) for key, items in found.items()}
