"""What was said already of a report that is not in: how often its aanbieder was reminded, when last, and when again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.period import AMSTERDAM
from kpi.domain import report as lifecycle
from portal.accounts.tables import Membership
from portal.reminders.outbox import DONE, REMINDER
from portal.reminders.plan import CATCH_UP, MONDAY, reminder_days
from portal.reminders.tables import OutgoingMail

A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Reminded:
    """The reminders of one report: on how many days one went out, the last of those, and the next that is planned."""

    times: int = 0
    last_on: date | None = None
    next_on: date | None = None


def days_told(session: Session) -> dict[int, frozenset[date]]:
    """On which days somebody at each organisation was sent a digest that is still in the outbox (90 days). One query."""
    rows = session.execute(
        select(Membership.organisation_id, OutgoingMail.sent_at)
        .join(Membership, Membership.person_id == OutgoingMail.person_id)
        .where(OutgoingMail.state == DONE, OutgoingMail.key.like(f"{REMINDER}:%"))
    )
    found: dict[int, set[date]] = defaultdict(set)
    for organisation_id, sent_at in rows:
        if sent_at is not None:
            found[organisation_id].add(sent_at.astimezone(AMSTERDAM).date())
    return {organisation_id: frozenset(days) for organisation_id, days in found.items()}


def reminded_of(*, last: date, state: str, told: Iterable[date], today: date, closes_at: datetime | None, at: datetime) -> Reminded:
    """The reminders of a report with this last day and state. `told`: the days on which its aanbieder was sent a digest at all.

    A digest counts for this report when it went out on one of its reminder days, or within the days in which a missed one is made up for.
    `closes_at`: from then on nobody can enter anything, so nobody is reminded; None: nobody opened it, so there is nothing to remind of.
    """
    weekly = state == lifecycle.CHANGE_REQUESTED
    planned = frozenset[date]() if weekly else reminder_days(last)
    counted = sorted(day for day in told if any(one <= day <= one + CATCH_UP for one in planned))
    coming = [next_monday(today)] if weekly else sorted(day for day in planned if day > today)
    goes_on = closes_at is not None and at < closes_at
    return Reminded(len(counted), counted[-1] if counted else None, coming[0] if coming and goes_on else None)


def next_monday(today: date) -> date:
    """The first Monday after this day: what has no deadline is recalled on Mondays."""
    return today + timedelta(days=(MONDAY - today.weekday() - 1) % A_WEEK + 1)
