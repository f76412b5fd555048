"""Planning a session, and the steps it takes until its minutes lie before both sides."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import NotFound, Refused
from contracts.tables.organisation import Organisation
from kpi.actions.dialogues.reach import reach, step, void_answers, write_journal
from kpi.domain.dialogue import BEGUN_EVENT, CARRIED_OVER_PART, FIRST_POSITION, OFFERED_EVENT, PARTS, PLANNED_EVENT, REOPENED_EVENT, next_state
from kpi.domain.written import read_line, read_text
from kpi.tables.dialogue import AgendaItem, DialogueEvent, DialogueParty, DialogueSession

LONGEST_TITLE = 160
ITEM_TITLE = 200


def plan_session(session: Session, *, provider_id: int, title: str, planned_at: datetime, place: str = "", by: Actor, at: datetime) -> int:
    """Plan a session with an aanbieder; its id. The open action points of earlier sessions stand first, then the four parts."""
    if session.scalar(select(Organisation.kind).where(Organisation.id == provider_id)) != "aanbieder":
        raise NotFound
    planned = DialogueSession(
        provider_id=provider_id,
        title=read_line(title, field="title", missing="Geef het gesprek een titel.", longest=LONGEST_TITLE),
        planned_at=planned_at,
        place=read_text(place, field="place", longest=LONGEST_TITLE),
        state=next_state(None, PLANNED_EVENT),
    )
    session.add(planned)
    session.flush()
    session.add(DialogueEvent(session_id=planned.id, kind=PLANNED_EVENT, at=at, person_name=by.name, organisation_name=by.organisation_name, note=""))
    session.add_all(_carried_over(session, planned.id, provider_id, by=by))
    session.add_all(_fixed_items(planned.id, by=by))
    session.flush()
    write_journal(session, planned.id, f"dialoogsessie {PLANNED_EVENT}", by=by, at=at, details={"provider_id": provider_id})
    return planned.id


def start(session: Session, *, session_id: int, viewer_provider_id: int | None, by: Actor, at: datetime) -> None:
    """The session begins: from now on minutes can be written."""
    step(session, reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id), BEGUN_EVENT, by=by, at=at)


def offer_minutes(session: Session, *, session_id: int, viewer_provider_id: int | None, by: Actor, at: datetime) -> None:
    """Lay the minutes before both sides. Something must have been written down."""
    found = reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    next_state(found.state, OFFERED_EVENT)
    written = select(func.count()).select_from(AgendaItem).where(AgendaItem.session_id == session_id, AgendaItem.minutes != "")
    if not session.scalar(written):
        raise Refused("", "Het verslag is nog leeg. Schrijf eerst bij een punt op wat er is besproken.")
    step(session, found, OFFERED_EVENT, by=by, at=at)


def reopen(session: Session, *, session_id: int, reason: str = "", viewer_provider_id: int | None, by: Actor, at: datetime) -> None:
    """Take the minutes back into the conversation. The answers that were given no longer count."""
    found = reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    step(session, found, REOPENED_EVENT, by=by, at=at, note=read_text(reason, field="reason"))
    void_answers(session, session_id)


def _carried_over(session: Session, session_id: int, provider_id: int, *, by: Actor) -> list[AgendaItem]:
    a = ActionPoint
    still_open = select(a.text, a.owner_organisation, a.owner_name, a.due_on)
    rows = session.execute(still_open.where(a.provider_id == provider_id, a.state == "open").order_by(a.due_on, a.id))
    return [
        AgendaItem(
            session_id=session_id,
            part=CARRIED_OVER_PART,
            position=number,
            title=_shortened(f"Open afspraak: {row.text}"),
            figures=f"{row.text}\nWie: {row.owner_name}, {row.owner_organisation}. Uiterlijk: {row.due_on:%d-%m-%Y}.",
            changed_by=by.name,
        )
        for number, row in enumerate(rows, start=1)
    ]


def _fixed_items(session_id: int, *, by: Actor) -> list[AgendaItem]:
    return [
        AgendaItem(session_id=session_id, part=part, position=FIRST_POSITION[part], title=question, changed_by=by.name)
        for part, (_, question) in PARTS.items()
    ]


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= ITEM_TITLE else line[: ITEM_TITLE - 1] + "…"
