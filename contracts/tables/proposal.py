"""What somebody proposes to change in the money, after trying it out (issue 4: "what if")."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class MoneyProposal(Base):
    """A set of changes with its reason. `content` is canonical text: what changes, from what to what, and the versions it was worked out on."""

    __tablename__ = "money_proposal"
    __table_args__ = (CheckConstraint("state IN ('ingediend', 'overgenomen', 'afgewezen', 'ingetrokken')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(String(160))
    reason: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default="ingediend")
    at: Mapped[datetime]
    person_id: Mapped[int | None]
    person_name: Mapped[str] = mapped_column(String(120))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    decision: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
