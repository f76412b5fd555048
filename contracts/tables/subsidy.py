"""What happened to a subsidie, in the past tense (Awb titel 4.2). Where it stands is the fold of these (contracts/domain/subsidy)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class SubsidyEvent(Base):
    """One event. The fold takes them by `happened_on` and then by id; one that was struck out (typed by mistake) stays, and counts no more.

    The columns are those of `contracts.domain.subsidy.events.Event`; `budget_year` is the year of the begroting that a payment belongs to.
    """

    __tablename__ = "subsidy_event"
    __table_args__ = (CheckConstraint("amount_cents IS NULL OR amount_cents >= 0", name="amount"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)
    kind: Mapped[str] = mapped_column(String(60))
    happened_on: Mapped[date]
    amount_cents: Mapped[int | None] = mapped_column(BigInteger)
    until_on: Mapped[date | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    per_book_year: Mapped[bool] = mapped_column(default=False)
    ex_officio: Mapped[bool] = mapped_column(default=False)
    ground: Mapped[str] = mapped_column(String(20), default="")
    breach_on: Mapped[date | None]
    budget_year: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    person_name: Mapped[str] = mapped_column(String(120))
    struck_at: Mapped[datetime | None]
    struck_by: Mapped[str] = mapped_column(String(120), default="")
    struck_reason: Mapped[str] = mapped_column(Text, default="")
