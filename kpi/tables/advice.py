"""Advice of the klankbordgroep, and what the gemeente answers (the form of S003: mee eens, deels mee eens, niet mee eens)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class Advice(Base):
    """One advice about one subject. `may_be_named`: its name may stand beside it. `period`: the quarter's summary that it is about, or None."""

    __tablename__ = "advice"
    __table_args__ = (CheckConstraint("state IN ('wacht op reactie', 'beantwoord', 'ingetrokken')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int]
    person_name: Mapped[str] = mapped_column(String(120))
    may_be_named: Mapped[bool]
    period: Mapped[str | None] = mapped_column(String(7), index=True)
    subject: Mapped[str] = mapped_column(String(160))
    text: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime]
    answer_due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(20), default="wacht op reactie", index=True)
    version: Mapped[int] = mapped_column(default=1)


class AdviceAnswer(Base):
    """The gemeente's answer; a later one (a higher number) takes its place. `what` is what it will do, by `ready_on`; `outcome` what came of that."""

    __tablename__ = "advice_answer"
    __table_args__ = (
        UniqueConstraint("advice_id", "number"),
        CheckConstraint("verdict IN ('mee eens', 'deels mee eens', 'niet mee eens')", name="verdict"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    advice_id: Mapped[int] = mapped_column(ForeignKey("advice.id"))
    number: Mapped[int]
    verdict: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(Text, default="")
    ready_on: Mapped[date | None]
    answered_at: Mapped[datetime]
    answered_by: Mapped[str] = mapped_column(String(120))
    outcome: Mapped[str] = mapped_column(Text, default="")
    outcome_at: Mapped[datetime | None]
    outcome_by: Mapped[str] = mapped_column(String(120), default="")
    version: Mapped[int] = mapped_column(default=1)


class AdviceProvider(Base):
    """An advice concerns this aanbieder: it is talked about at its table, in the contractmanager's words and without who gave it."""

    __tablename__ = "advice_provider"

    advice_id: Mapped[int] = mapped_column(ForeignKey("advice.id"), primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    person_name: Mapped[str] = mapped_column(String(120))
