"""Which KPIs belong to an arrangement or subsidie, and which norm was agreed in it."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class CommitmentKpi(Base):
    """A KPI of a commitment. Steering: the contract is steered by it (4 to 7); the others are context.

    `norm_low` and `norm_high` are what was agreed here, in the KPI's unit; both empty: the catalogue's norm holds. A norm is a reason to talk.
    """

    __tablename__ = "commitment_kpi"
    __table_args__ = (UniqueConstraint("commitment_id", "indicator_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    indicator_code: Mapped[str] = mapped_column(ForeignKey("indicator.code"), index=True)
    is_steering: Mapped[bool] = mapped_column(default=True)
    norm_low: Mapped[Decimal | None]
    norm_high: Mapped[Decimal | None]
    norm_note: Mapped[str] = mapped_column(String(200), default="")
