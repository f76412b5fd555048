"""Who knows of which session: the organisations at its table, and of a concept only the centrumgemeente. Every question asks here."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select, true

from kpi.domain.dialogue import CONCEPT
from kpi.tables.dialogue import AgendaItem, DialogueParty, DialogueSession
from kpi.tables.dialogue_outcome import ActionPoint


def seen_by(viewer_provider_id: int | None) -> ColumnElement[bool]:
    """The sessions that this viewer may know of. None is the centrumgemeente: all of them."""
    if viewer_provider_id is None:
        return true()
    return and_(DialogueSession.state != CONCEPT, at_table(viewer_provider_id))


def at_table(organisation_id: int) -> ColumnElement[bool]:
    """The sessions at whose table this organisation sits."""
    party = DialogueParty
    there = select(party.session_id).where(party.session_id == DialogueSession.id, party.organisation_id == organisation_id)
    return there.correlate(DialogueSession).exists()  # also where the question itself is about parties


def agreements_seen_by(viewer_provider_id: int | None) -> ColumnElement[bool]:
    """The agreements that this viewer may know of: its own, and those of joint sessions where it sits at the table."""
    if viewer_provider_id is None:
        return true()
    party = DialogueParty
    sits = select(party.session_id).where(party.session_id == ActionPoint.session_id, party.organisation_id == viewer_provider_id).exists()
    return or_(ActionPoint.provider_id == viewer_provider_id, and_(ActionPoint.provider_id.is_(None), sits))


def listed_for(viewer_provider_id: int | None) -> ColumnElement[bool]:
    """The points on a list without a session that this viewer may know of: of its own table, and of the joint one."""
    if viewer_provider_id is None:
        return true()
    return or_(AgendaItem.provider_id == viewer_provider_id, AgendaItem.provider_id.is_(None))
