"""What was done with the advice of the klankbordgroep since the summary before: for the draft of the next one.

No aanbieder is in it, and no name that its giver did not allow.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from contracts.foundation.period import MONTHS
from kpi.domain.advice import ANSWERED
from kpi.domain.publication.content import AnsweredAdvice
from kpi.tables.advice import Advice, AdviceAnswer


def answered_since(session: Session, *, since: datetime | None, until: datetime) -> tuple[AnsweredAdvice, ...]:
    """The advice whose newest answer was given, or whose outcome was told, after `since` and up to and including `until`; the earliest advice first.

    `since` is when the edition before was published, or None when there was none. One query.
    """
    a, n = Advice, AdviceAnswer
    newest = select(func.max(n.number)).where(n.advice_id == a.id).correlate(a).scalar_subquery()
    told = case((a.may_be_named, a.person_name), else_="")
    query = (
        select(a.subject, n.verdict, n.reason, n.what, n.ready_on, n.outcome, told)
        .join(n, (n.advice_id == a.id) & (n.number == newest))
        .where(a.state == ANSWERED, _within(n.answered_at, since, until) | _within(n.outcome_at, since, until))
        .order_by(a.given_at, a.id)
    )
    return tuple(
        AnsweredAdvice(subject, verdict, reason, what, _day(ready_on), outcome, by)
        for subject, verdict, reason, what, ready_on, outcome, by in map(tuple, session.execute(query))
    )


def _within(
    moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None], since: datetime | None, until: datetime
) -> ColumnElement[bool]:
    after = moment <= until
    return after if since is None else after & (moment > since)


def _day(day: date | None) -> str:
    return "" if day is None else f"{day.day} {MONTHS[day.month - 1]} {day.year}"
