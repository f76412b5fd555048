"""A subsidie that was promised before its course was recorded: its amounts stay, what was realised becomes advances."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.actions.subsidies import record_event
from contracts.actions.subsidy_start import DAY_UNKNOWN, EarlierCourse, begin_course
from contracts.domain.subsidy.course import Recorded
from contracts.domain.subsidy.events import Event, Kind
from contracts.domain.subsidy.standing import State
from contracts.foundation.errors import Conflict
from contracts.queries.subsidies import subsidy_of
from contracts.tables.realisation import Realisation
from tests.factories import contracts as make
from tests.support.subsidies import AT, BOOK, BY, TODAY, refused

RIGHT = EarlierCourse(date(2024, 9, 20), 700_00, date(2024, 12, 2), 610_01)


def stood(session: Session) -> int:
    """A subsidie of two years that was recorded as an amount per year, and partly spent."""
    return make.commitment(session, provider_id=make.organisation(session), years={2025: (300_00, 290_00), 2026: (310_01, 150_00)})


def begin(session: Session, old: int, new: EarlierCourse, version: int = 1) -> int:
    return begin_course(session, commitment_id=old, new=new, version=version, book=BOOK, by=BY, at=AT)


def test_one_that_stood_already_keeps_its_amounts(session: Session) -> None:
    old = stood(session)
    assert begin(session, old, RIGHT) == 2
    session.expire_all()
    found = subsidy_of(session, commitment_id=old, provider_id=None, book=BOOK, today=TODAY)
    assert [(each.year, each.committed_cents, each.realised_cents) for each in found.years] == [(2025, 300_00, 290_00), (2026, 310_01, 150_00)]
    assert (found.standing.state, found.standing.paid_cents) == (State.GRANTED, 440_00)
    days = [(each.recorded.event.on, each.recorded.note) for each in found.events[2:]]
    assert days == [(date(2025, 12, 31), DAY_UNKNOWN), (date(2026, 12, 31), DAY_UNKNOWN)]
    assert all(session.scalars(select(Realisation.replaced_at)))
    refused(lambda: begin(session, old, RIGHT, version=2), field="", words="al vastgelegd")


def test_its_application_and_verlening_go_together_and_are_checked(session: Session) -> None:
    old = stood(session)
    applied = Recorded(Event(Kind.APPLIED, date(2024, 9, 1), 1))
    about = {"commitment_id": old, "new": applied, "version": 1, "book": BOOK, "by": BY, "at": AT}
    refused(lambda: record_event(session, **about), field="kind", words="al geld vastgelegd (€ 610,01)")
    for changes, field, words in (
        ({"granted_cents": 610_00}, "granted", "Er is € 610,01 vastgelegd"),
        ({"granted_on": date(2024, 9, 1)}, "granted_on", "voor de vorige"),
        ({"requested_cents": 0}, "requested", "hoger is dan nul"),
        ({"granted_on": date(2030, 1, 1)}, "granted_on", "nog niet geweest"),
        ({"until_on": date(2024, 12, 2)}, "until_on", "ligt voor de verlening"),
    ):
        refused(lambda: begin(session, old, replace(RIGHT, **changes)), field=field, words=words)  # noqa: B023
    with pytest.raises(Conflict):
        begin(session, old, RIGHT, version=4)
    assert session.scalars(select(Realisation.replaced_at)).all() == [None, None]


def test_more_realised_than_promised_cannot_begin(session: Session) -> None:
    old = make.commitment(session, provider_id=make.organisation(session), years={2025: (300_00, 301_00)})
    new = EarlierCourse(date(2024, 9, 20), 300_00, date(2024, 12, 2), 300_00)
    refused(lambda: begin_course(session, commitment_id=old, new=new, version=1, book=BOOK, by=BY, at=AT), field="granted", words="meer gerealiseerd")
