"""Which dates of contracts and subsidies an agenda tells, and that they stay what they were once it is shared."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.actions.subsidies import apply_for_subsidy
from contracts.domain.subsidy.life import USUAL
from contracts.tables.agreement import Agreement, Commitment
from contracts.tables.amendment import AgreementOption
from contracts.tables.realisation import SpendingRoom
from kpi.actions import dialogues
from kpi.queries.agenda_dates import HORIZON, NearDate, near_dates
from kpi.tables.dialogue import AgendaItem
from tests.factories import contracts
from tests.factories.dialogue import BY, Table, table
from tests.factories.figures import NOW
from tests.support.subsidies import BY as CLERK
from tests.support.subsidies import application

TODAY = NOW.date()
HELD_ON = TODAY + timedelta(days=14)


def near(session: Session, provider_id: int | None) -> tuple[NearDate, ...]:
    return near_dates(session, provider_id=provider_id, book=USUAL, today=TODAY, held_on=HELD_ON)


def ends(session: Session, provider_id: int, on: date) -> int:
    return contracts.commitment(session, provider_id=provider_id, kind="arrangement", years={on.year: 100}, ends_on=on)


@pytest.mark.parametrize(("days", "is_told"), [(-1, False), (0, True), (14, True), (14 + HORIZON.days, True), (15 + HORIZON.days, False)])
def test_what_ends_between_today_and_thirteen_weeks_after_the_session_is_told(session: Session, days: int, is_told: bool) -> None:
    at = table(session)
    ends(session, at.own.id, TODAY + timedelta(days=days))
    ends(session, at.other.id, HELD_ON)
    assert len(near(session, at.own.id)) == is_told
    assert near(session, None) == (), "what one aanbieder agreed is no concern of the joint table"


def test_the_last_day_of_an_option_comes_before_the_end(session: Session) -> None:
    at = table(session)
    number = contracts.agreement(session, provider_id=at.own.id)
    row = session.get_one(Agreement, number)
    row.ends_on = TODAY + timedelta(days=150)
    session.add(AgreementOption(agreement_id=number, position=1, length=1, length_unit="jaar", notice=3, notice_unit="maanden"))
    session.flush()
    (told,) = near(session, at.own.id)
    assert told.title.startswith("Verlenging van raamovereenkomst")
    assert told.sentence.startswith("Beslis uiterlijk op ")
    assert TODAY < told.last_on < row.ends_on


def test_a_term_of_a_subsidie_and_the_clock_of_a_room_are_told(session: Session) -> None:
    at = table(session)
    new = application(at.own.id, on=TODAY - timedelta(days=7), starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    apply_for_subsidy(session, new=new, book=USUAL, by=CLERK, at=NOW)
    session.add(SpendingRoom(provider_id=at.own.id, year=2026, room_cents=100, notified_on=TODAY))
    session.flush()
    titles = [one.title for one in near(session, at.own.id)]
    assert any(title.endswith(": subsidie SUB-26") for title in titles)
    assert "Gesprek over de bestedingsruimte van 2026" in titles
    assert near(session, at.other.id) == ()


def test_a_shared_agenda_keeps_its_dates(session: Session) -> None:
    at = table(session)
    number = ends(session, at.own.id, HELD_ON)
    dialogues.share(session, session_id=at.session_id, viewer_provider_id=None, **BY)
    first = frozen(session, at)
    assert [row.part for row in first] == ["kaders"]
    session.get_one(Commitment, number).ends_on = HELD_ON + timedelta(days=300)
    session.flush()
    dialogues.start(session, session_id=at.session_id, viewer_provider_id=None, **BY)
    assert [row.figures for row in frozen(session, at)] == [row.figures for row in first]
    assert "loopt af op" in first[0].figures


def frozen(session: Session, at: Table) -> list[AgendaItem]:
    return list(session.scalars(select(AgendaItem).where(AgendaItem.session_id == at.session_id, AgendaItem.kind == "datum")))
