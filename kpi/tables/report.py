"""An aanbieder's quarterly report: its events, its cells, its receipt."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class Report(Base):
    """One aanbieder, one quarter (or a year, or a free-dated request). `state` is the stored fold of its events, so that lists can ask for it.

    Three dates: `period_ends_on`, `due_at` (the deadline that is shown) and `last_edit_at` (after it nothing can be handed in any more);
    both moments are exclusive. `first_due_at` is the deadline before any extension. `contract_basis` is the canonical text of the
    agreements as they were when the report was opened.
    """

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("provider_id", "period"),
        CheckConstraint(
            "state IN ('niet begonnen', 'bezig', 'wacht op ondertekening', 'ingediend', 'in beoordeling', 'wijziging gevraagd', "
            "'opnieuw ingediend', 'geaccepteerd', 'vastgesteld')",
            name="state",
        ),
        CheckConstraint("kind IN ('kwartaal', 'jaar', 'vrij')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    period: Mapped[str] = mapped_column(String(7), index=True)
    kind: Mapped[str] = mapped_column(String(10), default="kwartaal")
    title: Mapped[str] = mapped_column(String(120), default="")
    period_ends_on: Mapped[date]
    first_due_at: Mapped[datetime]
    due_at: Mapped[datetime]
    last_edit_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(30), default="niet begonnen")
    submitted_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    contract_basis: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)


class ReportQuestion(Base):
    """A KPI that this report asks, in the version it was opened with: a later definition changes nothing in it."""

    __tablename__ = "report_question"

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    indicator_version_id: Mapped[int] = mapped_column(ForeignKey("indicator_version.id"), primary_key=True, index=True)


class ReportEvent(Base):
    """Something that happened to a report, in the past tense. The state is the fold of these. `until_at`: the new deadline of an extension."""

    __tablename__ = "report_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    person_id: Mapped[int | None]
    person_name: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(Text, default="")
    until_at: Mapped[datetime | None]


class ReportValue(Base):
    """One cell: the two numbers of one KPI, or the reason why there is no figure. Empty is not zero. `origin`: how the figures got there."""

    __tablename__ = "report_value"
    __table_args__ = (
        UniqueConstraint("report_id", "indicator_version_id"),
        CheckConstraint("missing_reason IS NULL OR (numerator IS NULL AND denominator IS NULL)", name="missing"),
        CheckConstraint("missing_reason IN ('niet van toepassing', 'nog niet bekend', 'te klein aantal')", name="reason"),
        CheckConstraint(
            "origin IN ('getypt', 'geplakt', 'upload', 'vorig kwartaal', 'capaciteit', 'stromen', 'uitsplitsing', 'niets te melden')", name="origin"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    indicator_version_id: Mapped[int] = mapped_column(ForeignKey("indicator_version.id"), index=True)
    numerator: Mapped[Decimal | None]
    denominator: Mapped[Decimal | None]
    missing_reason: Mapped[str | None] = mapped_column(String(30))
    explanation: Mapped[str] = mapped_column(Text, default="")
    origin: Mapped[str] = mapped_column(String(20), default="getypt")
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(120))
    version: Mapped[int] = mapped_column(default=1)


class Receipt(Base):
    """Proof of submission: what was submitted (canonical text and its SHA-256), by whom, when, and the journal's head at that moment.

    `statement` is the receipt's own canonical text and `signature` is Ed25519 over it, by the key that `key_id` names; all three are empty
    on receipts from before there was a key.
    """

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
    key_id: Mapped[str] = mapped_column(String(16), default="")
    signature: Mapped[str] = mapped_column(String(120), default="")
    statement: Mapped[str] = mapped_column(Text, default="")
