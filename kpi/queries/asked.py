"""Which KPIs a report asks for: those an aanbieder reports, by the definition valid on the quarter's last day."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Date, and_, bindparam, case, or_, select
from sqlalchemy.orm import aliased

from contracts.foundation.period import Quarter
from kpi.domain.indicator import FAMILIES, QUARTERLY, YEARLY, YEARLY_QUARTER
from kpi.tables.indicator import Indicator, IndicatorVersion

BY_PROVIDER = "aanbieder"

FAMILY_ORDER = case({family: place for place, family in enumerate(FAMILIES)}, value=Indicator.family, else_=len(FAMILIES))


def asked_facts(quarter: Quarter) -> dict[str, Any]:
    """What the conditions `ASKED` need to know of a quarter. Yearly KPIs are asked with the fourth."""
    return {"asked_on": quarter.ends_on, "with_yearly": quarter.number == YEARLY_QUARTER}


def valid_on(day: date | ColumnElement[date]) -> list[ColumnElement[bool]]:
    """The definition in force on a day; `valid_to` is inclusive. When two overlap the newest counts."""
    newer = aliased(IndicatorVersion)
    superseded = select(newer.id).where(
        newer.indicator_code == IndicatorVersion.indicator_code,
        newer.version > IndicatorVersion.version,
        newer.valid_from <= day,
        or_(newer.valid_to.is_(None), newer.valid_to >= day),
    )
    return [
        IndicatorVersion.valid_from <= day,
        or_(IndicatorVersion.valid_to.is_(None), IndicatorVersion.valid_to >= day),
        ~superseded.exists(),
    ]


# Conditions on IndicatorVersion for a report; built once, as the questions they stand in. The quarter comes in by `asked_facts`.
ASKED = (
    *valid_on(bindparam("asked_on", type_=Date)),
    IndicatorVersion.reported_by == BY_PROVIDER,
    or_(IndicatorVersion.frequency == QUARTERLY, and_(IndicatorVersion.frequency == YEARLY, bindparam("with_yearly", type_=Boolean))),
)
