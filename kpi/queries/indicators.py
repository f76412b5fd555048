"""The KPI catalogue as screens and calculations need it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from kpi.tables.indicator import Indicator, IndicatorVersion

_COLUMNS: tuple[Any, ...] = (
    IndicatorVersion.id,
    Indicator.code,
    Indicator.family,
    Indicator.pijler_code,
    Indicator.goal_code,
    IndicatorVersion.version,
    IndicatorVersion.name,
    IndicatorVersion.definition,
    IndicatorVersion.value_kind,
    IndicatorVersion.numerator_label,
    IndicatorVersion.denominator_label,
    IndicatorVersion.unit,
    IndicatorVersion.decimals,
    IndicatorVersion.direction,
    IndicatorVersion.norm_kind,
    IndicatorVersion.norm_low,
    IndicatorVersion.norm_high,
    IndicatorVersion.norm_note,
    IndicatorVersion.frequency,
    IndicatorVersion.reported_by,
    IndicatorVersion.over_time,
    IndicatorVersion.over_providers,
    IndicatorVersion.valid_from,
    IndicatorVersion.valid_to,
    IndicatorVersion.source,
)


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One version of one KPI. Percentages of a norm are in percent (100 is everything); both days of validity are inclusive."""

    version_id: int
    code: str
    family: str
    pijler_code: str | None
    goal_code: str | None
    version: int
    name: str
    definition: str
    value_kind: str
    numerator_label: str
    denominator_label: str
    unit: str
    decimals: int
    direction: str
    norm_kind: str
    norm_low: Decimal | None
    norm_high: Decimal | None
    norm_note: str
    frequency: str
    reported_by: str
    over_time: str
    over_providers: str
    valid_from: date
    valid_to: date | None
    source: str


def catalogue(session: Session, *, code: str | None = None) -> list[IndicatorLine]:
    """Every version of every KPI (or of one), in the order of the catalogue, oldest version first."""
    statement = _all()
    if code is not None:
        statement = statement.where(Indicator.code == code)
    return [IndicatorLine(*row) for row in session.execute(statement)]


def valid_on(
    session: Session, *, day: date, reported_by: str | None = None, frequency: str | None = None, pijler: str | None = None
) -> list[IndicatorLine]:
    """The one version of each KPI that holds on a day, in the order of the catalogue, narrowed by what is given."""
    statement = _all().where(IndicatorVersion.valid_from <= day, or_(IndicatorVersion.valid_to.is_(None), IndicatorVersion.valid_to >= day))
    wanted = ((IndicatorVersion.reported_by, reported_by), (IndicatorVersion.frequency, frequency), (Indicator.pijler_code, pijler))
    for column, value in wanted:
        if value is not None:
            statement = statement.where(column == value)
    return [IndicatorLine(*row) for row in session.execute(statement)]


def _all() -> Select[Any]:
    joined = select(*_COLUMNS).join(Indicator, Indicator.code == IndicatorVersion.indicator_code)
    return joined.order_by(Indicator.position, IndicatorVersion.version)
