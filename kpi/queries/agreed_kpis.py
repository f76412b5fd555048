"""The KPIs that belong to arrangementen and subsidies, with the norm that was agreed in each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from kpi.tables.agreed import CommitmentKpi
from kpi.tables.indicator import Indicator, IndicatorVersion


@dataclass(frozen=True, slots=True)
class AgreedKpi:
    """A KPI of a commitment. `norm_low` and `norm_high` are what was agreed here; both None: the catalogue's norm holds."""

    id: int
    commitment_id: int
    code: str
    name: str
    unit: str
    is_steering: bool
    norm_low: Decimal | None
    norm_high: Decimal | None
    norm_note: str


def kpis_of(session: Session, *, commitment_ids: Collection[int], on: date) -> dict[int, tuple[AgreedKpi, ...]]:
    """Per commitment: steering ones first, then in the catalogue's order; named as they are defined on the day. One query."""
    k, v = CommitmentKpi, IndicatorVersion
    holds = and_(v.indicator_code == k.indicator_code, v.valid_from <= on, or_(v.valid_to.is_(None), v.valid_to >= on))
    asked = (
        select(k.id, k.commitment_id, k.indicator_code, v.name, v.unit, k.is_steering, k.norm_low, k.norm_high, k.norm_note)
        .join(Indicator, Indicator.code == k.indicator_code)
        .join(v, holds)
        .where(k.commitment_id.in_(commitment_ids))
        .order_by(k.commitment_id, k.is_steering.desc(), Indicator.position, k.indicator_code)
    )
    found: dict[int, list[AgreedKpi]] = {}
    for row in session.execute(asked):
        found.setdefault(row.commitment_id, []).append(AgreedKpi(*row))
    return {key: tuple(items) for key, items in found.items()}
