"""The published editions of the regional summary: the one table that the klankbordgroep's pages are read from.

It stands apart from drafts and true figures (`publication`), so that an import contract can hold the wall between them.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class SummaryEdition(Base):
    """One edition of one quarter's summary. `content` is the whole summary as canonical JSON: nothing else is read to show it."""

    __tablename__ = "summary_edition"
    __table_args__ = (UniqueConstraint("period", "edition"), CheckConstraint("state IN ('gepubliceerd', 'ingetrokken')", name="state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(String(7), index=True)
    edition: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    published_at: Mapped[datetime]
    published_by: Mapped[str] = mapped_column(String(250))
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
