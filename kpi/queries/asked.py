"""Which KPIs a report asks for: those an aanbieder reports, by the definition valid on the quarter's last day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from sqlalchemy import ColumnElement, case, or_, select
from sqlalchemy.orm import aliased

from contracts.foundation.period import Quarter
from kpi.domain.indicator import FAMILIES, QUARTERLY, YEARLY, YEARLY_QUARTER
from kpi.tables.indicator import Indicator, IndicatorVersion

BY_PROVIDER = "aanbieder"

FAMILY_ORDER = case({family: place for place, family in enumerate(FAMILIES)}, value=Indicator.family, else_=len(FAMILIES))


@lru_cache(maxsize=64)  # putting the conditions together costs more than asking them, and every autosave asks
def asked_in(quarter: Quarter) -> tuple[ColumnElement[bool], ...]:
    """Conditions on IndicatorVersion for a report of this quarter. Yearly KPIs are asked with the fourth quarter."""
    frequencies = (QUARTERLY, YEARLY) if quarter.number == YEARLY_QUARTER else (QUARTERLY,)
    return (*valid_on(quarter.ends_on), IndicatorVersion.reported_by == BY_PROVIDER, IndicatorVersion.frequency.in_(frequencies))


def valid_on(day: date) -> list[ColumnElement[bool]]:
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
