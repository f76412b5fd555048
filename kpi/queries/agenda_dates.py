"""Dates of contracts and subsidies that come near: what an agenda tells both sides, and nothing that one of them may not know.

All of it stands on the aanbieder's own pages too: the end of an arrangement or raamovereenkomst, the last day to decide on an extension, the duties
of both sides about a subsidie, and the two weeks of the clock of a bestedingsruimte. A right of the gemeente alone (to revoke, to reclaim) is no
point to talk about, and stays out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, Row, String, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from contracts.domain.awb_terms import Rulebook
from contracts.domain.commitment import SUBSIDIE
from contracts.domain.options import next_decision, plan
from contracts.domain.spending import Clock, room_signal
from contracts.domain.subsidy.deadlines import Deadline, Side, deadlines
from contracts.foundation.period import day_in_words
from contracts.queries.own_contracts import OwnAgreement, own_agreements
from contracts.queries.subsidies import events_of, standing_of
from contracts.tables.agreement import Commitment
from contracts.tables.realisation import SpendingRoom
from contracts.tables.subsidy import SubsidyEvent

HORIZON = timedelta(weeks=13)  # sessions follow each other by the quarter: whatever ends before the next one has to be talked about in this one
OPTION = "Beslis uiterlijk op {day} over verlenging {number} van {name}"


@dataclass(frozen=True, slots=True)
class NearDate:
    """A last day. `key` stays the same while the day does: what was frozen on an agenda is known by it."""

    key: str
    last_on: date
    title: str
    sentence: str


def near_dates(session: Session, *, provider_id: int | None, book: Rulebook, today: date, held_on: date) -> tuple[NearDate, ...]:
    """What ends from today until thirteen weeks after a session, and every duty about a subsidie that is late, the first day first.

    For a joint session (None) there is nothing: what one aanbieder agreed is no concern of another. Three questions.
    """
    if provider_id is None:
        return ()
    until = max(held_on, today) + HORIZON
    rows = session.execute(_question(provider_id)).all()
    found = [*_ends(rows), *_rooms(rows), *_frames(own_agreements(session, provider_id=provider_id), today)]
    near = [one for one in found if today <= one.last_on <= until]
    near += [one for one in _subsidies(session, rows, provider_id, book, today) if one.last_on <= until]
    return tuple(sorted(near, key=lambda one: (one.last_on, one.key)))


def _question(provider_id: int) -> Any:
    c, r = Commitment, SpendingRoom
    nothing, no_day = literal("", String()), cast(null(), Date)
    promised = select(c.kind, c.id, c.reference, c.name, c.ends_on, no_day, literal(0)).where(c.provider_id == provider_id)
    running = (r.provider_id == provider_id, r.notified_on.is_not(None), r.decided_on.is_(None))
    rooms = select(literal("ruimte"), r.year, nothing, nothing, r.notified_on, r.talked_on, r.room_cents).where(*running)
    return union_all(promised, rooms)


def _ends(rows: Sequence[Row[*tuple[Any, ...]]]) -> Iterator[NearDate]:
    for kind, number, reference, name, ends_on, _, _ in map(tuple, rows):
        if kind != "ruimte":
            what = "Subsidie" if kind == SUBSIDIE else "Arrangement"
            told = f"{what} {name} ({reference}) loopt af op {day_in_words(ends_on)}."
            yield NearDate(f"einde:{number}:{ends_on}", ends_on, f"{what} {reference} loopt af", told)


def _rooms(rows: Sequence[Row[*tuple[Any, ...]]]) -> Iterator[NearDate]:
    for kind, year, _, _, notified_on, talked_on, cents in map(tuple, rows):
        if kind == "ruimte":
            step = room_signal(room_cents=cents, used_cents=0, clock=Clock(notified_on, talked_on)).step
            if step.due_on is not None:
                what = "Gesprek" if step.code == "gesprek" else "Besluit"
                told = f"{what} over de bestedingsruimte van {year}: uiterlijk op {day_in_words(step.due_on)}."
                yield NearDate(f"ruimte:{year}:{step.code}:{step.due_on}", step.due_on, f"{what} over de bestedingsruimte van {year}", told)


def _frames(frames: Sequence[OwnAgreement], today: date) -> Iterator[NearDate]:
    """The option that can be decided on now; without one the end."""
    for frame in frames:
        decision = next_decision(plan(frame.base_ends_on, frame.options, today=today))
        if decision is None:
            told = f"{frame.name} ({frame.reference}) loopt af op {day_in_words(frame.ends_on)}. Er is geen verlenging meer."
            yield NearDate(f"raam:{frame.id}:{frame.ends_on}", frame.ends_on, f"Raamovereenkomst {frame.reference} loopt af", told)
            continue
        asked = OPTION.format(day=day_in_words(decision.decide_by), number=decision.number, name=f"{frame.name} ({frame.reference})")
        extra = f"Die loopt van {day_in_words(decision.starts_on)} tot en met {day_in_words(decision.ends_on)}."
        title = f"Verlenging van raamovereenkomst {frame.reference}"
        yield NearDate(f"optie:{frame.id}:{decision.number}:{decision.decide_by}", decision.decide_by, title, f"{asked}. {extra}")


def _subsidies(session: Session, rows: Sequence[Row[*tuple[Any, ...]]], provider_id: int, book: Rulebook, today: date) -> Iterator[NearDate]:
    own = select(Commitment.id).where(Commitment.provider_id == provider_id, Commitment.kind == SUBSIDIE)
    events = events_of(session, SubsidyEvent.commitment_id.in_(own))
    for kind, number, reference, *_ in map(tuple, rows):
        if kind != SUBSIDIE or number not in events:
            continue
        standing, _ = standing_of(events[number], book=book)
        for due in deadlines(standing, book=book):
            if _concerns_both(due) and (due.last_on >= today or due.is_overdue(today)):
                key = f"subsidie:{number}:{due.code}:{due.last_on}"
                yield NearDate(key, due.last_on, f"{due.name}: subsidie {reference}", f"Subsidie {reference}. {due.sentence(today)}")


def _concerns_both(due: Deadline) -> bool:
    """A duty of either side, or a right of the aanbieder."""
    return due.is_duty or due.side is Side.PROVIDER
