"""The KPI catalogue: what is measured, and how each version defines it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class Indicator(Base):
    """A KPI by its fixed code (BZ-01). What it means lives in its versions."""

    __tablename__ = "indicator"

    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    family: Mapped[str] = mapped_column(String(20))
    pijler_code: Mapped[str | None] = mapped_column(ForeignKey("pijler.code"))
    goal_code: Mapped[str | None] = mapped_column(ForeignKey("goal.code"))
    position: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))


class IndicatorVersion(Base):
    """One definition of a KPI, valid from a day on.

    `value_kind` says what the two numbers of a cell are: 'verhouding' (teller, noemer), 'aantal' (a count alone),
    'mediaan' and 'gemiddelde' (the value, and the number it is based on). `breakdown` names the dimensions its parts are asked in
    ("gemeente leeftijd"), `prefill` where a first proposal for its figures comes from (kpi/domain/proposals.py; "geen": nowhere).
    """

    __tablename__ = "indicator_version"
    __table_args__ = (
        UniqueConstraint("indicator_code", "version"),
        CheckConstraint("value_kind IN ('verhouding', 'aantal', 'mediaan', 'gemiddelde')", name="value_kind"),
        CheckConstraint("direction IN ('hoger', 'lager', 'binnen', 'geen')", name="direction"),
        CheckConstraint("norm_kind IN ('min', 'max', 'bereik', 'geen')", name="norm_kind"),
        CheckConstraint("frequency IN ('kwartaal', 'jaar')", name="frequency"),
        CheckConstraint("reported_by IN ('aanbieder', 'gemeente', 'berekend')", name="reported_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_code: Mapped[str] = mapped_column(ForeignKey("indicator.code"))
    version: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    definition: Mapped[str] = mapped_column(Text)
    value_kind: Mapped[str] = mapped_column(String(12))
    numerator_label: Mapped[str] = mapped_column(String(200))
    denominator_label: Mapped[str] = mapped_column(String(200), default="")
    unit: Mapped[str] = mapped_column(String(20))
    decimals: Mapped[int] = mapped_column(default=0)
    direction: Mapped[str] = mapped_column(String(10))
    norm_kind: Mapped[str] = mapped_column(String(10))
    norm_low: Mapped[Decimal | None]
    norm_high: Mapped[Decimal | None]
    norm_note: Mapped[str] = mapped_column(Text, default="")
    frequency: Mapped[str] = mapped_column(String(10))
    reported_by: Mapped[str] = mapped_column(String(10))
    breakdown: Mapped[str] = mapped_column(String(60), default="")
    prefill: Mapped[str] = mapped_column(String(100), default="geen")
    over_time: Mapped[str] = mapped_column(String(20))
    over_providers: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(200))
