"""The bestedingsruimte of every aanbieder in a year: how much of it is used, what is expected, and what must be done about it when.

Only arrangementen count: the model contract is about care that is bought (Modelovereenkomst Wmo 1.2, article 1.5), not about subsidies.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from contracts.domain.commitment import ARRANGEMENT
from contracts.domain.outlook import Expected, Facts, outlook
from contracts.domain.spending import Clock, RoomSignal, room_signal
from contracts.tables.organisation import Organisation
from contracts.tables.realisation import SpendingRoom
from kpi.queries.expected import details_of

USUAL_PERCENT = 70


@dataclass(frozen=True, slots=True)
class RoomDays:
    """What was done, on which day; empty until it was. The first three come before the year, the others after a signal."""

    announced_on: date | None = None
    settled_on: date | None = None
    planned_on: date | None = None
    notified_on: date | None = None
    talked_on: date | None = None
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """One aanbieder in one year, in cents. `room_cents` None: no room was recorded. `version` 0 then.

    `signal` None: there is no room, or the region does not use the signal. `not_forecast`: how many arrangementen count for what was committed.
    """

    provider_id: int
    provider_name: str
    year: int
    room_cents: int | None
    reason: str
    decision: str
    version: int
    days: RoomDays
    promised_cents: int
    used_cents: int
    expected_cents: int
    arrangements: int
    not_forecast: int
    signal: RoomSignal | None

    @property
    def room_of_use(self) -> bool:
        """Is there anything to show: a room, or an arrangement with money?"""
        return self.room_cents is not None or self.arrangements > 0


def rooms_of(session: Session, *, year: int, today: date, percent: int = USUAL_PERCENT, provider_id: int | None = None) -> list[Room]:
    """Of every aanbieder with a room or an arrangement in the year, by name; `provider_id`: of this one whatever it has. Five queries.

    `percent`: from which share on there is a signal; 0: the region does not use it.
    """
    used: dict[int, list[tuple[Facts, Expected]]] = {}
    for facts, row, _parts in details_of(session, year=year, provider_id=provider_id):
        if row.kind == ARRANGEMENT:
            used.setdefault(row.provider_id, []).append((facts, outlook(facts, today=today).expected))
    o, r = Organisation, SpendingRoom
    asked = (
        select(
            o.id, o.name, r.room_cents, r.reason, r.decision, r.version, r.announced_on, r.settled_on, r.planned_on, r.notified_on, r.talked_on,
            r.decided_on,
        )
        .outerjoin(r, and_(r.provider_id == o.id, r.year == year))
        .where(o.kind == "aanbieder")
        .order_by(o.name)
    )  # fmt: skip
    if provider_id is not None:
        asked = asked.where(o.id == provider_id)
    found = (_room(tuple(row), year, used.get(row[0], []), percent) for row in session.execute(asked))
    return [room for room in found if provider_id is not None or room.room_of_use]


def _room(row: tuple[Any, ...], year: int, used: list[tuple[Facts, Expected]], percent: int) -> Room:
    key, name, cents, reason, decision, version, *dates = row
    days = RoomDays(*dates)
    realised, expected = sum(each.realised_cents for each, _told in used), sum(told.expected_cents for _each, told in used)
    signal = None
    if cents is not None and percent:
        clock = Clock(days.notified_on, days.talked_on, days.decided_on)
        signal = room_signal(room_cents=cents, used_cents=realised, expected_cents=expected, clock=clock, share=Fraction(percent, 100))
    promised = sum(each.committed_cents for each, _told in used)
    guessed = sum(1 for each, told in used if not told.is_forecast and told.expected_cents != each.realised_cents)
    return Room(key, name, year, cents, reason or "", decision or "", version or 0, days, promised, realised, expected, len(used), guessed, signal)
