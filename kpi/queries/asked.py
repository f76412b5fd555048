"""Which KPIs a report asks for: those an aanbieder reports, by the definition in force on its last day, kept when it was opened."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Integer, and_, bindparam, case, or_, select
from sqlalchemy.orm import Session, aliased

from kpi.domain.indicator import FAMILIES
from kpi.tables.indicator import Indicator, IndicatorVersion
from kpi.tables.report import ReportQuestion

BY_PROVIDER = "aanbieder"

FAMILY_ORDER = case({family: place for place, family in enumerate(FAMILIES)}, value=Indicator.family, else_=len(FAMILIES))


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


# What a report asks: the definitions it was opened with. Built once, as the questions it stands in; the report comes in as `report_id`.
ASKED = and_(ReportQuestion.indicator_version_id == IndicatorVersion.id, ReportQuestion.report_id == bindparam("report_id", type_=Integer))


def to_ask(session: Session, *, on: date, frequencies: Collection[str]) -> list[int]:
    """The definitions that a report opened for this last day asks of an aanbieder, by their row's number."""
    conditions = (*valid_on(on), IndicatorVersion.reported_by == BY_PROVIDER, IndicatorVersion.frequency.in_(frequencies))
    return list(session.scalars(select(IndicatorVersion.id).where(*conditions).order_by(IndicatorVersion.id)))


def to_ask_of(session: Session, *, on: date, codes: Collection[str]) -> list[int]:
    """The definitions of these KPIs that are in force on a day and that an aanbieder reports."""
    conditions = (*valid_on(on), IndicatorVersion.reported_by == BY_PROVIDER, IndicatorVersion.indicator_code.in_(codes))
    return list(session.scalars(select(IndicatorVersion.id).where(*conditions).order_by(IndicatorVersion.id)))


def asked_codes(session: Session, *, report_id: int) -> list[str]:
    """The KPIs that a report asks, by their code."""
    asked = select(IndicatorVersion.indicator_code).join(ReportQuestion, ReportQuestion.indicator_version_id == IndicatorVersion.id)
    return list(session.scalars(asked.where(ReportQuestion.report_id == report_id).order_by(IndicatorVersion.indicator_code)))
