"""What was realised of commitments, by the days it covers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.errors import NotFound
from contracts.tables.realisation import Realisation, RealisationImport


@dataclass(frozen=True, slots=True)
class RealisedItem:
    """An amount over days on end in one year (both included), in cents.

    `last_on` None: not known until when. `units` None: not told. `file_name` None: it came in no file.
    """

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
    file_name: str | None


_COLUMNS = (
    Realisation.id, Realisation.commitment_id, Realisation.year, Realisation.first_on, Realisation.last_on, Realisation.amount_cents,
    Realisation.units, Realisation.note, Realisation.import_id, Realisation.at, Realisation.person_name,
    RealisationImport.file_name,
)  # fmt: skip
_FILE = (RealisationImport, RealisationImport.id == Realisation.import_id)


def find_realised(session: Session, *, realisation_id: int) -> RealisedItem:
    """One amount, also when it counts no more. Raises NotFound. One query."""
    row = session.execute(select(*_COLUMNS).outerjoin(*_FILE).where(Realisation.id == realisation_id)).first()
    if row is None:
        raise NotFound(f"realisation {realisation_id}")
    return RealisedItem(*tuple(row))


def realised_of(session: Session, *, commitment_ids: Collection[int], year: int) -> dict[int, tuple[RealisedItem, ...]]:
    """What counts now (not what was replaced) per commitment, the first day first. One query."""
    r = Realisation
    asked = (
        select(*_COLUMNS)
        .outerjoin(*_FILE)
        .where(r.commitment_id.in_(commitment_ids), r.year == year, r.replaced_at.is_(None))
        .order_by(r.commitment_id, r.first_on, r.id)
    )
    found: dict[int, list[RealisedItem]] = {}
    for row in session.execute(asked):
        found.setdefault(row.commitment_id, []).append(RealisedItem(*tuple(row)))
    return {key: tuple(items) for key, items in found.items()}
