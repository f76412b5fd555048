"""The course of a subsidie through its actions: what is stored of it, and what each year is promised and paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.actions.subsidies import apply_for_subsidy
from contracts.domain.awb_terms import AWB, DECIDE, Rulebook
from contracts.domain.subsidy.events import Kind
from contracts.domain.subsidy.standing import State
from contracts.foundation.errors import NotFound
from contracts.foundation.journal import JournalEntry
from contracts.queries.subsidies import subsidies_of, subsidy_of
from contracts.tables.agreement import Allocation, AllocationShare, Commitment, CommitmentYear
from tests.factories import contracts as make
from tests.support.queries import counted
from tests.support.subsidies import AT, BOOK, BY, TODAY, SubsidyDesk, application, refused


@pytest.fixture
def desk(session: Session) -> SubsidyDesk:
    """A subsidie for 2026 that was applied for."""
    return SubsidyDesk(session)


def test_until_the_verlening_nothing_is_promised(desk: SubsidyDesk) -> None:
    found = desk.found
    assert (found.standing.state, found.standing.requested_cents, desk.years) == (State.APPLICATION, 120_000_00, {2026: (0, 0)})
    assert found.item.is_recorded and [each.recorded.event.kind for each in found.events] == [Kind.APPLIED]
    assert found.next_due is None and [each.code for each in found.late] == [DECIDE]  # eight weeks have long passed
    assert desk.session.scalar(select(Commitment.subsidy_state)) == State.APPLICATION


def test_a_whole_year_from_application_to_recovery(desk: SubsidyDesk) -> None:
    desk.record(Kind.GRANTED, date(2025, 11, 20), 100_000_01)
    assert desk.years == {2026: (100_000_01, 0)}
    for month in (1, 4, 7, 10):
        desk.record(Kind.ADVANCE_PAID, date(2026, month, 5), 24_000_00)
    desk.record(Kind.DETERMINATION_REQUESTED, date(2027, 3, 31))
    desk.record(Kind.DETERMINED, date(2027, 5, 10), 90_000_00, ground="4:46 lid 2 a")
    assert desk.years == {2026: (90_000_00, 96_000_00)} and desk.found.standing.recoverable_cents == 6_000_00
    desk.record(Kind.CLAIMED_BACK, date(2027, 5, 10), 6_000_00)
    desk.record(Kind.PAID_BACK, date(2027, 5, 28), 6_000_00)
    found = desk.found
    assert desk.years == {2026: (90_000_00, 90_000_00)} and found.standing.state is State.DETERMINED and not found.late
    told = desk.session.scalars(select(JournalEntry.action).where(JournalEntry.object == f"commitment:{desk.id}").order_by(JournalEntry.id)).all()
    assert told[:3] == ["subsidie gemaakt", "subsidie: aanvraag ontvangen", "subsidie: subsidie verleend"] and len(told) == 11


def test_over_more_years_it_is_divided_by_the_day_and_follows_later_decisions(session: Session) -> None:
    desk = SubsidyDesk(session, starts_on=date(2026, 7, 1), ends_on=date(2028, 12, 31), per_book_year=False)
    desk.record(Kind.GRANTED, date(2025, 11, 20), 1_000_00)
    assert {year: cents for year, (cents, _) in desk.years.items()} == {2026: 201_09, 2027: 398_91, 2028: 400_00}  # 184, 365 and 366 of 915 days
    desk.record(Kind.GRANT_CHANGED, date(2026, 8, 1), 500_00, ground="4:48 lid 1 a")
    assert {year: cents for year, (cents, _) in desk.years.items()} == {2026: 100_55, 2027: 199_45, 2028: 200_00}
    desk.record(Kind.GRANT_CHANGED, date(2026, 9, 1), 549_00, ends_on=date(2027, 12, 31))
    assert {year: cents for year, (cents, _) in desk.years.items()} == {2026: 184_00, 2027: 365_00, 2028: 0}
    assert session.scalar(select(Commitment.ends_on)) == date(2027, 12, 31)


def test_typed_amounts_per_year_add_up_and_come_back_after_a_strike(session: Session) -> None:
    desk = SubsidyDesk(session, ends_on=date(2027, 12, 31), per_book_year=False)
    two = {2026: 70_00, 2027: 29_99}
    refused(lambda: desk.record(Kind.GRANTED, date(2025, 11, 20), 100_00, years=two), field="years", words="samen € 99,99")
    refused(lambda: desk.record(Kind.GRANTED, date(2025, 11, 20), 99_99, years={**two, 2028: 0}), field="years", words="2028")
    assert desk.years == {2026: (0, 0), 2027: (0, 0)}
    desk.record(Kind.GRANTED, date(2025, 11, 20), 99_99, years=two)
    assert desk.years == {2026: (70_00, 0), 2027: (29_99, 0)}
    desk.record(Kind.GRANT_REVOKED, date(2026, 2, 1), ground="4:48 lid 1 b")
    assert desk.years == {2026: (0, 0), 2027: (0, 0)}
    desk.strike(desk.found.events[-1].id)
    assert desk.years == {2026: (70_00, 0), 2027: (29_99, 0)} and desk.found.standing.state is State.GRANTED
    desk.record(Kind.GRANT_CHANGED, date(2026, 2, 1), 49_99, ground="4:48 lid 1 e")
    assert sum(cents for cents, _ in desk.years.values()) == 49_99


def test_a_payment_belongs_to_a_year_of_the_subsidie(session: Session) -> None:
    desk = SubsidyDesk(session, ends_on=date(2027, 12, 31), per_book_year=False)
    desk.record(Kind.GRANTED, date(2025, 11, 20), 100_00)
    refused(lambda: desk.record(Kind.ADVANCE_PAID, date(2025, 12, 20), 10_00), field="budget_year", words="2026, 2027")
    desk.record(Kind.ADVANCE_PAID, date(2025, 12, 20), 10_00, year=2026)
    desk.record(Kind.ADVANCE_PAID, date(2027, 1, 20), 5_00)
    assert [realised for _, realised in desk.years.values()] == [10_00, 5_00]
    desk.record(Kind.DETERMINATION_REQUESTED, date(2027, 2, 1))
    desk.record(Kind.DETERMINED, date(2027, 2, 2), 0, ground="4:46 lid 2 b")
    desk.record(Kind.CLAIMED_BACK, date(2027, 2, 3), 15_00)
    refused(lambda: desk.record(Kind.PAID_BACK, date(2027, 3, 1), 6_00), field="budget_year", words="niet meer terugkomen")
    desk.record(Kind.PAID_BACK, date(2027, 3, 1), 6_00, year=2026)
    assert [realised for _, realised in desk.years.values()] == [4_00, 5_00]


def test_an_event_of_an_earlier_day_gets_its_place_and_all_is_followed_anew(desk: SubsidyDesk) -> None:
    desk.record(Kind.GRANTED, date(2025, 11, 20), 100_00)
    desk.record(Kind.ADVANCE_PAID, date(2026, 6, 1), 60_00)
    desk.record(Kind.ADVANCE_PAID, date(2026, 1, 5), 40_00)
    assert [each.recorded.event.on for each in desk.found.events][2:] == [date(2026, 1, 5), date(2026, 6, 1)]
    refused(
        lambda: desk.record(Kind.GRANT_CHANGED, date(2026, 2, 1), 50_00, ground="4:48 lid 1 a"), field="on", words="voorschot betaald op maandag 1"
    )
    refused(lambda: desk.record(Kind.ADVANCE_PAID, date(2026, 1, 4), 1), field="on", words="latere gebeurtenis niet meer")
    refused(lambda: desk.record(Kind.ADVANCE_PAID, date(2025, 10, 1), 1), field="kind", words="geen voorschot")
    assert desk.years == {2026: (100_00, 100_00)}


def test_a_division_by_shares_follows_the_amount(desk: SubsidyDesk) -> None:
    lines = [make.budget_line(desk.session, amounts={2026: 100_000_00}) for _ in range(2)]
    for line, share in zip(lines, (3333, 6667), strict=True):
        desk.session.add(AllocationShare(commitment_id=desk.id, budget_line_id=line, year=2026, share=share))
    desk.session.scalars(select(CommitmentYear)).one().division = "aandelen"
    desk.session.flush()
    desk.record(Kind.GRANTED, date(2025, 11, 20), 100_01)
    asked = select(Allocation.amount_cents).order_by(Allocation.budget_line_id)
    assert desk.session.scalars(asked).all() == [33_33, 66_68]
    desk.record(Kind.GRANT_CHANGED, date(2026, 2, 1), 1, ground="4:48 lid 1 a")
    desk.session.expire_all()
    assert desk.session.scalars(asked).all() == [0, 1]


def test_an_aanbieder_sees_its_own_without_what_is_internal(desk: SubsidyDesk) -> None:
    desk.record(Kind.GRANTED, date(2025, 11, 20), 100_00, note="Intern: let op de reserve.")
    desk.record(Kind.ADVANCE_PAID, date(2026, 1, 5), 40_00)
    desk.strike(desk.found.events[-1].id)
    own = subsidy_of(desk.session, commitment_id=desk.id, provider_id=desk.provider, book=BOOK, today=TODAY)
    assert [each.recorded.event.kind for each in own.events] == [Kind.APPLIED, Kind.GRANTED]
    assert all(each.recorded.note == "" == each.person_name for each in own.events) and own.standing == desk.found.standing
    other = make.organisation(desk.session)
    with pytest.raises(NotFound):
        subsidy_of(desk.session, commitment_id=desk.id, provider_id=other, book=BOOK, today=TODAY)
    assert subsidies_of(desk.session, provider_id=other, book=BOOK, today=TODAY) == ()


def test_the_number_of_questions_does_not_grow(desk: SubsidyDesk) -> None:
    def asked() -> int:
        with counted(desk.session) as sent:
            subsidies_of(desk.session, provider_id=None, book=BOOK, today=TODAY)
        return len(sent)

    alone = asked()
    for number in range(4):
        apply_for_subsidy(desk.session, new=application(desk.provider, reference=f"SUB-{number}"), book=BOOK, by=BY, at=AT)
    assert alone == asked() == 3
    assert len(subsidies_of(desk.session, provider_id=None, book=BOOK, today=TODAY)) == 5


def test_a_term_that_the_region_shortened_afterwards_breaks_no_page(desk: SubsidyDesk) -> None:
    desk.record(Kind.SUPPLEMENT_ASKED, date(2025, 10, 1), until_on=date(2025, 10, 15))
    desk.record(Kind.NOT_PROCESSED, date(2025, 11, 10))
    short = Rulebook({**AWB, "buiten-behandeling": replace(AWB["buiten-behandeling"], count=1)})
    found = subsidy_of(desk.session, commitment_id=desk.id, provider_id=None, book=short, today=TODAY)
    assert "Aanvraag niet behandeld" in found.misfit and found.standing.state is State.APPLICATION and not desk.found.misfit
