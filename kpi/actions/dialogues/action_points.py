"""Afspraken: what, who and when. They come back on the next agenda until they are done."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.period import AMSTERDAM
from kpi.actions.agenda_places import place_open_items
from kpi.actions.deviation_steps import agreement_ended, agreement_made
from kpi.actions.dialogues.reach import Reached, claim_change, last_actor, reach, rows_changed, write_journal
from kpi.domain.dialogue import ACTION_POINTS, require
from kpi.domain.written import read_line, read_text
from kpi.queries.dialogue_scope import agreements_seen_by
from kpi.tables.deviation import Deviation
from kpi.tables.dialogue import AgendaItem
from kpi.tables.dialogue_outcome import ActionPoint

CLOSED_STATES = ("gereed", "vervallen")
LONGEST_ACTION = 1000


def make_action_point(
    session: Session,
    *,
    session_id: int,
    text: str,
    owner_organisation: str,
    owner_name: str,
    due_on: date,
    agenda_item_id: int | None = None,
    deviation_id: int | None = None,
    viewer_provider_id: int | None,
    by: Actor,
    at: datetime,
) -> int:
    """Record an agreement; its id. It changes the record, so both sides' consent is voided. A deviation it is about moves on with it.

    Refused when that deviation is settled: what is settled is not followed any more.
    """
    found = reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    require(found.state, ACTION_POINTS)
    if due_on < at.astimezone(AMSTERDAM).date():
        raise Refused("due_on", "Deze datum is al voorbij. Kies een datum vanaf vandaag.")
    about = _deviation(session, found, agenda_item_id=agenda_item_id, deviation_id=deviation_id)
    made = ActionPoint(
        session_id=session_id,
        agenda_item_id=agenda_item_id,
        deviation_id=about,
        provider_id=found.provider_id,
        text=read_line(text, field="text", missing="Schrijf op wat u afspreekt.", longest=LONGEST_ACTION),
        owner_organisation=read_line(owner_organisation, field="owner_organisation", missing="Kies welke organisatie dit doet."),
        owner_name=read_line(owner_name, field="owner_name", missing="Schrijf op wie dit doet."),
        due_on=due_on,
    )
    claim_change(session, found)
    session.add(made)
    session.flush()
    write_journal(session, session_id, "afspraak gemaakt", by=by, at=at, details={"action_point_id": made.id})
    agreement_made(session, deviation_id=made.deviation_id, text=made.text, by=by, at=at)
    place_open_items(session, provider_id=found.provider_id)
    return made.id


def close_action_point(
    session: Session, *, action_id: int, version: int, state: str, reason: str = "", viewer_provider_id: int | None, by: Actor, at: datetime
) -> None:
    """An agreement is done ("gereed") or no longer needed ("vervallen", with a reason). This is follow-up: no consent is voided."""
    point = _point(session, action_id=action_id, viewer_provider_id=viewer_provider_id)
    if state not in CLOSED_STATES:
        raise Refused("state", "Kies of de afspraak gereed is of vervalt.")
    why = read_text(reason, field="reason", longest=LONGEST_ACTION)
    if state == "vervallen" and not why:
        raise Refused("reason", "Schrijf op waarom deze afspraak vervalt.")
    if point.state == state:
        return  # already so: a repeated click does no harm
    a = ActionPoint
    statement = update(a).where(a.id == action_id, a.version == version, a.state == "open")
    if rows_changed(session, statement.values(state=state, closed_reason=why, version=version + 1)) != 1:
        raise _overtaken(session, point, mine=state)
    write_journal(session, point.session_id, f"afspraak {state}", by=by, at=at, details={"action_point_id": action_id})
    if state == "vervallen":
        agreement_ended(session, deviation_id=point.deviation_id, text=f"{point.text}\nVervallen: {why}", by=by, at=at)
    place_open_items(session, provider_id=point.provider_id)


def remove_action_point(session: Session, *, action_id: int, version: int, viewer_provider_id: int | None, by: Actor, at: datetime) -> None:
    """Take back an agreement that was written down by mistake, while its session is not settled. Voids both sides' consent."""
    point = _point(session, action_id=action_id, viewer_provider_id=viewer_provider_id)
    found = reach(session, session_id=point.session_id, viewer_provider_id=viewer_provider_id)
    require(found.state, ACTION_POINTS)
    if point.version != version:
        raise _overtaken(session, point, mine="weggehaald")
    claim_change(session, found)
    if rows_changed(session, delete(ActionPoint).where(ActionPoint.id == action_id, ActionPoint.version == version)) != 1:
        raise _overtaken(session, point, mine="weggehaald")
    write_journal(session, found.session_id, "afspraak weggehaald", by=by, at=at, details={"action_point_id": action_id, "text": point.text})
    agreement_ended(session, deviation_id=point.deviation_id, text=f"{point.text}\nWeggehaald uit het verslag.", by=by, at=at)
    place_open_items(session, provider_id=point.provider_id)


def _point(session: Session, *, action_id: int, viewer_provider_id: int | None) -> Row[*tuple[Any, ...]]:
    a = ActionPoint
    query = select(a.id, a.session_id, a.provider_id, a.deviation_id, a.text, a.state, a.version)
    row = session.execute(query.where(a.id == action_id, agreements_seen_by(viewer_provider_id))).one_or_none()
    if row is None:
        raise NotFound
    return row


def _overtaken(session: Session, point: Row[*tuple[Any, ...]], *, mine: str) -> Conflict:
    return Conflict(
        mine=[("Stand die u koos", mine)], theirs=[("Stand nu", point.state)], by=last_actor(session, point.session_id), version=point.version
    )


def _deviation(session: Session, found: Reached, *, agenda_item_id: int | None, deviation_id: int | None) -> int | None:
    """The deviation an agreement belongs to: the one named, else the one of its agenda item. Both must belong to this session's aanbieder."""
    from_item = None
    if agenda_item_id is not None:
        item = select(AgendaItem.deviation_id).where(AgendaItem.id == agenda_item_id, AgendaItem.session_id == found.session_id)
        row = session.execute(item).one_or_none()
        if row is None:
            raise NotFound
        from_item = row.deviation_id
    if deviation_id is None:
        return from_item
    own = select(Deviation.id).where(Deviation.id == deviation_id, Deviation.provider_id == found.provider_id)
    if session.scalar(own) is None:
        raise NotFound
    return deviation_id
