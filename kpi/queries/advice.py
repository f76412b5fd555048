"""The advice of the klankbordgroep as the gemeente works with it: by term, with its answers, and at which tables of aanbieders it is talked about.

Nothing here is for an aanbieder. A name is read only where its giver allowed it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from contracts.foundation.errors import NotFound
from contracts.tables.organisation import Organisation
from kpi.domain.advice import WAITING, WITHDRAWN, given_on
from kpi.queries.advice_of_board import AnswerLine, answers_to
from kpi.tables.advice import Advice, AdviceProvider
from kpi.tables.dialogue import AgendaItem, DialogueSession


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """An advice for the gemeente. `by` is "" where its name may not be told; `answers`: the newest first."""

    advice_id: int
    organisation_id: int
    subject: str
    text: str
    by: str
    period: str | None
    given_at: datetime
    answer_due_on: date
    state: str
    version: int
    answers: tuple[AnswerLine, ...] = ()

    @property
    def given_on(self) -> date:
        """The day on which it was given. A page tells no time of day: that could tell who was here."""
        return given_on(self.given_at)


@dataclass(frozen=True, slots=True)
class AdvicePlace:
    """An aanbieder that an advice concerns, and where its point stands: on the list (no session), on an agenda, or behind us (not live)."""

    provider_id: int
    provider_name: str
    words: str
    item_id: int | None
    session_id: int | None
    session_title: str
    is_live: bool


@dataclass(frozen=True, slots=True)
class OpenAdvice:
    """An advice that waits for an answer, for the reminders."""

    advice_id: int
    subject: str
    given_at: datetime
    answer_due_on: date


def all_advice(session: Session) -> tuple[AdviceLine, ...]:
    """Every advice that was not taken back: first what waits for an answer, by its last day, then the latest. Two queries."""
    return _read(session)


def find_advice(session: Session, *, advice_id: int) -> AdviceLine:
    """One advice. Raises NotFound, also when it was taken back."""
    found = _read(session, Advice.id == advice_id)
    if not found:
        raise NotFound
    return found[0]


def open_advice(session: Session) -> tuple[OpenAdvice, ...]:
    """What waits for an answer, the first last day first. One query."""
    a = Advice
    query = select(a.id, a.subject, a.given_at, a.answer_due_on).where(a.state == WAITING).order_by(a.answer_due_on, a.id)
    return tuple(OpenAdvice(*row) for row in session.execute(query))


def places_of(session: Session, *, advice_id: int) -> tuple[AdvicePlace, ...]:
    """At which tables an advice is talked about, by name of the aanbieder: of each the point that is live, else the last one. One query."""
    p, i, d = AdviceProvider, AgendaItem, DialogueSession
    newest = select(func.max(i.id)).where(i.advice_id == advice_id).group_by(i.provider_id, i.is_live)
    query = (
        select(p.provider_id, Organisation.name, p.words, i.id, i.session_id, func.coalesce(d.title, ""), func.coalesce(i.is_live, False))
        .join(Organisation, Organisation.id == p.provider_id)
        .outerjoin(i, (i.advice_id == p.advice_id) & (i.provider_id == p.provider_id) & i.id.in_(newest))
        .outerjoin(d, d.id == i.session_id)
        .where(p.advice_id == advice_id)
        .order_by(Organisation.name, p.provider_id, i.is_live)
    )
    found = {row[0]: AdvicePlace(*row[:6], is_live=bool(row[6])) for row in session.execute(query)}
    return tuple(found.values())


def providers_to_choose(session: Session, *, besides: Collection[int] = ()) -> tuple[tuple[int, str], ...]:
    """The aanbieders that an advice may concern, by name; without `besides`. One query."""
    o = Organisation
    query = select(o.id, o.name).where(o.kind == "aanbieder", o.id.not_in(besides)).order_by(o.name, o.id)
    return tuple((row.id, row.name) for row in session.execute(query))


def _read(session: Session, *wanted: ColumnElement[bool]) -> tuple[AdviceLine, ...]:
    a = Advice
    told = case((a.may_be_named, a.person_name), else_="")
    waits = case((a.state == WAITING, 0), else_=1)
    columns = (a.id, a.organisation_id, a.subject, a.text, told, a.period, a.given_at, a.answer_due_on, a.state, a.version)
    query = select(*columns).where(a.state != WITHDRAWN, *wanted)
    order = (waits, case((a.state == WAITING, a.answer_due_on), else_=None), a.given_at.desc(), a.id.desc())
    rows = session.execute(query.order_by(*order)).all()
    answers = answers_to(session, advice_ids=[row.id for row in rows])
    return tuple(replace(AdviceLine(*row), answers=answers.get(row.id, ())) for row in rows)
