"""How an agreement or commitment changed and may change: amendments as versions, options, the people and papers that belong to it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base

ONE_SUBJECT = "(agreement_id IS NULL) <> (commitment_id IS NULL)"


class Amendment(Base):
    """One version of what was agreed, as it stood from then on: number 1 is what was recorded first. Never changed, never removed.

    `content` is canonical text of all terms (dates, amounts per year, variant, volumes); `effective_on` the day from which it holds.
    """

    __tablename__ = "amendment"
    __table_args__ = (
        UniqueConstraint("agreement_id", "number"),
        UniqueConstraint("commitment_id", "number"),
        CheckConstraint(ONE_SUBJECT, name="subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"))
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"))
    number: Mapped[int]
    effective_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    person_name: Mapped[str] = mapped_column(String(120))


class AgreementOption(Base):
    """A right to extend a raamovereenkomst: how long, and how long before its end it must be decided. `used_on` empty: not (yet) used."""

    __tablename__ = "agreement_option"
    __table_args__ = (
        UniqueConstraint("agreement_id", "position"),
        CheckConstraint("length_unit IN ('dagen', 'weken', 'maanden', 'jaar')", name="length_unit"),
        CheckConstraint("notice_unit IN ('dagen', 'weken', 'maanden', 'jaar')", name="notice_unit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    position: Mapped[int]
    length: Mapped[int]
    length_unit: Mapped[str] = mapped_column(String(10))
    notice: Mapped[int]
    notice_unit: Mapped[str] = mapped_column(String(10))
    used_on: Mapped[date | None]


class ContractContact(Base):
    """Whom to call about an agreement or commitment, on either side. Professionals only; a removed one keeps no details."""

    __tablename__ = "contract_contact"
    __table_args__ = (CheckConstraint(ONE_SUBJECT, name="subject"), CheckConstraint("side IN ('gemeente', 'aanbieder')", name="side"))

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"), index=True)
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"), index=True)
    side: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")


class ContractDocument(Base):
    """A paper that belongs to an agreement or commitment: the signed text, a beschikking. Removed ones keep their line, without content.

    `is_shared`: the aanbieder may read it too.
    """

    __tablename__ = "contract_document"
    __table_args__ = (CheckConstraint(ONE_SUBJECT, name="subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"), index=True)
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    is_shared: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    person_name: Mapped[str] = mapped_column(String(120))
    file_name: Mapped[str] = mapped_column(String(160))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str] = mapped_column(String(120), default="")
