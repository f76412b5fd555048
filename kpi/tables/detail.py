"""What stands around the cells of a report: their parts, the talk about them, questions, confirmations, adjustments, uploads."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class ReportPart(Base):
    """One part of a cell: the figures of one gemeente of origin, one age group or one voorziening. The cell itself is the total."""

    __tablename__ = "report_part"
    __table_args__ = (
        UniqueConstraint("report_id", "indicator_version_id", "dimension", "category"),
        CheckConstraint("dimension IN ('gemeente', 'leeftijd', 'voorziening')", name="dimension"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    indicator_version_id: Mapped[int] = mapped_column(ForeignKey("indicator_version.id"), index=True)
    dimension: Mapped[str] = mapped_column(String(12))
    category: Mapped[str] = mapped_column(String(40))
    numerator: Mapped[Decimal | None]
    denominator: Mapped[Decimal | None]
    version: Mapped[int] = mapped_column(default=1)


class CellComment(Base):
    """One remark in the thread at a cell, by somebody of the aanbieder or of the centrumgemeente. Remarks are not changed."""

    __tablename__ = "cell_comment"
    __table_args__ = (CheckConstraint("side IN ('gemeente', 'aanbieder')", name="side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    indicator_code: Mapped[str] = mapped_column(ForeignKey("indicator.code"), index=True)
    side: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    person_id: Mapped[int | None]
    person_name: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)


class ChangeRequest(Base):
    """A question of the contractmanager that opens one cell or one section again. `scope` is a KPI's code, a family, or another section's slug."""

    __tablename__ = "change_request"
    __table_args__ = (CheckConstraint("scope_kind IN ('cel', 'onderdeel')", name="scope_kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    scope_kind: Mapped[str] = mapped_column(String(10))
    scope: Mapped[str] = mapped_column(String(40))
    question: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    asked_by: Mapped[str] = mapped_column(String(120))
    answered_at: Mapped[datetime | None]


class Confirmation(Base):
    """Somebody confirmed a CONTROLE with a reason. `facts` is the SHA-256 of the figures it was about: other figures ask again."""

    __tablename__ = "confirmation"
    __table_args__ = (UniqueConstraint("report_id", "rule", "field"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    rule: Mapped[str] = mapped_column(String(40))
    field: Mapped[str] = mapped_column(String(60))
    facts: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    person_id: Mapped[int | None]
    person_name: Mapped[str] = mapped_column(String(120))


class Adjustment(Base):
    """A correction of an earlier, settled quarter, handed in with the current report: the earlier one is never opened again."""

    __tablename__ = "adjustment"
    __table_args__ = (
        UniqueConstraint("report_id", "about_report_id", "indicator_version_id"),
        CheckConstraint("missing_reason IS NULL OR (numerator IS NULL AND denominator IS NULL)", name="missing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    about_report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    indicator_version_id: Mapped[int] = mapped_column(ForeignKey("indicator_version.id"), index=True)
    was_numerator: Mapped[Decimal | None]
    was_denominator: Mapped[Decimal | None]
    numerator: Mapped[Decimal | None]
    denominator: Mapped[Decimal | None]
    missing_reason: Mapped[str | None] = mapped_column(String(30))
    reason: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(120))
    version: Mapped[int] = mapped_column(default=1)


class FrozenReport(Base):
    """A report that was settled (vastgesteld): definitions, contract basis and values as canonical text, and its SHA-256."""

    __tablename__ = "frozen_report"

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    at: Mapped[datetime]
    person_name: Mapped[str] = mapped_column(String(120))
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))


class Upload(Base):
    """A file that was read and waits for "overnemen": nothing of it stands in the report before that. `content` is canonical text."""

    __tablename__ = "upload"
    __table_args__ = (CheckConstraint("state IN ('voorbeeld', 'overgenomen', 'vervallen')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    at: Mapped[datetime]
    person_id: Mapped[int | None]
    person_name: Mapped[str] = mapped_column(String(120))
    file_name: Mapped[str] = mapped_column(String(160))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default="voorbeeld")
    version: Mapped[int] = mapped_column(default=1)
