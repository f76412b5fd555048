"""Every open deviation and every open agreement stands in exactly one place: a coming agenda, or the list of its table until there is one.

A table is what sessions follow each other at: an aanbieder's (`provider_id`), or the joint one (None). Whatever opens, closes or moves such a thing,
or a session, asks here; doing it twice changes nothing. An agenda writes itself until it is shared; what stands on a shared or running one stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from kpi.domain.agenda_order import deviation_position
from kpi.domain.dialogue import AGREEMENT, CARRIED_OVER_PART, DEVIATION, POINT, UNFINISHED, WRITES_ITSELF
from kpi.domain.follow_up import CLOSED
from kpi.queries.agenda_sources import AgreementSource, DeviationSource, agreement_sources, deviation_sources
from kpi.tables.deviation import Deviation
from kpi.tables.dialogue import AgendaInput, AgendaItem, AgendaNote, DialogueSession
from kpi.tables.dialogue_outcome import ActionPoint

BY_ITSELF = "Samenzicht"
LONGEST_TITLE = 200


def place_open_items(session: Session, *, provider_id: int | None) -> None:
    """Give everything that is open at this table its one place, in order, and take away what is closed and was not touched."""
    session.flush()
    coming = coming_session(session, provider_id=provider_id)
    _drop_closed(session, provider_id)
    rows = _live_rows(session, provider_id)
    deviations = deviation_sources(session, provider_id=provider_id) if provider_id is not None else ()
    agreements = agreement_sources(session, provider_id=provider_id)
    for place, source in enumerate(deviations):
        _place(session, coming, rows.get((DEVIATION, source.deviation_id)), _of_deviation(source, place, provider_id))
    for place, told in enumerate(agreements, start=1):
        _place(session, coming, rows.get((AGREEMENT, told.action_id)), _of_agreement(told, place, provider_id))
    session.flush()


def place_everything(session: Session) -> None:
    """The same for every table there is."""
    for provider_id in (*session.scalars(select(Deviation.provider_id).distinct().order_by(Deviation.provider_id)), None):
        place_open_items(session, provider_id=provider_id)


def coming_session(session: Session, *, provider_id: int | None) -> int | None:
    """The first session of this table whose agenda still writes itself; None while there is none."""
    d = DialogueSession
    query = select(d.id).where(same_table(d.provider_id, provider_id), d.state == WRITES_ITSELF).order_by(d.planned_at, d.id)
    return session.scalar(query.limit(1))


def same_table(column: Any, provider_id: int | None) -> ColumnElement[bool]:
    """Rows of this table."""
    return column.is_(None) if provider_id is None else column == provider_id  # type: ignore[no-any-return]


def leave_session(session: Session, *, session_id: int, provider_id: int | None) -> None:
    """A session will not be held: what people put on its agenda goes to the list, and from there (place_open_items) to the next agenda.

    The fixed questions stay where they are; they stand on every agenda.
    """
    i = AgendaItem
    kept = (i.session_id == session_id, i.is_live, i.is_removed.is_(False), i.kind.in_((DEVIATION, AGREEMENT, POINT)))
    to_list = {"session_id": None, "provider_id": provider_id, "frozen_value": "", "frozen_period": "", "frozen_version": None, "frozen_at": None}
    session.execute(update(i).where(*kept).values(**to_list, version=i.version + 1))
    session.execute(update(i).where(i.session_id == session_id).values(is_live=False))


def end_session(session: Session, *, session_id: int, provider_id: int | None) -> None:
    """A session is settled: its points are history; what is still open stands on the next agenda, and an agreement that was open was carried on."""
    i, a = AgendaItem, ActionPoint
    passed = select(i.action_point_id).where(i.session_id == session_id, i.is_live, i.action_point_id.is_not(None))
    session.execute(update(a).where(a.id.in_(passed), a.state.in_(UNFINISHED)).values(carried=a.carried + 1))
    session.execute(update(i).where(i.session_id == session_id).values(is_live=False))
    place_open_items(session, provider_id=provider_id)


def _live_rows(session: Session, provider_id: int | None) -> dict[tuple[str, int], Any]:
    i, d = AgendaItem, DialogueSession
    query = (
        select(i.id, i.kind, i.deviation_id, i.action_point_id, i.session_id, i.position, i.title, i.figures, i.is_chosen, d.state)
        .outerjoin(d, d.id == i.session_id)
        .where(i.is_live, i.kind.in_((DEVIATION, AGREEMENT)), same_table(i.provider_id, provider_id))
    )
    return {(row.kind, row.deviation_id or row.action_point_id): row for row in session.execute(query)}


def _place(session: Session, coming: int | None, row: Any, wanted: dict[str, Any]) -> None:
    """A new row, or the row that is there, brought to the coming agenda. One on an agenda that is shared or running stays as it is."""
    if row is None:
        session.add(AgendaItem(session_id=coming, added_by=BY_ITSELF, changed_by="", **wanted))
        return
    if row.session_id is not None and row.state != WRITES_ITSELF:
        return
    where = row.session_id if row.session_id is not None and row.is_chosen else coming  # people chose a later session: it stays there
    now = {name: wanted[name] for name in ("position", "title", "figures")} | {"session_id": where}
    if any(getattr(row, name) != value for name, value in now.items()):
        session.execute(update(AgendaItem).where(AgendaItem.id == row.id).values(**now, version=AgendaItem.version + 1))


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


def _drop_closed(session: Session, provider_id: int | None) -> None:
    """What is closed leaves the list and the agenda that still writes itself, unless somebody wrote at it."""
    i, d = AgendaItem, DialogueSession
    open_deviations = select(Deviation.id).where(Deviation.state != CLOSED)
    open_agreements = select(ActionPoint.id).where(ActionPoint.state.in_(UNFINISHED))
    closed = (i.deviation_id.is_not(None) & i.deviation_id.not_in(open_deviations)) | (
        i.action_point_id.is_not(None) & i.action_point_id.not_in(open_agreements)
    )
    writing_itself = select(d.id).where(d.state == WRITES_ITSELF)
    here = (same_table(i.provider_id, provider_id), i.is_live, closed, i.session_id.is_(None) | i.session_id.in_(writing_itself))
    gone = list(session.scalars(select(i.id).where(*here).order_by(i.id)))
    touched = set(_touched(session, gone))
    session.execute(update(i).where(i.id.in_(touched)).values(is_live=False))
    session.execute(delete(i).where(i.id.in_([one for one in gone if one not in touched])))


def _touched(session: Session, item_ids: Iterable[int]) -> Iterable[int]:
    """Where something was prepared, written or agreed."""
    wanted = list(item_ids)
    if not wanted:
        return ()
    asked = (
        select(AgendaNote.item_id).where(AgendaNote.item_id.in_(wanted)),
        select(AgendaInput.item_id).where(AgendaInput.item_id.in_(wanted)),
        select(AgendaItem.id).where(AgendaItem.id.in_(select(ActionPoint.agenda_item_id).where(ActionPoint.agenda_item_id.in_(wanted)))),
        select(AgendaItem.id).where(AgendaItem.id.in_(wanted), (AgendaItem.minutes != "") | AgendaItem.frozen_at.is_not(None)),
    )
    return [number for query in asked for number in session.scalars(query)]
