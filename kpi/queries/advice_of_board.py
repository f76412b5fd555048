"""The advice of the klankbordgroep as its members read it, with every answer of the gemeente.

Part of the wall: it reads advice and answers and nothing else, so no aanbieder can come through. Who gave an advice without allowing its name is
known to nobody: the number of the person stays in the database, and only says which advice is one's own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import Session

from contracts.foundation.errors import NotFound
from kpi.domain.advice import WAITING, WITHDRAWN, given_on, is_overdue, standing
from kpi.tables.advice import Advice, AdviceAnswer


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer of the gemeente. `what` is what it will do by `ready_on`; `outcome` is what came of that ("" as long as nobody told)."""

    advice_id: int
    number: int
    verdict: str
    reason: str
    what: str
    ready_on: date | None
    answered_at: datetime
    answered_by: str
    outcome: str
    outcome_at: datetime | None
    outcome_by: str


@dataclass(frozen=True, slots=True)
class BoardAdvice:
    """An advice. `by` is "" where its name may not be told; `period` is the code of the quarter whose summary it is about, or None.

    `answers`: the newest first; the others were replaced by it.
    """

    advice_id: int
    subject: str
    text: str
    by: str
    may_be_named: bool
    is_own: bool
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

    @property
    def is_waiting(self) -> bool:
        """Does it wait for an answer? Then its giver may take it back."""
        return self.state == WAITING

    def is_overdue(self, today: date) -> bool:
        """Did the gemeente let the term pass?"""
        return is_overdue(self.state, self.answer_due_on, today=today)

    def standing(self, today: date) -> str:
        """ "wacht op reactie (12 dagen)", "mee eens", "ingetrokken"."""
        return standing(self.state, self.given_at, self.answers[0].verdict if self.answers else "", today=today)


def all_advice_of_board(session: Session, *, organisation_id: int, person_id: int) -> tuple[BoardAdvice, ...]:
    """Every advice of this klankbordgroep, the latest first. What was taken back is read by its giver alone. Two queries."""
    return _read(session, person_id, Advice.organisation_id == organisation_id)


def advice_of_board(session: Session, *, advice_id: int, organisation_id: int, person_id: int) -> BoardAdvice:
    """One advice of this klankbordgroep. Raises NotFound."""
    found = _read(session, person_id, Advice.organisation_id == organisation_id, Advice.id == advice_id)
    if not found:
        raise NotFound
    return found[0]


def answers_to(session: Session, *, advice_ids: Collection[int]) -> dict[int, tuple[AnswerLine, ...]]:
    """All answers to these, the newest first. One query."""
    a = AdviceAnswer
    columns = (
        a.advice_id, a.number, a.verdict, a.reason, a.what, a.ready_on, a.answered_at, a.answered_by, a.outcome, a.outcome_at, a.outcome_by,
    )  # fmt: skip
    found: dict[int, tuple[AnswerLine, ...]] = {}
    for row in session.execute(select(*columns).where(a.advice_id.in_(advice_ids)).order_by(a.advice_id, a.number.desc())):
        found[row.advice_id] = (*found.get(row.advice_id, ()), AnswerLine(*row))
    return found


def _read(session: Session, person_id: int, *wanted: ColumnElement[bool]) -> tuple[BoardAdvice, ...]:
    a, is_own = Advice, Advice.person_id == person_id
    told = case((a.may_be_named, a.person_name), else_="")
    columns = (
        a.id, a.subject, a.text, told, a.may_be_named, is_own, a.period, a.given_at, a.answer_due_on, a.state, a.version,
    )  # fmt: skip
    rows = session.execute(select(*columns).where(*wanted, (a.state != WITHDRAWN) | is_own).order_by(a.given_at.desc(), a.id.desc())).all()
    answers = answers_to(session, advice_ids=[row.id for row in rows])
    return tuple(replace(BoardAdvice(*row), answers=answers.get(row.id, ())) for row in rows)
