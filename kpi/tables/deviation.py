"""Deviations: what stood out in a report, and what people said about it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class Deviation(Base):
    """One KPI of one aanbieder in one quarter that stands out; it holds its findings. `state` is the stored fold of its events."""

    __tablename__ = "deviation"
    __table_args__ = (
        UniqueConstraint("report_id", "indicator_code"),
        CheckConstraint("state IN ('nieuw', 'uitleg gevraagd', 'toegelicht', 'op de agenda', 'afgehandeld')", name="state"),
        CheckConstraint("severity IN (1, 2, 3)", name="severity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    period: Mapped[str] = mapped_column(String(7), index=True)
    indicator_code: Mapped[str] = mapped_column(ForeignKey("indicator.code"), index=True)
    severity: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default="nieuw", index=True)
    found_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class Finding(Base):
    """Why a deviation stands out: the rule, and a plain Dutch sentence with its figures."""

    __tablename__ = "finding"
    __table_args__ = (UniqueConstraint("deviation_id", "rule"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    deviation_id: Mapped[int] = mapped_column(ForeignKey("deviation.id"))
    rule: Mapped[str] = mapped_column(String(20))
    severity: Mapped[int]
    sentence: Mapped[str] = mapped_column(Text)


class DeviationEvent(Base):
    """Something that was asked, answered or decided about a deviation."""

    __tablename__ = "deviation_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    deviation_id: Mapped[int] = mapped_column(ForeignKey("deviation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    at: Mapped[datetime]
    person_name: Mapped[str] = mapped_column(String(120))
    organisation_name: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text, default="")
