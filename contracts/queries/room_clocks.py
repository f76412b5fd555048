"""The clocks of two weeks that run about a room to spend: a notice was given, and the talk or the decision is still to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.domain.spending import Clock, room_signal
from contracts.tables.organisation import Organisation
from contracts.tables.realisation import SpendingRoom


@dataclass(frozen=True, slots=True)
class OpenClock:
    """What is to be done for an aanbieder about a year, and its last day. `step`: "gesprek" or "besluit"."""

    provider_id: int
    provider_name: str
    year: int
    step: str
    due_on: date


def open_clocks(session: Session) -> list[OpenClock]:
    """The first last day first. One query."""
    r, o = SpendingRoom, Organisation
    asked = (
        select(o.id, o.name, r.year, r.room_cents, r.notified_on, r.talked_on)
        .join(o, o.id == r.provider_id)
        .where(r.notified_on.is_not(None), r.decided_on.is_(None))
        .order_by(o.name, r.year)
    )
    found = []
    for key, name, year, cents, notified_on, talked_on in session.execute(asked):
        step = room_signal(room_cents=cents, used_cents=0, clock=Clock(notified_on, talked_on)).step
        if step.due_on is not None:
            found.append(OpenClock(key, name, year, step.code, step.due_on))
    return sorted(found, key=lambda each: each.due_on)
