"""An aanbieder's quarterly report: its events, its cells, its receipt."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class Report(Base):
    """One aanbieder, one quarter. `state` is the stored fold of its events, so that lists can ask for it."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("provider_id", "period"),
        CheckConstraint(
            "state IN ('niet begonnen', 'bezig', 'wacht op ondertekening', 'in beoordeling', 'wijziging gevraagd', 'geaccepteerd')", name="state"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    period: Mapped[str] = mapped_column(String(7), index=True)
    period_ends_on: Mapped[date]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(30), default="niet begonnen")
    submitted_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)


class ReportEvent(Base):
    """Something that happened to a report, in the past tense. The state is the fold of these."""

    __tablename__ = "report_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    person_id: Mapped[int | None]
    person_name: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(Text, default="")


class ReportValue(Base):
    """One cell: the two numbers of one KPI, or the reason why there is no figure. Empty is not zero."""

    __tablename__ = "report_value"
    __table_args__ = (
        UniqueConstraint("report_id", "indicator_version_id"),
        CheckConstraint("missing_reason IS NULL OR (numerator IS NULL AND denominator IS NULL)", name="missing"),
        CheckConstraint("missing_reason IN ('niet van toepassing', 'nog niet bekend', 'te klein aantal')", name="reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    indicator_version_id: Mapped[int] = mapped_column(ForeignKey("indicator_version.id"), index=True)
    numerator: Mapped[Decimal | None]
    denominator: Mapped[Decimal | None]
    missing_reason: Mapped[str | None] = mapped_column(String(30))
    explanation: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(120))
    version: Mapped[int] = mapped_column(default=1)


class Receipt(Base):
    """Proof of submission: what was submitted (canonical text and its SHA-256), by whom, when, and the journal's head at that moment."""

    __tablename__ = "receipt"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    at: Mapped[datetime]
    signed_by: Mapped[str] = mapped_column(String(120))
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    journal_id: Mapped[int]
    journal_hash: Mapped[str] = mapped_column(String(64))
