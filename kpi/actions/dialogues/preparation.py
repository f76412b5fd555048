"""What people prepare at a point of an agenda: a note for their own organisation, and what they bring to the table.

A note is never read by another organisation. What is brought in is read by the others from the moment the agenda is shared; until then not even
that something was written can be seen, so that it changes neither the session nor the point.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions.dialogues.reach import Reached, claim_change, reach, rows_changed
from kpi.domain.dialogue import INPUT, INPUT_IS_SHARED, require
from kpi.domain.written import read_text
from kpi.queries.dialogue_scope import listed_for
from kpi.tables.dialogue import AgendaInput, AgendaItem, AgendaNote, DialogueParty

QUESTIONS = {"seen": "Wat zien we?", "meaning": "Wat betekent het?", "doing": "Wat doen we?"}
"""The three questions, by the form's field."""
GONE = "Dit punt is van de agenda gehaald. Uw tekst is niet opgeslagen. Bewaar hem zelf als u hem nog nodig hebt."
_COLUMNS = {"seen": "seen_text", "meaning": "meaning_text", "doing": "doing_text"}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a point stands now, and for which organisation is written. `found` is None while it stands on a list."""

    item_id: int
    organisation_id: int
    found: Reached | None


def write_note(
    session: Session, *, session_id: int, item_id: int, version: int, text: str, viewer_provider_id: int | None, by: Actor, at: datetime
) -> int:
    """Save the own organisation's note at a point; the note's new version. Possible in every state of a session that one may see.

    `version` is the one the writer saw (0: there was none). A colleague's text saved since is a Conflict that carries both.
    """
    where = _place(session, session_id, item_id, viewer_provider_id, by)
    kept = {"text": read_text(text, field="text")}
    return _keep(session, AgendaNote, where, kept, {"text": "Notitie"}, version, what="eigen notitie", by=by, at=at)


def write_input(
    session: Session,
    *,
    session_id: int,
    item_id: int,
    version: int,
    seen: str,
    meaning: str,
    doing: str,
    viewer_provider_id: int | None,
    by: Actor,
    at: datetime,
) -> int:
    """Save what the own organisation brings to a point; its new version. Until the minutes are offered.

    While people talk it is part of the record, so a change of it is a change of the record.
    """
    where = _place(session, session_id, item_id, viewer_provider_id, by)
    if where.found is not None:
        require(where.found.state, INPUT)
    given = {"seen": seen, "meaning": meaning, "doing": doing}
    kept = {_COLUMNS[name]: read_text(text, field=name) for name, text in given.items()}
    labels = {_COLUMNS[name]: question for name, question in QUESTIONS.items()}
    return _keep(session, AgendaInput, where, kept, labels, version, what="inbreng", by=by, at=at)


def _place(session: Session, session_id: int, item_id: int, viewer_provider_id: int | None, by: Actor) -> _Place:
    """Where this point stands. It may have moved to another agenda, or to the list, while somebody was writing: the text goes with it."""
    reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    i = AgendaItem
    item = session.execute(select(i.session_id, i.is_removed).where(i.id == item_id)).one_or_none()
    if item is None:
        raise NotFound
    found = None if item.session_id is None else reach(session, session_id=item.session_id, viewer_provider_id=viewer_provider_id)
    if found is None and session.scalar(select(i.id).where(i.id == item_id, listed_for(viewer_provider_id))) is None:
        raise NotFound
    if item.is_removed:
        raise Refused("", GONE)
    return _Place(item_id, _own_organisation(session, found, viewer_provider_id, by), found)


def _own_organisation(session: Session, found: Reached | None, viewer_provider_id: int | None, by: Actor) -> int:
    """The organisation that is written for: it must sit at the table."""
    own = by.organisation_id if viewer_provider_id is None else viewer_provider_id
    p = DialogueParty
    if own is None or (
        found is not None and session.scalar(select(p.side).where(p.session_id == found.session_id, p.organisation_id == own)) is None
    ):
        raise NotFound
    return own


def _keep(
    session: Session,
    table: type[AgendaNote | AgendaInput],
    where: _Place,
    kept: Mapping[str, str],
    labels: Mapping[str, str],
    version: int,
    *,
    what: str,
    by: Actor,
    at: datetime,
) -> int:
    """Write it when it differs, against the version that was seen; the version it has from now on."""
    row = _row(session, table, where, kept)
    now = 0 if row is None else int(row.version)
    if all(text == ("" if row is None else getattr(row, name)) for name, text in kept.items()):
        return now  # the same again, or still nothing: nobody is bothered with it
    if row is not None and version != now:
        raise _lost(row, kept, labels)
    if where.found is not None and table is AgendaInput and where.found.state in INPUT_IS_SHARED:
        claim_change(session, where.found)
    written = {**kept, "changed_by": by.name[:120], "changed_at": at, "version": now + 1}
    own = (table.item_id == where.item_id, table.organisation_id == where.organisation_id)
    if row is None:
        session.add(table(item_id=where.item_id, organisation_id=where.organisation_id, **written))
        session.flush()
    elif rows_changed(session, update(table).where(*own, table.version == now).values(**written)) != 1:
        raise _lost(row, kept, labels)
    # An object of its own: who changed the session last is told to others, and this is not for them.
    details = {"soort": what, "version": now + 1, "organisation_id": where.organisation_id}
    journal.record(session, by=by, at=at, action=f"{what} geschreven", object=f"voorbereiding/{where.item_id}", details=details)
    return now + 1


def _row(session: Session, table: type[AgendaNote | AgendaInput], where: _Place, kept: Mapping[str, str]) -> Any:
    columns = [getattr(table, name) for name in kept]
    own = (table.item_id == where.item_id, table.organisation_id == where.organisation_id)
    return session.execute(select(table.version, table.changed_by, *columns).where(*own)).one_or_none()


def _lost(row: Any, kept: Mapping[str, str], labels: Mapping[str, str]) -> Conflict:
    mine = [(labels[name], text) for name, text in kept.items()]
    theirs = [(labels[name], str(getattr(row, name))) for name in kept]
    return Conflict(mine=mine, theirs=theirs, by=row.changed_by, version=row.version)
