"""One step in the life of a deviation: the state follows the event, and nobody is overtaken unseen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, Refused
from kpi.actions.moves import changed_one
from kpi.domain import follow_up
from kpi.tables.deviation import Deviation, DeviationEvent
from kpi.tables.dialogue_outcome import ActionPoint


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a deviation stands, as it was read in this transaction or as somebody saw it on a screen."""

    deviation_id: int
    code: str
    state: str
    version: int


def standing_of(session: Session, *, deviation_id: int) -> Standing:
    """Where it stands now. The caller knows that it exists."""
    row = session.execute(select(Deviation.indicator_code, Deviation.state, Deviation.version).where(Deviation.id == deviation_id)).one()
    return Standing(deviation_id, *row)


def take_step(session: Session, *, standing: Standing, event: str, text: str, by: Actor, at: datetime, columns: dict[str, Any] | None = None) -> None:
    """Store the event and the state that follows, if nobody was first. Raises Refused (not in this state) or Conflict."""
    after = {"state": follow_up.next_state(standing.state, event), "version": standing.version + 1, **(columns or {})}
    statement = (
        update(Deviation)
        .where(Deviation.id == standing.deviation_id, Deviation.version == standing.version, Deviation.state == standing.state)
        .values(**after)
    )
    if not changed_one(session, statement.execution_options(synchronize_session=False)):
        raise overtaken(session, standing=standing, mine=text)
    names = {"person_name": by.name[:120], "organisation_name": by.organisation_name[:120]}
    session.add(DeviationEvent(deviation_id=standing.deviation_id, kind=event, at=at, text=text, **names))
    details = {"kpi": standing.code}
    journal.record(session, by=by, at=at, action=f"afwijking {event}", object=f"afwijking {standing.deviation_id}", details=details)


def overtaken(session: Session, *, standing: Standing, mine: str) -> Conflict:
    """What somebody else did to this deviation in the meantime, beside one's own text."""
    query = select(DeviationEvent.kind, DeviationEvent.text, DeviationEvent.person_name).where(DeviationEvent.deviation_id == standing.deviation_id)
    last = session.execute(query.order_by(DeviationEvent.id.desc()).limit(1)).one()
    version = standing_of(session, deviation_id=standing.deviation_id).version
    return Conflict(mine=[("Uw tekst", mine)], theirs=[(last.kind, last.text)], by=last.person_name, version=version)


def agreement_made(session: Session, *, deviation_id: int | None, text: str, by: Actor, at: datetime) -> None:
    """An afspraak was made about it: from now on that is what happens with it. Raises Refused when the deviation is settled, or Conflict."""
    if deviation_id is None:
        return
    standing = standing_of(session, deviation_id=deviation_id)
    if standing.state == follow_up.CLOSED:
        raise Refused("agenda_item_id", "Dit punt is al afgehandeld. Maak de afspraak bij een ander punt, of zonder punt.")
    take_step(session, standing=standing, event=follow_up.AGREED, text=text, by=by, at=at)


def agreement_confirmed(session: Session, *, deviation_id: int | None, text: str, by: Actor, at: datetime) -> None:
    """A second person has seen that an afspraak about it was done: it is told, and the deviation waits for the effect. Raises Conflict."""
    if deviation_id is None:
        return
    standing = standing_of(session, deviation_id=deviation_id)
    if standing.state == follow_up.RUNNING:
        take_step(session, standing=standing, event=follow_up.AGREEMENT_KEPT, text=text, by=by, at=at)


def agreement_resumed(session: Session, *, deviation_id: int | None, text: str, by: Actor, at: datetime) -> None:
    """An afspraak about it that had lapsed is taken up again. What was settled in the meantime stays settled. Raises Conflict."""
    if deviation_id is not None and standing_of(session, deviation_id=deviation_id).state != follow_up.CLOSED:
        agreement_made(session, deviation_id=deviation_id, text=text, by=by, at=at)


def agreement_ended(session: Session, *, deviation_id: int | None, text: str, by: Actor, at: datetime) -> None:
    """An afspraak about it lapsed or was taken back. Was it the last one, then the deviation waits for people again. Raises Conflict.

    One that is done still counts: whether it helped is what has to be looked at now.
    """
    if deviation_id is None:
        return
    counts = select(func.count()).where(ActionPoint.deviation_id == deviation_id, ActionPoint.state != "vervallen")
    standing = standing_of(session, deviation_id=deviation_id)
    if standing.state == follow_up.RUNNING and not session.scalar(counts):
        take_step(session, standing=standing, event=follow_up.AGREEMENT_ENDED, text=text, by=by, at=at)
