"""Planning a session, and the steps it takes until its minutes lie before all sides."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.domain.awb_terms import Rulebook
from contracts.domain.subsidy.life import USUAL
from contracts.foundation.actor import Actor
from contracts.foundation.errors import NotFound, Refused
from contracts.tables.organisation import Organisation
from kpi.actions.agenda_frozen_dates import freeze_dates
from kpi.actions.agenda_places import leave_session, place_open_items
from kpi.actions.dialogues.freezing import freeze_agenda
from kpi.actions.dialogues.participants import next_sequence
from kpi.actions.dialogues.reach import Reached, reach, refuse_settled_once, step, void_answers, write_journal
from kpi.domain.dialogue import (
    BEGUN_EVENT,
    CANCELLED_EVENT,
    DRAFTED_EVENT,
    FIRST_POSITION,
    FIXED,
    OFFERED_EVENT,
    PARTS,
    PLANNED_EVENT,
    PREPARING,
    REOPENED_EVENT,
    SHARED_EVENT,
    next_state,
)
from kpi.domain.minutes import MUNICIPALITY, PROVIDER
from kpi.domain.written import read_line, read_reason, read_text
from kpi.tables.dialogue import AgendaItem, DialogueEvent, DialogueParty, DialogueSession

LONGEST_TITLE = 160


def plan_session(
    session: Session,
    *,
    provider_id: int | None,
    title: str,
    planned_at: datetime,
    place: str = "",
    duration_minutes: int = 90,
    series_id: int | None = None,
    as_concept: bool = False,
    by: Actor,
    at: datetime,
) -> int:
    """Plan a session with an aanbieder, or a joint one (None) with all of them; its id. A concept is known to the centre alone.

    What is open at this table comes onto the first agenda that writes itself: agreements of earlier sessions first, then the four parts.
    """
    parties = _parties(session, provider_id)
    event = DRAFTED_EVENT if as_concept else PLANNED_EVENT
    planned = DialogueSession(
        provider_id=provider_id,
        series_id=series_id,
        title=read_line(title, field="title", missing="Geef het gesprek een titel.", longest=LONGEST_TITLE),
        planned_at=planned_at,
        duration_minutes=duration_minutes,
        place=read_text(place, field="place", longest=LONGEST_TITLE),
        state=next_state(None, event),
    )
    session.add(planned)
    session.flush()
    session.add(DialogueEvent(session_id=planned.id, kind=event, at=at, person_name=by.name, organisation_name=by.organisation_name, note=""))
    session.add_all(DialogueParty(session_id=planned.id, organisation_id=one, side=side) for one, side in parties.items())
    session.add_all(_fixed_items(planned.id, provider_id, by=by))
    write_journal(session, planned.id, f"dialoogsessie {event}", by=by, at=at, details={"provider_id": provider_id})
    place_open_items(session, provider_id=provider_id)
    return planned.id


def announce(session: Session, *, session_id: int, viewer_provider_id: int | None, by: Actor, at: datetime) -> None:
    """A concept becomes a planned session: everybody at the table knows of it, and its agenda begins to write itself."""
    found = reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    step(session, found, PLANNED_EVENT, by=by, at=at)
    place_open_items(session, provider_id=found.provider_id)


def share(session: Session, *, session_id: int, viewer_provider_id: int | None, book: Rulebook = USUAL, by: Actor, at: datetime) -> Reached:
    """The agenda is shared: it no longer writes itself, and everybody reads what the others prepared. Gives the session as it is now.

    Figures are frozen, and so are the dates of contracts and subsidies that come near (`book`: the region's terms of subsidies).
    """
    found = reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    step(session, found, SHARED_EVENT, by=by, at=at)
    freeze_agenda(session, session_id=session_id, at=at)
    freeze_dates(session, session_id=session_id, book=book, at=at)
    return reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)


def start(session: Session, *, session_id: int, viewer_provider_id: int | None, book: Rulebook = USUAL, by: Actor, at: datetime) -> None:
    """The session begins: from now on minutes can be written. An agenda that was not shared yet is shared first."""
    found = reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    if found.state == PREPARING:
        found = share(session, session_id=session_id, viewer_provider_id=viewer_provider_id, book=book, by=by, at=at)
    step(session, found, BEGUN_EVENT, by=by, at=at)


def cancel_session(session: Session, *, session_id: int, reason: str, viewer_provider_id: int | None, by: Actor, at: datetime) -> None:
    """It will not be held. Whatever stood on its agenda goes to the next one, or to the list."""
    found = reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    step(session, found, CANCELLED_EVENT, by=by, at=at, note=read_reason(reason, field="reason", what="een reden"))
    next_sequence(session, session_id=session_id)
    leave_session(session, session_id=session_id, provider_id=found.provider_id)
    place_open_items(session, provider_id=found.provider_id)


def offer_minutes(session: Session, *, session_id: int, viewer_provider_id: int | None, by: Actor, at: datetime) -> None:
    """Lay the minutes before all sides. Something must have been written down."""
    found = reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    next_state(found.state, OFFERED_EVENT)
    written = select(func.count()).select_from(AgendaItem).where(AgendaItem.session_id == session_id, AgendaItem.minutes != "")
    if not session.scalar(written):
        raise Refused("", "Het verslag is nog leeg. Schrijf eerst bij een punt op wat er is besproken.")
    step(session, found, OFFERED_EVENT, by=by, at=at)


def reopen(session: Session, *, session_id: int, reason: str = "", viewer_provider_id: int | None, by: Actor, at: datetime) -> None:
    """Take the minutes back into the conversation. The answers that were given no longer count."""
    found = reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    refuse_settled_once(found)
    step(session, found, REOPENED_EVENT, by=by, at=at, note=read_text(reason, field="reason"))
    void_answers(session, session_id)


def _parties(session: Session, provider_id: int | None) -> dict[int, str]:
    """Who sits at the table. Raises NotFound when there is no such aanbieder."""
    o = Organisation
    centre = session.scalar(select(func.min(o.id)).where(o.kind == "centrumgemeente"))
    wanted = (o.kind == "aanbieder",) if provider_id is None else (o.kind == "aanbieder", o.id == provider_id)
    providers = session.scalars(select(o.id).where(*wanted).order_by(o.id)).all()
    if not providers:
        raise NotFound
    return ({} if centre is None else {centre: MUNICIPALITY}) | dict.fromkeys(providers, PROVIDER)


def _fixed_items(session_id: int, provider_id: int | None, *, by: Actor) -> list[AgendaItem]:
    about = {"session_id": session_id, "provider_id": provider_id, "kind": FIXED, "changed_by": by.name}
    return [AgendaItem(part=part, position=FIRST_POSITION[part], title=question, **about) for part, (_, question) in PARTS.items()]
