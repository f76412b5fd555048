"""What comes out of the partnership table: agreements and their course, consent, settled editions, and how the cooperation is rated."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class ActionPoint(Base):
    """An afspraak made in a session: what, who, when. It comes back on the next agenda until a second person has confirmed it.

    `baseline_*` is the KPI's figure when it was made, `expected_value` what it should become. `carried`: how many settled sessions it passed
    while it was open. `provider_id` is None for one of the joint session.
    """

    __tablename__ = "action_point"
    __table_args__ = (CheckConstraint("state IN ('open', 'bezig', 'gereed', 'bevestigd', 'vervallen')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("dialogue_session.id"), index=True)
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    deviation_id: Mapped[int | None] = mapped_column(ForeignKey("deviation.id"), index=True)
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    indicator_code: Mapped[str | None] = mapped_column(ForeignKey("indicator.code"))
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"))
    text: Mapped[str] = mapped_column(Text)
    owner_organisation: Mapped[str] = mapped_column(String(120))
    owner_name: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date]
    expected_value: Mapped[Decimal | None]
    baseline_value: Mapped[Decimal | None]
    baseline_shown: Mapped[str] = mapped_column(String(60), default="")
    baseline_period: Mapped[str] = mapped_column(String(7), default="")
    carried: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(10), default="open", index=True)
    result: Mapped[str] = mapped_column(Text, default="")
    done_by: Mapped[str] = mapped_column(String(120), default="")
    done_by_id: Mapped[int | None]
    done_at: Mapped[datetime | None]
    confirmed_by: Mapped[str] = mapped_column(String(120), default="")
    confirmed_at: Mapped[datetime | None]
    closed_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)


class ActionPointEvent(Base):
    """Something that happened to an afspraak after it was made, in the past tense."""

    __tablename__ = "action_point_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_point_id: Mapped[int] = mapped_column(ForeignKey("action_point.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    at: Mapped[datetime]
    person_name: Mapped[str] = mapped_column(String(120))
    organisation_name: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text, default="")


class Consent(Base):
    """One organisation's answer to the minutes as they were at that moment (their SHA-256). Any later change voids it."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("side IN ('gemeente', 'aanbieder')", name="side"),
        CheckConstraint("verdict IN ('eens', 'niet eens')", name="verdict"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("dialogue_session.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    side: Mapped[str] = mapped_column(String(10))
    verdict: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text, default="")
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    person_name: Mapped[str] = mapped_column(String(120))
    is_void: Mapped[bool] = mapped_column(default=False)


class DialogueEdition(Base):
    """The record of a session as all parties agreed to it: canonical text and its SHA-256. It is never changed; an addendum makes the next one."""

    __tablename__ = "dialogue_edition"
    __table_args__ = (UniqueConstraint("session_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("dialogue_session.id"))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    settled_at: Mapped[datetime]


class DialogueAddendum(Base):
    """What was added to settled minutes. Open until all parties agree to it, or it is withdrawn."""

    __tablename__ = "dialogue_addendum"
    __table_args__ = (UniqueConstraint("session_id", "number"), CheckConstraint("state IN ('open', 'opgenomen', 'ingetrokken')", name="state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("dialogue_session.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default="open")
    at: Mapped[datetime]
    person_name: Mapped[str] = mapped_column(String(120))
    organisation_name: Mapped[str] = mapped_column(String(120))
    version: Mapped[int] = mapped_column(default=1)


class CooperationRating(Base):
    """How one person found the cooperation around a session: four answers from 1 (not at all) to 5 (fully), and words that may stay private."""

    __tablename__ = "cooperation_rating"
    __table_args__ = (
        UniqueConstraint("session_id", "person_id"),
        CheckConstraint(
            "purpose BETWEEN 1 AND 5 AND agreements BETWEEN 1 AND 5 AND openness BETWEEN 1 AND 5 AND learning BETWEEN 1 AND 5", name="answers"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("dialogue_session.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int]
    person_name: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[int]
    agreements: Mapped[int]
    openness: Mapped[int]
    learning: Mapped[int]
    remark: Mapped[str] = mapped_column(Text, default="")
    is_remark_shared: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
