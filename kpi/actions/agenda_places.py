"""Every open deviation and every open agreement stands in exactly one place: a coming agenda, or the list of its table until there is one.

A table is what sessions follow each other at: an aanbieder's (`provider_id`), or the joint one (None). Whatever opens, closes or moves such a thing,
or a session, asks here; doing it twice changes nothing. An agenda writes itself until it is shared; what stands on a shared or running one stays.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, union, update
from sqlalchemy.orm import Session

from kpi.actions.agenda_rows import (
    NOT_FROZEN,
    Coming,
    coming_sessions,
    earliest,
    live_rows,
    move_row,
    next_position,
    retire,
    same_table,
    sleeping_rows,
    wake,
)
from kpi.domain.agenda_order import deviation_position
from kpi.domain.dialogue import ADVICE, AGREEMENT, CARRIED_OVER_PART, DEVIATION, POINT, UNFINISHED, WRITES_ITSELF
from kpi.domain.follow_up import CLOSED
from kpi.queries.agenda_sources import AgreementSource, DeviationSource, agreement_sources, deviation_sources
from kpi.tables.deviation import Deviation
from kpi.tables.dialogue import AgendaItem, DialogueSession
from kpi.tables.dialogue_outcome import ActionPoint

BY_ITSELF = "Samenzicht"
LONGEST_TITLE = 200
BY_HAND = (POINT, ADVICE)


def place_open_items(session: Session, *, provider_id: int | None) -> None:
    """Give everything that is open at this table its one place, in order, and take away what is closed and was not touched."""
    session.flush()
    coming = coming_sessions(session, provider_id=provider_id)
    _forget_removed_agreements(session, provider_id)
    _drop_closed(session, provider_id)
    wanted = _wanted(session, provider_id)
    rows = live_rows(session, provider_id)
    asleep = sleeping_rows(session, provider_id, [key for key in wanted if key not in rows])
    for key, values in wanted.items():
        if key in asleep:
            wake(session, asleep[key].id)
        _place(session, coming, rows.get(key) or asleep.get(key), values)
    _place_points(session, coming, provider_id)
    session.flush()


def place_everything(session: Session) -> None:
    """The same for every table there is."""
    owners = union(*(select(of.provider_id).where(of.provider_id.is_not(None)) for of in (Deviation, ActionPoint, DialogueSession)))
    for provider_id in (*sorted(one for one in session.scalars(owners) if one is not None), None):
        place_open_items(session, provider_id=provider_id)


def leave_session(session: Session, *, session_id: int, provider_id: int | None) -> None:
    """A session will not be held: what stood on its agenda goes to the list, and from there (place_open_items) to the next agenda.

    What people put there themselves goes along, with what was prepared at it. The fixed questions stay: they stand on every agenda.
    """
    i = AgendaItem
    there = (i.session_id == session_id, i.is_live, i.is_removed.is_(False))
    to_list: dict[str, Any] = {"session_id": None, "provider_id": provider_id, "version": i.version + 1, **NOT_FROZEN}
    session.execute(update(i).where(*there, i.kind.in_((DEVIATION, AGREEMENT))).values(**to_list))
    session.execute(update(i).where(*there, i.kind.in_(BY_HAND)).values(**to_list, is_chosen=True))
    session.execute(update(i).where(i.session_id == session_id).values(is_live=False))


def end_session(session: Session, *, session_id: int, provider_id: int | None) -> None:
    """A session is settled: its points are history; what is still open stands on the next agenda, and an agreement that was open was carried on."""
    i, a = AgendaItem, ActionPoint
    passed = select(i.action_point_id).where(i.session_id == session_id, i.is_live, i.action_point_id.is_not(None))
    session.execute(update(a).where(a.id.in_(passed), a.state.in_(UNFINISHED)).values(carried=a.carried + 1))
    session.execute(update(i).where(i.session_id == session_id).values(is_live=False))
    place_open_items(session, provider_id=provider_id)


def _wanted(session: Session, provider_id: int | None) -> dict[tuple[str, int], dict[str, Any]]:
    """What must have a place at this table, and what its row says."""
    deviations = deviation_sources(session, provider_id=provider_id) if provider_id is not None else ()
    agreements = agreement_sources(session, provider_id=provider_id)
    found = {(DEVIATION, one.deviation_id): _of_deviation(one, place, provider_id) for place, one in enumerate(deviations)}
    return found | {(AGREEMENT, told.action_id): _of_agreement(told, place, provider_id) for place, told in enumerate(agreements, start=1)}


def _place(session: Session, coming: tuple[Coming, ...], row: Any, wanted: dict[str, Any]) -> None:
    """A new row, or the row that is there, brought to the coming agenda. One on an agenda that is shared or running stays as it is."""
    if row is None:
        session.add(AgendaItem(session_id=coming[0].session_id if coming else None, added_by=BY_ITSELF, changed_by="", **wanted))
        return
    if row.session_id is not None and row.state != WRITES_ITSELF:
        return
    # people chose a later session: it stays there
    where = row.session_id if row.session_id is not None and row.is_chosen else earliest(session, coming, row.source_key)
    values = {name: wanted[name] for name in ("position", "title", "figures")}
    if where != row.session_id:
        move_row(session, item_id=row.id, to=where, values=values)
    elif any(getattr(row, name) != value for name, value in values.items()):
        session.execute(update(AgendaItem).where(AgendaItem.id == row.id).values(**values, version=AgendaItem.version + 1))


def _place_points(session: Session, coming: tuple[Coming, ...], provider_id: int | None) -> None:
    """A point that people had put on an agenda, and that is on the list now, goes on the first agenda that it may be on."""
    i = AgendaItem
    waits = (i.session_id.is_(None), i.is_live, i.is_chosen, i.kind.in_(BY_HAND), i.is_removed.is_(False))
    query = select(i.id, i.part, i.source_key).where(*waits, same_table(i.provider_id, provider_id)).order_by(i.position, i.id)
    for row in session.execute(query).all():
        where = earliest(session, coming, row.source_key)
        if where is not None:
            move_row(session, item_id=row.id, to=where, values={"position": next_position(session, where, row.part)})


def _of_deviation(source: DeviationSource, place: int, provider_id: int | None) -> dict[str, Any]:
    words = {"title": source.title[:LONGEST_TITLE], "figures": source.figures}
    return words | {
        "kind": DEVIATION,
        "part": "data",
        "position": deviation_position(place),
        "deviation_id": source.deviation_id,
        "provider_id": provider_id,
    }


def _of_agreement(told: AgreementSource, place: int, provider_id: int | None) -> dict[str, Any]:
    words = {"title": told.title[:LONGEST_TITLE], "figures": told.figures}
    return words | {"kind": AGREEMENT, "part": CARRIED_OVER_PART, "position": place, "action_point_id": told.action_id, "provider_id": provider_id}


def _forget_removed_agreements(session: Session, provider_id: int | None) -> None:
    """The number of an agreement that was taken back may be given out again: nothing may go on pointing at it."""
    i = AgendaItem
    gone = (i.action_point_id.is_not(None), i.action_point_id.not_in(select(ActionPoint.id)), same_table(i.provider_id, provider_id))
    taken_back = list(session.scalars(select(i.id).where(*gone).order_by(i.id)))
    session.execute(update(i).where(i.id.in_(taken_back)).values(action_point_id=None))
    still_writing = i.session_id.is_(None) | i.session_id.in_(_writing_itself())
    retire(session, session.scalars(select(i.id).where(i.id.in_(taken_back), still_writing)))


def _drop_closed(session: Session, provider_id: int | None) -> None:
    """What is closed leaves the list and the agenda that still writes itself, unless somebody wrote at it."""
    i = AgendaItem
    open_deviations = select(Deviation.id).where(Deviation.state != CLOSED)
    open_agreements = select(ActionPoint.id).where(ActionPoint.state.in_(UNFINISHED))
    closed = (i.deviation_id.is_not(None) & i.deviation_id.not_in(open_deviations)) | (
        i.action_point_id.is_not(None) & i.action_point_id.not_in(open_agreements)
    )
    here = (same_table(i.provider_id, provider_id), i.is_live, closed, i.session_id.is_(None) | i.session_id.in_(_writing_itself()))
    retire(session, session.scalars(select(i.id).where(*here).order_by(i.id)))


def _writing_itself() -> Any:
    return select(DialogueSession.id).where(DialogueSession.state == WRITES_ITSELF)
