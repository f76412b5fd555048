"""What was really spent, by the files it came in; and the room to spend of one aanbieder in one year."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class RealisationImport(Base):
    """A file with realised amounts that was read and waits for "overnemen": nothing of it counts before that. `content` is canonical text."""

    __tablename__ = "realisation_import"
    __table_args__ = (CheckConstraint("state IN ('voorbeeld', 'overgenomen', 'vervallen')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[int | None]
    person_name: Mapped[str] = mapped_column(String(120))
    file_name: Mapped[str] = mapped_column(String(160))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default="voorbeeld")
    version: Mapped[int] = mapped_column(default=1)


class Realisation(Base):
    """What was realised of a commitment over days on end within one year (both included), in cents. A later figure for the same days replaces it.

    `last_on` empty: it is not known until which day the amount goes (it was recorded as a year's sum before imports existed). `units`: how
    many units of the tariff were delivered, when the file says so.
    """

    __tablename__ = "realisation"
    __table_args__ = (CheckConstraint("amount_cents >= 0", name="amount"), CheckConstraint("last_on IS NULL OR last_on >= first_on", name="days"))

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)
    year: Mapped[int] = mapped_column(index=True)
    first_on: Mapped[date]
    last_on: Mapped[date | None]
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    units: Mapped[Decimal | None]
    note: Mapped[str] = mapped_column(Text, default="")
    import_id: Mapped[int | None] = mapped_column(ForeignKey("realisation_import.id"))
    at: Mapped[datetime]
    person_name: Mapped[str] = mapped_column(String(120))
    replaced_at: Mapped[datetime | None]


class SpendingRoom(Base):
    """The bestedingsruimte of one aanbieder in one year, and what was done since the signal at 70 % (model contract Wmo 1.2, article 1.5)."""

    __tablename__ = "spending_room"
    __table_args__ = (UniqueConstraint("provider_id", "year"), CheckConstraint("room_cents >= 0", name="room"))

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[int] = mapped_column(index=True)
    room_cents: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text, default="")
    announced_on: Mapped[date | None]
    settled_on: Mapped[date | None]
    planned_on: Mapped[date | None]
    notified_on: Mapped[date | None]
    talked_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    decision: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
