"""The outbox and the calendar addresses. A mail is written in the same transaction as the reason for it, and sent afterwards."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class OutgoingMail(Base):
    """One mail to one person. `key` says what it is for and is unique: the same reminder is never written twice.

    States: 'klaar' (to be sent), 'bezig' (handed to the mail server, no answer known), 'verstuurd', 'mislukt' (the server said no).
    What stays 'bezig' is not sent again by itself: never twice comes before always once. Before `next_try_at` it is not tried.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (CheckConstraint("state IN ('klaar', 'bezig', 'verstuurd', 'mislukt')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    to_address: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    calendar: Mapped[str] = mapped_column(Text, default="")
    message_id: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(12), default="klaar", index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    last_error: Mapped[str] = mapped_column(Text, default="")
    written_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class CalendarFeed(Base):
    """A person's own calendar address: a calendar program cannot sign in. Its long random part is stored hashed; renewing replaces it."""

    __tablename__ = "calendar_feed"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
