"""What units of arrangementen cost: tariffs by their first day, and the steps of degressive ones."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.domain.staffel import Step
from contracts.domain.tariff import Tariff, TariffUnit
from contracts.tables.tariff import CommitmentTariff, TariffStep


@dataclass(frozen=True, slots=True)
class TariffItem:
    """One tariff as it was recorded. `indexed_by` in thousandths of a percent; None: it was agreed as it is."""

    id: int
    commitment_id: int
    unit: str
    cents: int
    valid_from: date
    valid_until: date | None
    indexed_by: int | None
    reason: str
    made_at: datetime
    made_by: str
    version: int

    @property
    def tariff(self) -> Tariff:
        """As the engines take it."""
        return Tariff(TariffUnit(self.unit), self.cents, self.valid_from, self.valid_until)


def tariffs_of(session: Session, *, commitment_ids: Collection[int]) -> dict[int, tuple[TariffItem, ...]]:
    """The tariffs of these commitments, the first day first. One without tariffs is not in it. One query."""
    t = CommitmentTariff
    asked = (
        select(t.id, t.commitment_id, t.unit, t.tariff_cents, t.valid_from, t.valid_to, t.indexed_by, t.reason, t.made_at, t.made_by, t.version)
        .where(t.commitment_id.in_(commitment_ids))
        .order_by(t.commitment_id, t.valid_from, t.id)
    )
    found: dict[int, list[TariffItem]] = {}
    for row in session.execute(asked):
        found.setdefault(row.commitment_id, []).append(TariffItem(*tuple(row)))
    return {key: tuple(items) for key, items in found.items()}


def steps_of(session: Session, *, commitment_ids: Collection[int]) -> dict[int, tuple[Step, ...]]:
    """The steps of degressive tariffs, the lowest volume first. One query."""
    asked = (
        select(TariffStep.commitment_id, TariffStep.above_units, TariffStep.thousandths)
        .where(TariffStep.commitment_id.in_(commitment_ids))
        .order_by(TariffStep.commitment_id, TariffStep.above_units)
    )
    found: dict[int, list[Step]] = {}
    for commitment_id, above, thousandths in session.execute(asked):
        found.setdefault(commitment_id, []).append(Step(above, thousandths))
    return {key: tuple(items) for key, items in found.items()}
