"""The partnership table: sessions and who sits at them, their agenda, what is prepared and written at each point, who is writing where."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from contracts.foundation.base import Base


class DialogueSeries(Base):
    """Sessions that come back: with one aanbieder, or the joint one with all of them (`provider_id` is None)."""

    __tablename__ = "dialogue_series"
    __table_args__ = (CheckConstraint("every_unit IN ('week', 'maand')", name="every_unit"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    title: Mapped[str] = mapped_column(String(160))
    place: Mapped[str] = mapped_column(String(160), default="")
    first_at: Mapped[datetime]
    every_number: Mapped[int]
    every_unit: Mapped[str] = mapped_column(String(10))
    times: Mapped[int]
    duration_minutes: Mapped[int] = mapped_column(default=90)
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class DialogueSession(Base):
    """A dialogue between the centrumgemeente and one aanbieder, or all of them (S001 §7.1, fourth part). `state` is the stored fold of its events.

    `provider_id` is None for a joint session. `sequence` counts the changes that were sent to calendars (RFC 5545 SEQUENCE). `version` rises
    with every change of the record: whoever follows the session asks for what is newer. `is_apart`: changed by hand, so no longer as its series.
    """

    __tablename__ = "dialogue_session"
    __table_args__ = (
        CheckConstraint(
            "state IN ('concept', 'voorbereiding', 'gedeeld', 'in gesprek', 'verslag ter instemming', 'vastgesteld', 'geannuleerd')", name="state"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("dialogue_series.id"), index=True)
    title: Mapped[str] = mapped_column(String(160))
    planned_at: Mapped[datetime]
    duration_minutes: Mapped[int] = mapped_column(default=90)
    place: Mapped[str] = mapped_column(String(160), default="")
    state: Mapped[str] = mapped_column(String(30), default="voorbereiding")
    sequence: Mapped[int] = mapped_column(default=0)
    is_apart: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)


class DialogueParty(Base):
    """An organisation that sits at the table of a session: whoever is not there does not know of it."""

    __tablename__ = "dialogue_party"
    __table_args__ = (CheckConstraint("side IN ('gemeente', 'aanbieder')", name="side"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("dialogue_session.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)
    side: Mapped[str] = mapped_column(String(10))


class DialogueParticipant(Base):
    """Somebody who is invited: a person of a party, or a guest (a corporatie, the toegang, ...) with an e-mail address of one's own.

    `invited_sequence` is the change that this person was last told of; None: nothing was sent yet. `is_present` is None until somebody says so.
    """

    __tablename__ = "dialogue_participant"
    __table_args__ = (CheckConstraint("kind IN ('deelnemer', 'gast')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("dialogue_session.id"), index=True)
    person_id: Mapped[int | None]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(200))
    partner: Mapped[str] = mapped_column(String(120), default="")
    invited_sequence: Mapped[int | None]
    removed_at: Mapped[datetime | None]
    is_present: Mapped[bool | None]
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
    """A point on an agenda, under one of the four parts of the sturingsmodel, with the minutes written at it.

    Without a session it stands on the list of its table (`provider_id`, or None for the joint one), until there is an agenda for it. A deviation and
    an afspraak have at most one live row, an advice one at each table. `frozen_*` is the figure as it was when the agenda was shared;
    `is_chosen`: people asked to talk about it.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (
        CheckConstraint("part IN ('waarden', 'kaders', 'data', 'dialoog')", name="part"),
        CheckConstraint("kind IN ('vast', 'punt', 'afwijking', 'afspraak', 'datum', 'advies')", name="kind"),
        UniqueConstraint("session_id", "deviation_id"),
        Index("uq_agenda_item_live_deviation", "deviation_id", unique=True, sqlite_where=text("is_live"), postgresql_where=text("is_live")),
        Index("uq_agenda_item_live_action_point", "action_point_id", unique=True, sqlite_where=text("is_live"), postgresql_where=text("is_live")),
        Index("uq_agenda_item_live_advice", "advice_id", "provider_id", unique=True, sqlite_where=text("is_live"), postgresql_where=text("is_live")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("dialogue_session.id"), index=True)
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10), default="punt")
    part: Mapped[str] = mapped_column(String(10))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    deviation_id: Mapped[int | None] = mapped_column(ForeignKey("deviation.id"), index=True)
    action_point_id: Mapped[int | None] = mapped_column(index=True)  # no foreign key: that table points at this one already
    advice_id: Mapped[int | None] = mapped_column(ForeignKey("advice.id"), index=True)
    source_key: Mapped[str] = mapped_column(String(80), default="")
    is_live: Mapped[bool] = mapped_column(default=True)
    is_chosen: Mapped[bool] = mapped_column(default=False)
    is_removed: Mapped[bool] = mapped_column(default=False)
    figures: Mapped[str] = mapped_column(Text, default="")
    frozen_value: Mapped[str] = mapped_column(String(60), default="")
    frozen_period: Mapped[str] = mapped_column(String(7), default="")
    frozen_version: Mapped[int | None]
    frozen_at: Mapped[datetime | None]
    added_by: Mapped[str] = mapped_column(String(250), default="")
    minutes: Mapped[str] = mapped_column(Text, default="")
    changed_by: Mapped[str] = mapped_column(String(120), default="")
    version: Mapped[int] = mapped_column(default=1)


class AgendaNote(Base):
    """What one organisation writes at a point for itself. No other organisation ever reads it."""

    __tablename__ = "agenda_note"
    __table_args__ = (UniqueConstraint("item_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    text: Mapped[str] = mapped_column(Text, default="")
    changed_by: Mapped[str] = mapped_column(String(120))
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class AgendaInput(Base):
    """What one organisation brings to a point: what do we see, what does it mean, what do we do. The others read it from "gedeeld" on."""

    __tablename__ = "agenda_input"
    __table_args__ = (UniqueConstraint("item_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    seen_text: Mapped[str] = mapped_column(Text, default="")
    meaning_text: Mapped[str] = mapped_column(Text, default="")
    doing_text: Mapped[str] = mapped_column(Text, default="")
    changed_by: Mapped[str] = mapped_column(String(120))
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class WritingClaim(Base):
    """Somebody writes at a point now. Soft: it warns, it locks nothing, and it ends by itself."""

    __tablename__ = "writing_claim"
    __table_args__ = (UniqueConstraint("session_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("dialogue_session.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"))
    person_id: Mapped[int]
    person_name: Mapped[str] = mapped_column(String(120))
    expires_at: Mapped[datetime]
