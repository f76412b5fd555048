"""Who writes where at this moment: a soft claim of half a minute. It warns the others; it locks nothing, and it changes nothing of the record.

A person writes at one point at a time. What is over is not told any more, and removed when somebody claims again. The journal does not hear of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import NotFound
from kpi.actions.dialogues.reach import reach, rows_changed
from kpi.domain.dialogue import MINUTES, require
from kpi.tables.dialogue import AgendaItem, WritingClaim

LASTS = timedelta(seconds=30)


def claim_writing(session: Session, *, session_id: int, item_id: int, viewer_provider_id: int | None, by: Actor, at: datetime) -> None:
    """Say that this person writes at this point, for half a minute from now. Refused when nobody can write; a foreign point does not exist."""
    found = reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    require(found.state, MINUTES)
    i, c = AgendaItem, WritingClaim
    if session.scalar(select(i.id).where(i.id == item_id, i.session_id == session_id, i.is_removed.is_(False))) is None:
        raise NotFound
    session.execute(delete(c).where(c.session_id == session_id, c.expires_at <= at))
    told = {"item_id": item_id, "person_name": by.name, "expires_at": at + LASTS}
    if rows_changed(session, update(c).where(c.session_id == session_id, c.person_id == by.person_id).values(**told)) == 0:
        session.add(WritingClaim(session_id=session_id, person_id=by.person_id, **told))
        session.flush()


def release_writing(session: Session, *, session_id: int, item_id: int, viewer_provider_id: int | None, by: Actor) -> None:
    """This person left the point. Nothing happens when they are at another one by now."""
    reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    c = WritingClaim
    session.execute(delete(c).where(c.session_id == session_id, c.item_id == item_id, c.person_id == by.person_id))


def renew_claim(session: Session, *, item_id: int, by: Actor, at: datetime) -> None:
    """Saving shows that one is still there. Whoever left already does not come back by it."""
    c = WritingClaim
    session.execute(update(c).where(c.item_id == item_id, c.person_id == by.person_id).values(expires_at=at + LASTS))
