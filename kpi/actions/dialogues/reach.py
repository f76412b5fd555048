"""How every dialogue action reaches its session: for this viewer only, checked and changed in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Update, func, select, update
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from kpi.domain.dialogue import next_state
from kpi.queries.dialogue_scope import seen_by
from kpi.tables.dialogue import DialogueEvent, DialogueSession
from kpi.tables.dialogue_outcome import Consent, DialogueEdition

SETTLED_ONCE = "Dit verslag is al vastgesteld. De tekst verandert niet meer. Wilt u iets toevoegen? Stel dan een aanvulling voor."


@dataclass(frozen=True, slots=True)
class Reached:
    """A session as it was found, for one change. `provider_id` is None for a joint one; `editions`: how many times its minutes were settled."""

    session_id: int
    provider_id: int | None
    title: str
    state: str
    version: int
    editions: int = 0


def reach(session: Session, *, session_id: int, viewer_provider_id: int | None) -> Reached:
    """The session, if this viewer may know of it. Raises NotFound."""
    d, e = DialogueSession, DialogueEdition
    settled = select(func.count(e.id)).where(e.session_id == d.id).scalar_subquery()
    query = select(d.id, d.provider_id, d.title, d.state, d.version, settled).where(d.id == session_id, seen_by(viewer_provider_id))
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    return Reached(*row)


def rows_changed(session: Session, statement: Update | Delete) -> int:
    """Run an UPDATE or DELETE and say how many rows it changed."""
    return cast("CursorResult[Any]", session.execute(statement)).rowcount


def step(session: Session, found: Reached, event: str, *, by: Actor, at: datetime, note: str = "") -> str:
    """Let an event happen: the new state, the event's row and the journal's line. Raises Refused or Conflict."""
    after = next_state(found.state, event)
    _claim(session, found, state=after)
    session.add(DialogueEvent(session_id=found.session_id, kind=event, at=at, person_name=by.name, organisation_name=by.organisation_name, note=note))
    write_journal(session, found.session_id, f"dialoogsessie {event}", by=by, at=at)
    return after


def claim_change(session: Session, found: Reached) -> None:
    """Claim the session for a change of its record, and void every answer to the record as it was. Raises Conflict.

    Raises Refused when its minutes were settled before: what was agreed to stays, also while an addendum lies before the parties.
    """
    refuse_settled_once(found)
    claim_addendum(session, found)


def claim_addendum(session: Session, found: Reached) -> None:
    """The same for a change of the addendum that is to come after settled minutes."""
    _claim(session, found, state=found.state)
    void_answers(session, found.session_id)


def refuse_settled_once(found: Reached) -> None:
    """Raise Refused when the minutes of this session were settled before."""
    if found.editions:
        raise Refused("", SETTLED_ONCE)


def void_answers(session: Session, session_id: int, *, organisation_id: int | None = None) -> None:
    """Answers (of one organisation) to a record that is no longer there do not count any more. They stay readable; so do those to an edition."""
    settled = select(DialogueEdition.sha256).where(DialogueEdition.session_id == session_id)
    statement = update(Consent).where(Consent.session_id == session_id, Consent.is_void.is_(False), Consent.sha256.not_in(settled))
    session.execute((statement if organisation_id is None else statement.where(Consent.organisation_id == organisation_id)).values(is_void=True))


def write_journal(session: Session, session_id: int, action: str, *, by: Actor, at: datetime, details: dict[str, Any] | None = None) -> None:
    """One line in the journal about this session."""
    journal.record(session, by=by, at=at, action=action, object=_object(session_id), details=details)


def last_actor(session: Session, session_id: int) -> str:
    """Who was the last to change this session, as the journal names them."""
    query = select(JournalEntry.actor).where(JournalEntry.object == _object(session_id)).order_by(JournalEntry.id.desc()).limit(1)
    return session.scalar(query) or "iemand anders"


def _object(session_id: int) -> str:
    return f"dialoogsessie/{session_id}"


def _claim(session: Session, found: Reached, *, state: str) -> None:
    d = DialogueSession
    same = (d.id == found.session_id, d.version == found.version, d.state == found.state)
    if rows_changed(session, update(d).where(*same).values(state=state, version=found.version + 1)) != 1:
        now = session.execute(select(d.state, d.version).where(d.id == found.session_id)).one()
        raise Conflict(
            mine=[("Stand die u zag", found.state)], theirs=[("Stand nu", now.state)], by=last_actor(session, found.session_id), version=now.version
        )
