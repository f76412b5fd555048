"""What stands behind a published summary, and that no reader may reach: drafts, their signatures, and the true figures.

What is read stands in a module of its own (`edition`), so that the wall can tell the two apart.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class SummaryDraft(Base):
    """A summary that was protected and audited, and waits for two signatures. At most one per quarter is open.

    `choice`: how coarse its tables are. `content`: what the klankbordgroep would read. `truth`: the true tables with what is shown of them, for no
    screen. `verdict`: the audit in words. `source_sha256`, `history_sha256`: of the reports and editions behind it; it lapses when one changes.
    """

    __tablename__ = "summary_draft"
    __table_args__ = (
        CheckConstraint("state IN ('concept', 'getekend', 'gepubliceerd', 'vervallen')", name="state"),
        Index(
            "uq_summary_draft_open",
            "period",
            unique=True,
            sqlite_where=text("state IN ('concept', 'getekend')"),
            postgresql_where=text("state IN ('concept', 'getekend')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(String(7), index=True)
    state: Mapped[str] = mapped_column(String(12), default="concept")
    choice: Mapped[str] = mapped_column(String(200))
    content: Mapped[str] = mapped_column(Text)
    truth: Mapped[str] = mapped_column(Text)
    verdict: Mapped[str] = mapped_column(Text)
    is_safe: Mapped[bool]
    source_sha256: Mapped[str] = mapped_column(String(64))
    history_sha256: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(120))
    closed_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)


class SummarySignature(Base):
    """Somebody who stands for a draft. Two different people sign before it is published; `sha256` is the content that was signed."""

    __tablename__ = "summary_signature"
    __table_args__ = (UniqueConstraint("draft_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("summary_draft.id"))
    person_id: Mapped[int]
    person_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
    sha256: Mapped[str] = mapped_column(String(64))


class PublicationTruth(Base):
    """The true figures behind an edition, with the aanbieders' parts: what every later edition is audited against. No screen shows it."""

    __tablename__ = "publication_truth"

    edition_id: Mapped[int] = mapped_column(ForeignKey("summary_edition.id"), primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
