"""Writing the minutes: one text per agenda item, so that two people can write at the same time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound
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
    if item.is_removed:
        raise TakenOff(**_both(item, kept))
    renew_claim(session, item_id=item_id, by=by, at=at)
    if kept == item.minutes:
        return int(item.version)  # nothing changed: a repeated save voids nobody's consent
    if version != item.version:
        raise Conflict(**_both(item, kept))
    return _keep(session, found, item, {"minutes": kept}, "verslag geschreven", by=by, at=at)


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
    if version != item.version:
        raise (TakenOff if item.is_removed else Conflict)(**_both(item, kept))
    return _keep(session, found, item, {"minutes": kept, "is_removed": False, "is_live": True}, "agendapunt teruggezet", by=by, at=at)


def _reached(session: Session, item_id: int, session_id: int | None, viewer_provider_id: int | None) -> tuple[Row[*tuple[Any, ...]], Reached]:
    """The item and its session, when minutes can be written there."""
    i = AgendaItem
    item = session.execute(select(i.id, i.session_id, i.minutes, i.version, i.changed_by, i.is_removed).where(i.id == item_id)).one_or_none()
    if item is None or item.session_id is None or session_id not in {None, item.session_id}:
        raise NotFound
    found = reach(session, session_id=item.session_id, viewer_provider_id=viewer_provider_id)
    require(found.state, MINUTES)
    refuse_settled_once(found)
    return item, found


def _keep(session: Session, found: Reached, item: Row[*tuple[Any, ...]], values: dict[str, Any], action: str, *, by: Actor, at: datetime) -> int:
    i, version = AgendaItem, int(item.version) + 1
    claim_change(session, found)
    statement = update(i).where(i.id == item.id, i.version == item.version).values(**values, changed_by=by.name, version=version)
    if rows_changed(session, statement) != 1:
        raise Conflict(**_both(item, values["minutes"]))
    write_journal(session, found.session_id, action, by=by, at=at, details={"agenda_item_id": item.id, "version": version})
    return version


def _both(item: Row[*tuple[Any, ...]], mine: str) -> dict[str, Any]:
    by = item.changed_by or "iemand anders"
    return {"mine": [("Uw tekst", mine)], "theirs": [(f"De tekst van {by}", item.minutes)], "by": by, "version": item.version}
