"""Does every open deviation and every open agreement stand in exactly one place? What `./samenzicht controleer` says of the partnership table.

An advice of the klankbordgroep that concerns an aanbieder has a point at its table, and one that was taken back has none left.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Label, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from contracts.tables.organisation import Organisation
from kpi.domain.advice import WITHDRAWN
from kpi.domain.dialogue import AGENDA_STATES, RUNNING_STATES, UNFINISHED
from kpi.domain.follow_up import CLOSED
from kpi.tables.advice import Advice, AdviceProvider
from kpi.tables.deviation import Deviation
from kpi.tables.dialogue import AgendaItem, DialogueSession
from kpi.tables.dialogue_outcome import ActionPoint


def misplaced(session: Session) -> list[str]:
    """A line for everything that is open and stands on no agenda, on two, or at another table. Reads everything: for the command line."""
    deviation = AgendaItem.deviation_id == Deviation.id, AgendaItem.provider_id == Deviation.provider_id
    same = or_(AgendaItem.provider_id == ActionPoint.provider_id, and_(AgendaItem.provider_id.is_(None), ActionPoint.provider_id.is_(None)))
    agreement = AgendaItem.action_point_id == ActionPoint.id, same
    deviations = select(Deviation.id, Organisation.name, Deviation.indicator_code, _places(*deviation)).where(Deviation.state != CLOSED)
    agreements = select(ActionPoint.id, Organisation.name, ActionPoint.text, _places(*agreement)).where(ActionPoint.state.in_(UNFINISHED))
    return [
        *_told(session, "afwijking", deviations.join(Organisation, Organisation.id == Deviation.provider_id).order_by(Deviation.id)),
        *_told(session, "afspraak", agreements.outerjoin(Organisation, Organisation.id == ActionPoint.provider_id).order_by(ActionPoint.id)),
        *_without_point(session),
        *_left_over(session),
    ]


def _without_point(session: Session) -> list[str]:
    """Advice that is to be talked about with an aanbieder, and was never put at its table."""
    p, i, a = AdviceProvider, AgendaItem, Advice
    there = select(i.id).where(i.advice_id == p.advice_id, i.provider_id == p.provider_id).exists()
    asked = select(p.advice_id, Organisation.name).join(a, a.id == p.advice_id).join(Organisation, Organisation.id == p.provider_id)
    rows = session.execute(asked.where(a.state != WITHDRAWN, ~there).order_by(p.advice_id, p.provider_id))
    return [f"advies {row.advice_id} ({row.name}) staat op geen enkele agenda van deze aanbieder" for row in rows]


def _left_over(session: Session) -> list[str]:
    """Points of advice that was taken back, or that does not concern this aanbieder any more, where they can still be taken off."""
    i, d, p, a = AgendaItem, DialogueSession, AdviceProvider, Advice
    meant = select(p.advice_id).join(a, a.id == p.advice_id).where(p.advice_id == i.advice_id, p.provider_id == i.provider_id, a.state != WITHDRAWN)
    open_place = or_(i.session_id.is_(None), d.state.in_(AGENDA_STATES))
    query = select(i.id, i.advice_id).outerjoin(d, d.id == i.session_id).where(i.advice_id.is_not(None), i.is_live, open_place, ~meant.exists())
    return [f"advies {row.advice_id} is ingetrokken, en staat nog op agendapunt {row.id}" for row in session.execute(query.order_by(i.id))]


def _told(session: Session, what: str, query: Select[*tuple[Any, ...]]) -> list[str]:
    return [
        f"{what} {number} ({name or 'gezamenlijk'}, {about[:60]}) staat op {'geen agenda' if places == 0 else f'{places} agenda’s'} en niet op één"
        for number, name, about, places in map(tuple, session.execute(query))
        if places != 1
    ]


def _places(*of_it: ColumnElement[bool]) -> Label[int]:
    """On how many agendas that are coming or running, or lists, it stands."""
    i, d = AgendaItem, DialogueSession
    at_home = or_(i.session_id.is_(None), d.state.in_(RUNNING_STATES) & (func.coalesce(d.provider_id, 0) == func.coalesce(i.provider_id, 0)))
    query = select(func.count(i.id)).select_from(i).outerjoin(d, d.id == i.session_id)
    return query.where(i.is_live, i.is_removed.is_(False), at_home, *of_it).correlate(Deviation, ActionPoint).scalar_subquery().label("places")
