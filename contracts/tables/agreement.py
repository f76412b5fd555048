"""What was agreed with an aanbieder, for how much, and from which budget line it is paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class Agreement(Base):
    """A raamovereenkomst: the frame under which arrangementen are bought (S001 §6.2). Dates are inclusive.

    `ends_on` is the last day with the options that were used; `base_ends_on` the last day without any (empty: it never had an option).
    """

    __tablename__ = "agreement"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="dates"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    base_ends_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)


class Commitment(Base):
    """An arrangement (bought) or a subsidie (granted): money promised to one aanbieder. Dates are inclusive.

    Of an arrangement: `variant` (the uitvoeringsvariant), the iWmo's `product_category` and `product_code` (GGM: Voorzieningsoort) and
    `agreed_places` (more are not paid; empty: no limit was agreed). Of a subsidie: `subsidy_state`, the fold of its events (empty: none recorded).
    """

    __tablename__ = "commitment"
    __table_args__ = (CheckConstraint("kind IN ('arrangement', 'subsidie')", name="kind"), CheckConstraint("ends_on >= starts_on", name="dates"))

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    care_form_code: Mapped[str | None] = mapped_column(ForeignKey("care_form.code"))
    variant: Mapped[str | None] = mapped_column(String(20))
    product_category: Mapped[str] = mapped_column(String(10), default="")
    product_code: Mapped[str] = mapped_column(String(10), default="")
    agreed_places: Mapped[Decimal | None]
    subsidy_state: Mapped[str | None] = mapped_column(String(30))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)


class CommitmentYear(Base):
    """What a commitment may cost in one budget year, in cents, and what was realised of it so far.

    `realised_cents` is the sum of what was imported (`realisation`) and paid (`subsidy_event`): the actions keep it so. `agreed_units`: how many
    units of the tariff were agreed for the year. `division` says what the division over lines follows: typed amounts or shares.
    """

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
    agreed_units: Mapped[Decimal | None]
    division: Mapped[str] = mapped_column(String(10), default="bedragen")
    version: Mapped[int] = mapped_column(default=1)


class Allocation(Base):
    """The part of a commitment's year that one budget line pays, in cents. `reason`: why the line was taken beyond what it holds."""

    __tablename__ = "allocation"
    __table_args__ = (UniqueConstraint("commitment_id", "budget_line_id", "year"), CheckConstraint("amount_cents >= 0", name="amount"))

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    budget_line_id: Mapped[int] = mapped_column(ForeignKey("budget_line.id"), index=True)
    year: Mapped[int] = mapped_column(index=True)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)


class AllocationShare(Base):
    """The share of a commitment's year that one line pays, in hundredths of a percent (3333: 33,33 %). Together those of a year are 10000."""

    __tablename__ = "allocation_share"
    __table_args__ = (UniqueConstraint("commitment_id", "year", "budget_line_id"), CheckConstraint("share BETWEEN 0 AND 10000", name="share"))

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    budget_line_id: Mapped[int] = mapped_column(ForeignKey("budget_line.id"), index=True)
    year: Mapped[int]
    share: Mapped[int]
