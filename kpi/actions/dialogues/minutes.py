"""Writing the minutes: one text per agenda item, so that two people can write at the same time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound
from kpi.actions.agenda_places import BY_HAND
from kpi.actions.agenda_rows import move_row
from kpi.actions.dialogues.claims import renew_claim
from kpi.actions.dialogues.reach import Reached, claim_change, reach, refuse_settled_once, rows_changed, write_journal
from kpi.domain.dialogue import MINUTES, require
from kpi.domain.written import LONGEST_MINUTES, read_text
from kpi.tables.dialogue import AgendaItem


class TakenOff(Conflict):
    """The point was taken off the agenda while somebody wrote at it. What they wrote is `mine`, what stood there `theirs`."""


def write_minutes(
    session: Session,
    *,
    item_id: int,
    version: int,
    text: str,
    session_id: int | None = None,
    viewer_provider_id: int | None,
    by: Actor,
    at: datetime,
) -> int:
    """Save the minutes at one item; the item's new version. A change voids all sides' consent.

    `version` is the one the writer saw. When somebody saved another text since, Conflict carries both; TakenOff when the point is off the agenda.
    """
    item, found = _reached(session, item_id, session_id, viewer_provider_id)
    kept = read_text(text, field="text", longest=LONGEST_MINUTES)
    if item is None or _is_off(item, found):
        raise _taken_off(item, found, kept)
    renew_claim(session, item_id=item_id, by=by, at=at)
    if kept == item.minutes:
        return int(item.version)  # nothing changed: a repeated save voids nobody's consent
    if version != item.version:
        raise Conflict(**_both(item, kept))
    return _keep(session, found, item, kept, by=by, at=at)


def put_back(
    session: Session,
    *,
    session_id: int,
    item_id: int,
    version: int,
    text: str,
    viewer_provider_id: int | None,
    by: Actor,
    at: datetime,
) -> int:
    """Put a point that was taken off back on the agenda, with what somebody was writing at it; its new version. TakenOff when it changed since."""
    item, found = _reached(session, item_id, session_id, viewer_provider_id)
    kept = read_text(text, field="text", longest=LONGEST_MINUTES)
    if item is not None and not _is_off(item, found):
        return write_minutes(session, item_id=item_id, version=version, text=text, viewer_provider_id=viewer_provider_id, by=by, at=at)
    if item is None or not _may_return(item, found) or version != item.version:
        raise _taken_off(item, found, kept)
    claim_change(session, found)
    move_row(session, item_id=item_id, to=session_id, values={"minutes": kept, "changed_by": by.name, "is_chosen": True, "source_key": ""})
    details = {"agenda_item_id": item_id, "version": version + 1}
    write_journal(session, session_id, "agendapunt teruggezet", by=by, at=at, details=details)
    return version + 1


def _reached(session: Session, item_id: int, session_id: int | None, viewer_provider_id: int | None) -> tuple[Row[*tuple[Any, ...]] | None, Reached]:
    """The item as it is now, and the session in whose minutes is written. Raises NotFound, and Refused when nobody can write there."""
    i = AgendaItem
    columns = (i.id, i.session_id, i.provider_id, i.kind, i.minutes, i.version, i.changed_by, i.is_removed)
    item = session.execute(select(*columns).where(i.id == item_id)).one_or_none()
    there = session_id if session_id is not None or item is None else item.session_id
    if there is None:
        raise NotFound
    found = reach(session, session_id=there, viewer_provider_id=viewer_provider_id)
    require(found.state, MINUTES)
    refuse_settled_once(found)
    return item, found


def _is_off(item: Row[*tuple[Any, ...]], found: Reached) -> bool:
    return bool(item.is_removed or item.session_id != found.session_id)


def _may_return(item: Row[*tuple[Any, ...]], found: Reached) -> bool:
    """A point of people's own that was taken away from this agenda, or waits on the list of this table. What is open has a place of its own."""
    from_here = item.session_id == found.session_id if item.is_removed else item.session_id is None
    return from_here and item.provider_id == found.provider_id and item.kind in BY_HAND


def _taken_off(item: Row[*tuple[Any, ...]] | None, found: Reached, mine: str) -> TakenOff:
    """Version 0: it cannot be put back here. A point of somebody else's is not told from one that is gone."""
    if item is None or not _may_return(item, found):
        return TakenOff(mine=[("Uw tekst", mine)], theirs=[("", "")], by="iemand anders", version=0)
    return TakenOff(**_both(item, mine))


def _keep(session: Session, found: Reached, item: Row[*tuple[Any, ...]], kept: str, *, by: Actor, at: datetime) -> int:
    i, version = AgendaItem, int(item.version) + 1
    claim_change(session, found)
    statement = update(i).where(i.id == item.id, i.version == item.version).values(minutes=kept, changed_by=by.name, version=version)
    if rows_changed(session, statement) != 1:
        raise Conflict(**_both(item, kept))
    write_journal(session, found.session_id, "verslag geschreven", by=by, at=at, details={"agenda_item_id": item.id, "version": version})
    return version


def _both(item: Row[*tuple[Any, ...]], mine: str) -> dict[str, Any]:
    by = item.changed_by or "iemand anders"
    return {"mine": [("Uw tekst", mine)], "theirs": [(f"De tekst van {by}", item.minutes)], "by": by, "version": item.version}
