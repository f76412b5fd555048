"""The begroting: lines, and what each holds per year (S001 "7.3 Financiën")."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class BudgetLine(Base):
    """A begrotingsonderdeel. A line with a parent is an earmark inside it: its money is part of the parent's."""

    __tablename__ = "budget_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("budget_line.id"))
    position: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(200))


class BudgetAmount(Base):
    """What a line holds in a year, in cents, per revision. `amount_cents` is empty for "n.v.t.": that is not zero (trap T11)."""

    __tablename__ = "budget_amount"
    __table_args__ = (
        UniqueConstraint("line_id", "year", "revision"),
        CheckConstraint("amount_cents IS NOT NULL OR note <> ''", name="empty_has_note"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("budget_line.id"))
    year: Mapped[int] = mapped_column(index=True)
    revision: Mapped[int] = mapped_column(default=1)
    amount_cents: Mapped[int | None] = mapped_column(BigInteger)
    is_provisional: Mapped[bool] = mapped_column(default=False)
    mark: Mapped[str] = mapped_column(String(8), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    decided_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(200))


class BudgetLineTaakveld(Base):
    """The Iv3 taakveld of a line in a year (domain paper B4). A line over several taakvelden gives each its share, in hundredths of a percent."""

    __tablename__ = "budget_line_taakveld"
    __table_args__ = (UniqueConstraint("line_id", "year", "code"), CheckConstraint("share BETWEEN 1 AND 10000", name="share"))

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("budget_line.id"))
    year: Mapped[int] = mapped_column(index=True)
    code: Mapped[str] = mapped_column(String(10))
    share: Mapped[int] = mapped_column(default=10_000)
    note: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(200))
