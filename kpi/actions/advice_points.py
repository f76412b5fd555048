"""An advice that concerns an aanbieder is talked about at its table: one live point there, in the contractmanager's words, never told who advised.

The point is as one that people add by hand: it waits on the list of the table until there is an agenda for it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import NotFound, Refused
from contracts.tables.organisation import Organisation
from kpi.actions.agenda_places import place_open_items
from kpi.actions.agenda_rows import next_position, retire, worked_at
from kpi.actions.dialogues.agenda import added_by
from kpi.actions.dialogues.reach import claim_change, reach
from kpi.domain.advice import read_words
from kpi.domain.dialogue import ADVICE, AGENDA_STATES, CARRIED_OVER_PART, WRITES_ITSELF
from kpi.queries.advice import find_advice
from kpi.tables.advice import AdviceProvider
from kpi.tables.dialogue import AgendaItem, DialogueSession


def bring_to_tables(
    session: Session, *, advice_id: int, provider_ids: Collection[int], words: str, board_names: Collection[str], by: Actor, at: datetime
) -> tuple[int, ...]:
    """Let an advice be talked about with these aanbieders; those at whose table it did not stand yet. Twice does not double it.

    `words` is what the aanbieder reads; `board_names` are the members of the klankbordgroep, who may not be named there.
    Raises NotFound, or Refused at the field.
    """
    found = find_advice(session, advice_id=advice_id)
    _require_providers(session, provider_ids)
    line = read_words(words, subject=found.subject, text=found.text, names=board_names)
    new = tuple(one for one in sorted(set(provider_ids)) if one not in _live_tables(session, advice_id))
    for provider_id in new:
        _place(session, advice_id, provider_id, line, by=by, at=at)
    if new:
        told = {"aanbieders": list(new)}
        journal.record(session, by=by, at=at, action="advies naar een tafel gebracht", object=f"advies/{advice_id}", details=told)
    return new


def take_off_table(session: Session, *, advice_id: int, provider_id: int, by: Actor, at: datetime) -> None:
    """This advice does not concern this aanbieder after all. What was written at it in a conversation stays. Twice does no harm.

    Raises NotFound, or Refused while its minutes lie before both sides.
    """
    find_advice(session, advice_id=advice_id)
    known = (AdviceProvider.advice_id == advice_id, AdviceProvider.provider_id == provider_id)
    if session.scalar(select(AdviceProvider.provider_id).where(*known)) is None:
        return
    take_off_tables(session, advice_id=advice_id, provider_id=provider_id)
    session.execute(delete(AdviceProvider).where(*known))
    journal.record(session, by=by, at=at, action="advies van een tafel gehaald", object=f"advies/{advice_id}", details={"aanbieder": provider_id})


def take_off_tables(session: Session, *, advice_id: int, provider_id: int | None = None) -> None:
    """Take the live points of an advice away, at one table or at all of them. On an agenda that cannot change any more a point stays."""
    i, d = AgendaItem, DialogueSession
    here = (i.advice_id == advice_id, i.is_live, *(() if provider_id is None else (i.provider_id == provider_id,)))
    rows = session.execute(select(i.id, i.session_id, d.state).outerjoin(d, d.id == i.session_id).where(*here).order_by(i.id)).all()
    for session_id in sorted({row.session_id for row in rows if row.state in AGENDA_STATES}):
        claim_change(session, reach(session, session_id=session_id, viewer_provider_id=None))
    retire(session, [row.id for row in rows if row.session_id is None or row.state == WRITES_ITSELF])
    _fold_up(session, [row.id for row in rows if row.state in AGENDA_STATES and row.state != WRITES_ITSELF])


def _fold_up(session: Session, item_ids: list[int]) -> None:
    """Points of an agenda that both sides work with: gone from it, but no row, so that nobody writes at nothing. What was recorded stays in sight."""
    i, recorded = AgendaItem, worked_at(session, item_ids)
    session.execute(update(i).where(i.id.in_(item_ids)).values(is_live=False, version=i.version + 1))
    session.execute(update(i).where(i.id.in_(set(item_ids) - recorded)).values(is_removed=True))


def _place(session: Session, advice_id: int, provider_id: int, line: str, *, by: Actor, at: datetime) -> None:
    pair = AdviceProvider
    known = update(pair).where(pair.advice_id == advice_id, pair.provider_id == provider_id)
    told = {"words": line, "at": at, "person_name": by.name}
    if session.scalar(select(pair.provider_id).where(pair.advice_id == advice_id, pair.provider_id == provider_id)) is None:
        session.add(pair(advice_id=advice_id, provider_id=provider_id, **told))
    else:
        session.execute(known.values(**told))
    where = {"session_id": None, "provider_id": provider_id, "kind": ADVICE, "part": CARRIED_OVER_PART, "advice_id": advice_id}
    position = next_position(session, None, CARRIED_OVER_PART)
    session.add(AgendaItem(position=position, title=line, is_chosen=True, added_by=added_by(by), changed_by=by.name, **where))
    session.flush()
    place_open_items(session, provider_id=provider_id)


def _live_tables(session: Session, advice_id: int) -> set[int | None]:
    i = AgendaItem
    return set(session.scalars(select(i.provider_id).where(i.advice_id == advice_id, i.is_live)))


def _require_providers(session: Session, provider_ids: Collection[int]) -> None:
    if not provider_ids:
        raise Refused("provider_ids", "Kies ten minste een aanbieder.")
    o = Organisation
    known = set(session.scalars(select(o.id).where(o.id.in_(provider_ids), o.kind == "aanbieder")))
    if known != set(provider_ids):
        raise NotFound
