"""The partnership table: sessions, their agenda, the agreements made, and both sides' consent."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class DialogueSession(Base):
    """A dialogue between the centrumgemeente and one aanbieder (S001 §7.1, fourth part). `state` is the stored fold of its events."""

    __tablename__ = "dialogue_session"
    __table_args__ = (CheckConstraint("state IN ('voorbereiding', 'in gesprek', 'verslag ter instemming', 'vastgesteld')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    title: Mapped[str] = mapped_column(String(160))
    planned_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(160), default="")
    state: Mapped[str] = mapped_column(String(30), default="voorbereiding")
    version: Mapped[int] = mapped_column(default=1)


class DialogueEvent(Base):
    """Something that happened to a session, in the past tense."""

    __tablename__ = "dialogue_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("dialogue_session.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    at: Mapped[datetime]
    person_name: Mapped[str] = mapped_column(String(120))
    organisation_name: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(Text, default="")


class AgendaItem(Base):
    """A point on the agenda, under one of the four parts of the sturingsmodel, with the minutes written at it."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        CheckConstraint("part IN ('waarden', 'kaders', 'data', 'dialoog')", name="part"),
        UniqueConstraint("session_id", "deviation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("dialogue_session.id"), index=True)
    part: Mapped[str] = mapped_column(String(10))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    deviation_id: Mapped[int | None] = mapped_column(ForeignKey("deviation.id"), index=True)
    figures: Mapped[str] = mapped_column(Text, default="")
    minutes: Mapped[str] = mapped_column(Text, default="")
    changed_by: Mapped[str] = mapped_column(String(120), default="")
    version: Mapped[int] = mapped_column(default=1)


class ActionPoint(Base):
    """An afspraak made in a session: what, who, when. It comes back on the next agenda until it is done."""

    __tablename__ = "action_point"
    __table_args__ = (CheckConstraint("state IN ('open', 'gereed', 'vervallen')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("dialogue_session.id"), index=True)
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    deviation_id: Mapped[int | None] = mapped_column(ForeignKey("deviation.id"), index=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    owner_organisation: Mapped[str] = mapped_column(String(120))
    owner_name: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10), default="open")
    closed_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)


class Consent(Base):
    """One side's answer to the minutes as they were at that moment (their SHA-256). Any later change voids it."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("side IN ('gemeente', 'aanbieder')", name="side"),
        CheckConstraint("verdict IN ('eens', 'niet eens')", name="verdict"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("dialogue_session.id"), index=True)
    side: Mapped[str] = mapped_column(String(10))
    verdict: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text, default="")
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    person_name: Mapped[str] = mapped_column(String(120))
    is_void: Mapped[bool] = mapped_column(default=False)
