"""The KPIs of an aanbieder's own arrangement or subsidie, each with the norm that holds in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from contracts.tables.agreement import Commitment
from kpi.tables.agreed import CommitmentKpi
from kpi.tables.indicator import Indicator, IndicatorVersion


@dataclass(frozen=True, slots=True)
class OwnKpi:
    """A KPI. The norm is the one that was agreed in this contract (`is_agreed`), else the catalogue's; `norm_kind` as in the catalogue."""

    code: str
    name: str
    unit: str
    is_steering: bool
    is_agreed: bool
    norm_kind: str
    norm_low: Decimal | None
    norm_high: Decimal | None


def own_kpis(session: Session, *, commitment_id: int, provider_id: int, on: date) -> tuple[OwnKpi, ...]:
    """Steering ones first, then in the catalogue's order, as they are defined on the day. One query."""
    k, v = CommitmentKpi, IndicatorVersion
    holds = and_(v.indicator_code == k.indicator_code, v.valid_from <= on, or_(v.valid_to.is_(None), v.valid_to >= on))
    asked = (
        select(v.indicator_code, v.name, v.unit, k.is_steering, k.norm_low, k.norm_high, v.norm_kind, v.norm_low, v.norm_high)
        .select_from(k)
        .join(Commitment, Commitment.id == k.commitment_id)
        .join(Indicator, Indicator.code == k.indicator_code)
        .join(v, holds)
        .where(k.commitment_id == commitment_id, Commitment.provider_id == provider_id)
        .order_by(k.is_steering.desc(), Indicator.position, k.indicator_code)
    )
    return tuple(_kpi(*row) for row in map(tuple[Any, ...], session.execute(asked)))


def _kpi(code: str, name: str, unit: str, is_steering: bool, low: Decimal | None, high: Decimal | None, *norm: Any) -> OwnKpi:
    """With the catalogue's norm (kind, least, most) where nothing was agreed here."""
    if low is None and high is None:
        return OwnKpi(code, name, unit, is_steering, False, *norm)
    agreed = "min" if high is None else "max" if low is None else "bereik"
    return OwnKpi(code, name, unit, is_steering, True, agreed, low, high)
