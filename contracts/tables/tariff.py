"""What a unit of an arrangement costs: its tariffs one after the other, and the steps of a degressive one."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class CommitmentTariff(Base):
    """The price of one unit in whole cents, on every day from `valid_from` up to and including `valid_to` (empty: it goes on).

    `indexed_by`: it came from the tariff before it by so many thousandths of a percent (3250: 3,25 %); empty: it was agreed as it is.
    """

    __tablename__ = "commitment_tariff"
    __table_args__ = (UniqueConstraint("commitment_id", "valid_from"), CheckConstraint("tariff_cents >= 0", name="tariff_cents"))

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    unit: Mapped[str] = mapped_column(String(20))
    tariff_cents: Mapped[int] = mapped_column(BigInteger)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    indexed_by: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(120))
    version: Mapped[int] = mapped_column(default=1)


class TariffStep(Base):
    """Above so many units in a year a unit costs this part of the tariff, in thousandths of a percent (80000: 80 %) (S001 §2.4)."""

    __tablename__ = "tariff_step"
    __table_args__ = (UniqueConstraint("commitment_id", "above_units"), CheckConstraint("thousandths BETWEEN 0 AND 99999", name="thousandths"))

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    above_units: Mapped[int]
    thousandths: Mapped[int]
