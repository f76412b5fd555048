"""What comes on the agenda: deviations with their figures frozen, and points that either side adds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import NotFound, Refused
from kpi.actions.agenda_places import place_open_items
from kpi.actions.agenda_rows import move_row, next_of_itself, next_position
from kpi.actions.deviation_steps import Standing, take_step
from kpi.actions.dialogues.freezing import freeze_agenda
from kpi.actions.dialogues.reach import Reached, claim_change, reach, write_journal
from kpi.domain import follow_up
from kpi.domain.dialogue import AGENDA, DEVIATION, POINT, require, require_part
from kpi.domain.written import read_line
from kpi.queries.agenda_sources import DeviationSource, deviation_source
from kpi.tables.dialogue import AgendaItem

LONGEST_TITLE = 200


def put_on_agenda(
    session: Session, *, session_id: int, deviation_ids: Sequence[int], viewer_provider_id: int | None, by: Actor, at: datetime
) -> tuple[int, ...]:
    """Put deviations on a session's agenda under "data"; the new items' ids. All or none (the caller rolls back on Refused).

    What stands out is frozen in the item, in the words that both sides may read: later corrections do not change what was put on the table.
    One that was talked about before may come back, once that session is settled.
    """
    found = reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    require(found.state, AGENDA)
    if not deviation_ids:
        raise Refused("deviation_ids", "Kies ten minste een afwijking.")
    claim_change(session, found)
    if found.provider_id is None:
        raise Refused("deviation_ids", "Een afwijking is van één aanbieder. Zet haar op de agenda van een gesprek met die aanbieder.")
    placed = tuple(_put_one(session, found, deviation_id, by=by, at=at) for deviation_id in dict.fromkeys(deviation_ids))
    place_open_items(session, provider_id=found.provider_id)
    freeze_agenda(session, session_id=session_id, at=at)  # on an agenda that is shared already
    return placed


def add_item(session: Session, *, session_id: int, part: str, title: str, viewer_provider_id: int | None, by: Actor, at: datetime) -> int:
    """Add a point of one's own under one of the four parts; its id. Both sides may do this.

    What the klankbordgroep advised is no point of one's own: it comes from the advice itself (`advice_points`), where no word may tell who advised.
    """
    found = reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    require(found.state, AGENDA)
    require_part(part)
    line = read_line(title, field="title", missing="Schrijf op wat u wilt bespreken.", longest=LONGEST_TITLE)
    claim_change(session, found)
    item = AgendaItem(
        session_id=session_id,
        provider_id=found.provider_id,
        kind=POINT,
        part=part,
        position=next_position(session, session_id, part),
        title=line,
        is_chosen=True,
        added_by=added_by(by),
        changed_by=by.name,
    )
    session.add(item)
    session.flush()
    write_journal(session, session_id, "agendapunt toegevoegd", by=by, at=at, details={"agenda_item_id": item.id, "part": part})
    return item.id


def _put_one(session: Session, found: Reached, deviation_id: int, *, by: Actor, at: datetime) -> int:
    source = deviation_source(session, deviation_id=deviation_id, provider_id=found.provider_id)
    if source is None:
        raise NotFound
    obstacle = obstacle_of(source)
    if obstacle:
        raise Refused("deviation_ids", obstacle)
    standing = Standing(deviation_id, source.code, source.state, source.version)
    take_step(session, standing=standing, event=follow_up.PUT_ON_AGENDA, text=found.title, by=by, at=at)
    item_id = _own_row(session, found, source, by=by)
    details = {"agenda_item_id": item_id, "deviation_id": deviation_id}
    write_journal(session, found.session_id, "afwijking op de agenda gezet", by=by, at=at, details=details)
    return item_id


def _own_row(session: Session, found: Reached, source: DeviationSource, *, by: Actor) -> int:
    """The one live row of this deviation, brought to this session; its id."""
    i = AgendaItem
    there = session.scalar(select(i.id).where(i.deviation_id == source.deviation_id, i.is_live))
    place = next_of_itself(session, found.session_id, kind=DEVIATION)
    words = {"title": source.title[:LONGEST_TITLE], "figures": source.figures, "changed_by": by.name, "added_by": added_by(by)}
    values = {"position": place, "is_chosen": True, "source_key": "", **words}
    if there is not None:
        return move_row(session, item_id=there, to=found.session_id, values=values)
    about = {"provider_id": found.provider_id, "kind": DEVIATION, "part": "data", "deviation_id": source.deviation_id}
    item = AgendaItem(session_id=found.session_id, **about, **values)
    session.add(item)
    session.flush()
    return item.id


def obstacle_of(source: DeviationSource) -> str:
    """Why this deviation cannot go on an agenda now, in a sentence; "" when it can."""
    if source.state == follow_up.CLOSED:
        return f"{source.title} ({source.provider_name}) is al afgehandeld. U kunt deze afwijking niet meer op de agenda zetten."
    if source.elsewhere:
        return f"{source.title} ({source.provider_name}) staat al op de agenda van een gesprek: {source.elsewhere}."
    return ""


def added_by(by: Actor) -> str:
    """Who put a point somewhere, as it stands at that point."""
    return f"{by.name}, {by.organisation_name}"
