"""What was agreed with an aanbieder, for how much, and from which budget line it is paid."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class Agreement(Base):
    """A raamovereenkomst: the frame under which arrangementen are bought (S001 §6.2). Dates are inclusive."""

    __tablename__ = "agreement"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="dates"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)


class Commitment(Base):
    """An arrangement (bought) or a subsidie (granted): money promised to one aanbieder. Dates are inclusive."""

    __tablename__ = "commitment"
    __table_args__ = (CheckConstraint("kind IN ('arrangement', 'subsidie')", name="kind"), CheckConstraint("ends_on >= starts_on", name="dates"))

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    care_form_code: Mapped[str | None] = mapped_column(ForeignKey("care_form.code"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)


class CommitmentYear(Base):
    """What a commitment may cost in one budget year, in cents, and what was realised of it so far."""

    __tablename__ = "commitment_year"
    __table_args__ = (
        UniqueConstraint("commitment_id", "year"),
        CheckConstraint("committed_cents >= 0", name="committed"),
        CheckConstraint("realised_cents >= 0", name="realised"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    year: Mapped[int] = mapped_column(index=True)
    committed_cents: Mapped[int] = mapped_column(BigInteger)
    realised_cents: Mapped[int] = mapped_column(BigInteger, default=0)
    version: Mapped[int] = mapped_column(default=1)


class Allocation(Base):
    """The part of a commitment's year that one budget line pays, in cents."""

    __tablename__ = "allocation"
    __table_args__ = (UniqueConstraint("commitment_id", "budget_line_id", "year"), CheckConstraint("amount_cents >= 0", name="amount"))

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    budget_line_id: Mapped[int] = mapped_column(ForeignKey("budget_line.id"), index=True)
    year: Mapped[int] = mapped_column(index=True)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(default=1)
