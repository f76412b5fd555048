"""Writing the minutes: one text per agenda item, so that two people can write at the same time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound
from kpi.actions.dialogues.reach import claim_change, reach, rows_changed, write_journal
from kpi.domain.dialogue import MINUTES, require
from kpi.domain.written import LONGEST_MINUTES, read_text
from kpi.tables.dialogue import AgendaItem


def write_minutes(session: Session, *, item_id: int, version: int, text: str, viewer_provider_id: int | None, by: Actor, at: datetime) -> int:
    """Save the minutes at one item; the item's new version. A change voids both sides' consent.

    `version` is the one the writer saw. When somebody saved another text since, Conflict carries both.
    """
    i = AgendaItem
    item = session.execute(select(i.session_id, i.minutes, i.version, i.changed_by, i.is_removed).where(i.id == item_id)).one_or_none()
    if item is None or item.session_id is None:
        raise NotFound
    found = reach(session, session_id=item.session_id, viewer_provider_id=viewer_provider_id)
    require(found.state, MINUTES)
    kept = read_text(text, field="text", longest=LONGEST_MINUTES)
    if kept == item.minutes:
        return int(item.version)  # nothing changed: a repeated save voids nobody's consent
    conflict = Conflict(
        mine=[("Uw tekst", kept)], theirs=[(f"De tekst van {item.changed_by}", item.minutes)], by=item.changed_by, version=item.version
    )
    if version != item.version:
        raise conflict
    claim_change(session, found)
    statement = update(i).where(i.id == item_id, i.version == version).values(minutes=kept, changed_by=by.name, version=version + 1)
    if rows_changed(session, statement) != 1:
        raise conflict
    write_journal(session, found.session_id, "verslag geschreven", by=by, at=at, details={"agenda_item_id": item_id, "version": version + 1})
    return version + 1
