"""A member of the klankbordgroep gives advice, or takes it back.

Whoever does not allow its name is not named anywhere: not in the row, and not in the journal. The number of the person stays in the row alone, so
that its giver can take it back and the program's keeper can answer for it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import NotFound, Refused
from kpi.actions.advice_points import take_off_tables
from kpi.actions.dialogues.reach import rows_changed
from kpi.domain.advice import GIVEN_EVENT, SOMEBODY, WITHDRAWN, WITHDRAWN_EVENT, due_on, next_state, read_advice
from kpi.tables.advice import Advice
from kpi.tables.edition import SummaryEdition


def give(
    session: Session, *, subject: str, text: str, may_be_named: bool, period: str = "", answer_working_days: int, by: Actor, at: datetime
) -> int:
    """Give an advice; its number. `period`: the quarter ("2026-K3") of the published summary that it is about, or "".

    `answer_working_days` is the region's term. Raises Refused at the field.
    """
    told = read_advice(subject=subject, text=text, may_be_named=may_be_named, period=period)
    if told.period is not None:
        _require_published(session, told.period)
    if by.person_id is None or by.organisation_id is None:
        raise NotFound
    made = Advice(
        organisation_id=by.organisation_id,
        person_id=by.person_id,
        person_name=by.name if told.may_be_named else "",
        may_be_named=told.may_be_named,
        period=told.period,
        subject=told.subject,
        text=told.text,
        given_at=at,
        answer_due_on=due_on(at, working_days=answer_working_days),
        state=next_state(None, GIVEN_EVENT),
    )
    session.add(made)
    session.flush()
    _tell(session, made.id, "advies gegeven", may_be_named=told.may_be_named, by=by, at=at)
    return made.id


def withdraw(session: Session, *, advice_id: int, by: Actor, at: datetime) -> None:
    """Take one's own advice back, as long as it is not answered; its points leave the tables of aanbieders. Twice does no harm.

    Raises NotFound for somebody else's, or Refused once it is answered.
    """
    a = Advice
    row = session.execute(select(a.state, a.may_be_named).where(a.id == advice_id, a.person_id == by.person_id)).one_or_none()
    if row is None:
        raise NotFound
    if row.state == WITHDRAWN:
        return
    after = next_state(row.state, WITHDRAWN_EVENT)
    waits = (a.id == advice_id, a.person_id == by.person_id, a.state == row.state)
    if rows_changed(session, update(a).where(*waits).values(state=after, version=a.version + 1)) != 1:
        raise Refused("", "De gemeente heeft dit advies net beantwoord. Lees eerst het antwoord.")
    take_off_tables(session, advice_id=advice_id)
    _tell(session, advice_id, "advies ingetrokken", may_be_named=row.may_be_named, by=by, at=at)


def _require_published(session: Session, period: str) -> None:
    e = SummaryEdition
    if session.scalar(select(e.id).where(e.period == period, e.state == "gepubliceerd").limit(1)) is None:
        raise Refused("period", "Van dit kwartaal is geen samenvatting te lezen. Kies een ander kwartaal.")


def _tell(session: Session, advice_id: int, action: str, *, may_be_named: bool, by: Actor, at: datetime) -> None:
    """One line in the journal. Without the giver's permission it tells neither who, nor from where."""
    who = by if may_be_named else replace(by, person_id=None, name=SOMEBODY, origin="")
    journal.record(session, by=who, at=at, action=action, object=f"advies/{advice_id}")
