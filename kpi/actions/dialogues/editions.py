"""A record that everybody agreed to becomes an edition: canonical text with its hash, kept for good and never changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from kpi.actions.agenda_places import end_session
from kpi.actions.dialogues.reach import Reached, step, write_journal
from kpi.domain.dialogue import SETTLED_EVENT
from kpi.domain.minutes import Record, canonical, fingerprint_of
from kpi.queries.dialogue_record import OPEN_ADDENDUM
from kpi.tables.dialogue_outcome import DialogueAddendum, DialogueEdition

ADOPTED = "opgenomen"


def settle(session: Session, found: Reached, *, record: Record, by: Actor, at: datetime) -> str:
    """Everybody at the table agreed to this record: store it as the next edition, and settle the session. The state afterwards."""
    e, content = DialogueEdition, canonical(record)
    number = 1 + (session.scalar(select(func.max(e.number)).where(e.session_id == found.session_id)) or 0)
    session.add(DialogueEdition(session_id=found.session_id, number=number, sha256=fingerprint_of(content), content=content, settled_at=at))
    a = DialogueAddendum
    adopted = update(a).where(a.session_id == found.session_id, a.state == OPEN_ADDENDUM)
    session.execute(adopted.values(state=ADOPTED, version=a.version + 1))
    after = step(session, found, SETTLED_EVENT, by=by, at=at)
    details = {"edition": number, "sha256": fingerprint_of(content)}
    write_journal(session, found.session_id, "verslag vastgesteld", by=by, at=at, details=details)
    if number == 1:
        end_session(session, session_id=found.session_id, provider_id=found.provider_id)
    return after
