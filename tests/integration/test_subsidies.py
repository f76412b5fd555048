"""The course of a subsidie through its actions: what is stored, what is refused at which field, and that nothing is half written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.actions.subsidies import NewApplication, apply_for_subsidy, record_event, strike_event
from contracts.actions.subsidy_start import DAY_UNKNOWN, EarlierCourse, begin_course
from contracts.domain.awb_terms import AWB, DECIDE, Rulebook
from contracts.domain.subsidy.course import Recorded
from contracts.domain.subsidy.events import Event, Kind
from contracts.domain.subsidy.standing import State
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from contracts.queries.subsidies import SubsidyDetail, subsidies_of, subsidy_of
from contracts.tables.agreement import Allocation, AllocationShare, Commitment, CommitmentYear
from contracts.tables.realisation import Realisation
from tests.factories import contracts as make
from tests.support.queries import counted

BOOK = Rulebook()
AT = datetime(2027, 6, 1, 9, tzinfo=UTC)
TODAY = AT.date()
BY = make.actor("Sanne Subsidie")


def application(provider: int, **changes: Any) -> NewApplication:
    """For the book year 2026, applied for on 29 September 2025."""
    usual = NewApplication(
        provider,
        None,
        "SUB-26",
        "Eerste opvang",
        None,
        date(2025, 9, 29),
        120_000_00,
        date(2026, 1, 1),
        date(2026, 12, 31),
        per_book_year=True,
    )
    return replace(usual, **changes)


class Desk:
    """One subsidie, spoken to as the portal does: each step sees the newest version."""

    def __init__(self, session: Session, **changes: Any) -> None:
        self.session = session
        self.provider = make.organisation(session, name="Stichting Proef")
        self.id = apply_for_subsidy(session, new=application(self.provider, **changes), book=BOOK, by=BY, at=AT)

    @property
    def found(self) -> SubsidyDetail:
        self.session.expire_all()
        return subsidy_of(self.session, commitment_id=self.id, provider_id=None, book=BOOK, today=TODAY)

    def record(
        self,
        kind: Kind,
        on: date,
        cents: int | None = None,
        *,
        year: int | None = None,
        years: Mapping[int, int] | None = None,
        note: str = "",
        late: int = 0,
        **fields: Any,
    ) -> int:
        new, version = Recorded(Event(kind, on, cents, **fields), year, years or {}, note), self.found.item.version - late
        return record_event(self.session, commitment_id=self.id, new=new, version=version, book=BOOK, by=BY, at=AT)

    def strike(self, event_id: int, reason: str = "Dubbel ingevoerd", late: int = 0) -> int:
        about = {"commitment_id": self.id, "event_id": event_id, "reason": reason, "version": self.found.item.version - late}
        return strike_event(self.session, book=BOOK, by=BY, at=AT, **about)

    @property
    def years(self) -> dict[int, tuple[int, int]]:
        return {each.year: (each.committed_cents, each.realised_cents) for each in self.found.years}


@pytest.fixture
def desk(session: Session) -> Desk:
    """A subsidie for 2026 that was applied for."""
    return Desk(session)


def refused(work: Any, *, field: str, words: str) -> None:
    with pytest.raises(Refused) as caught:
        work()
    assert (caught.value.field, words in caught.value.reason) == (field, True), (caught.value.field, caught.value.reason)


def test_until_the_verlening_nothing_is_promised(desk: Desk) -> None:
    found = desk.found
    assert (found.standing.state, found.standing.requested_cents, desk.years) == (State.APPLICATION, 120_000_00, {2026: (0, 0)})
    assert found.item.is_recorded and [each.recorded.event.kind for each in found.events] == [Kind.APPLIED]
    assert found.next_due is None and [each.code for each in found.late] == [DECIDE]  # eight weeks have long passed
    assert desk.session.scalar(select(Commitment.subsidy_state)) == State.APPLICATION


def test_a_whole_year_from_application_to_recovery(desk: Desk) -> None:
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
    desk = Desk(session, starts_on=date(2026, 7, 1), ends_on=date(2028, 12, 31), per_book_year=False)
    desk.record(Kind.GRANTED, date(2025, 11, 20), 1_000_00)
    assert {year: cents for year, (cents, _) in desk.years.items()} == {2026: 201_09, 2027: 398_91, 2028: 400_00}  # 184, 365 and 366 of 915 days
    desk.record(Kind.GRANT_CHANGED, date(2026, 8, 1), 500_00, ground="4:48 lid 1 a")
    assert {year: cents for year, (cents, _) in desk.years.items()} == {2026: 100_55, 2027: 199_45, 2028: 200_00}
    desk.record(Kind.GRANT_CHANGED, date(2026, 9, 1), 549_00, ends_on=date(2027, 12, 31))
    assert {year: cents for year, (cents, _) in desk.years.items()} == {2026: 184_00, 2027: 365_00, 2028: 0}
    assert session.scalar(select(Commitment.ends_on)) == date(2027, 12, 31)


def test_typed_amounts_per_year_add_up_and_come_back_after_a_strike(session: Session) -> None:
    desk = Desk(session, ends_on=date(2027, 12, 31), per_book_year=False)
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
    desk = Desk(session, ends_on=date(2027, 12, 31), per_book_year=False)
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


def test_an_event_of_an_earlier_day_gets_its_place_and_all_is_followed_anew(desk: Desk) -> None:
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


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"kind": Kind.GRANTED, "on": date(2025, 9, 28), "cents": 1}, "kind", "geen aanvraag"),
        ({"kind": Kind.GRANTED, "on": date(2025, 11, 1), "cents": 0}, "amount", "hoger is dan nul"),
        ({"kind": Kind.GRANTED, "on": date(2025, 11, 1), "cents": -5}, "amount", "hoger is dan nul"),
        ({"kind": Kind.GRANTED, "on": date(2025, 11, 1), "cents": 10**14}, "amount", "te groot"),
        ({"kind": Kind.GRANTED, "on": date(2025, 11, 1)}, "amount", "bedrag"),
        ({"kind": Kind.GRANTED, "on": date(2027, 6, 2), "cents": 1}, "on", "nog niet geweest"),
        ({"kind": Kind.GRANTED, "on": date(1, 1, 1), "cents": 1}, "on", "1990"),
        ({"kind": Kind.GRANTED, "on": date(2025, 11, 1), "cents": 1, "until_on": date(9999, 12, 31)}, "until_on", "2099"),
        ({"kind": Kind.GRANTED, "on": date(2025, 11, 1), "cents": 1, "ends_on": date(2025, 1, 1)}, "ends_on", "voor de begindatum"),
        ({"kind": Kind.GRANTED, "on": date(2025, 11, 1), "cents": 1, "ends_on": date(2090, 1, 1)}, "ends_on", "hoogstens 20 jaar"),
        ({"kind": Kind.GRANTED, "on": date(2025, 11, 1), "cents": 1, "note": "x" * 2001}, "note", "2000"),
        ({"kind": Kind.ADVANCE_PAID, "on": date(2025, 11, 1), "cents": 1}, "kind", "geen voorschot"),
        ({"kind": Kind.DECISION_EXTENDED, "on": date(2025, 10, 1)}, "until_on", "welke dag"),
        ({"kind": Kind.NOT_PROCESSED, "on": date(2025, 10, 1)}, "kind", "eerst"),
        ({"kind": Kind.APPLIED, "on": date(2025, 10, 1), "cents": 1}, "kind", "geen nieuwe aanvraag"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_changes_nothing(desk: Desk, fields: dict[str, Any], field: str, words: str) -> None:
    before = (desk.found, desk.session.scalars(select(JournalEntry.id)).all())
    refused(lambda: desk.record(**fields), field=field, words=words)
    assert (desk.found, desk.session.scalars(select(JournalEntry.id)).all()) == before


def test_too_much_or_a_wrong_ground_is_refused(desk: Desk) -> None:
    desk.record(Kind.GRANTED, date(2025, 11, 20), 100_00)
    refused(lambda: desk.record(Kind.ADVANCE_PAID, date(2026, 1, 5), 100_01), field="amount", words="€ 100,00")
    refused(lambda: desk.record(Kind.GRANT_CHANGED, date(2026, 1, 5), 99_99), field="ground", words="Kies een grond")
    refused(lambda: desk.record(Kind.GRANT_CHANGED, date(2026, 1, 5), 99_99, ground="4:46 lid 2 a"), field="ground", words="lijst")
    refused(lambda: desk.record(Kind.GRANTED, date(2026, 1, 5), 200_00), field="kind", words="nu niet verlenen")


def test_what_a_kind_does_not_say_is_not_kept(desk: Desk) -> None:
    desk.record(Kind.SUPPLEMENT_ASKED, date(2025, 10, 1), 5, until_on=date(2025, 10, 15), ground="<script>" * 20, year=2031, ends_on=date(2025, 1, 1))
    asked = desk.found.events[-1].recorded
    assert asked == Recorded(Event(Kind.SUPPLEMENT_ASKED, date(2025, 10, 1), until_on=date(2025, 10, 15)))


def test_who_comes_second_is_told(desk: Desk) -> None:
    desk.record(Kind.GRANTED, date(2025, 11, 20), 100_00)
    with pytest.raises(Conflict) as caught:
        desk.record(Kind.GRANTED, date(2025, 11, 21), 90_00, late=1)
    assert ("Bedrag", "€ 90,00") in caught.value.mine and ("Bedrag", "€ 100,00") in caught.value.theirs
    assert caught.value.by.startswith("Sanne Subsidie") and caught.value.version == 3
    with pytest.raises(Conflict):
        desk.strike(desk.found.events[-1].id, late=1)


def test_striking_needs_a_reason_and_a_course_that_still_holds(desk: Desk) -> None:
    desk.record(Kind.GRANTED, date(2025, 11, 20), 100_00)
    desk.record(Kind.ADVANCE_PAID, date(2026, 1, 5), 40_00)
    applied, granted, paid = (each.id for each in desk.found.events)
    refused(lambda: desk.strike(paid, reason="  "), field="reason", words="waarom")
    refused(lambda: desk.strike(granted), field="reason", words="voorschot betaald op maandag 5 januari 2026")
    with pytest.raises(NotFound):
        desk.strike(99_999)
    desk.strike(paid)
    assert desk.years == {2026: (100_00, 0)}
    with pytest.raises(Conflict):
        desk.strike(paid)
    desk.strike(granted)
    desk.strike(applied)
    found = desk.found
    assert not found.item.is_recorded and desk.years == {2026: (0, 0)} and len(found.events) == 3
    assert all(each.struck_reason == "Dubbel ingevoerd" and each.struck_by == "Sanne Subsidie" for each in found.events)
    desk.record(Kind.APPLIED, date(2025, 9, 30), 80_00)  # the period is the one that stood
    assert desk.found.standing.starts_on == date(2026, 1, 1) and desk.found.standing.state is State.APPLICATION


def test_a_division_by_shares_follows_the_amount(desk: Desk) -> None:
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


def test_a_subsidie_that_stood_already_keeps_its_amounts(session: Session) -> None:
    provider = make.organisation(session)
    old = make.commitment(session, provider_id=provider, years={2025: (300_00, 290_00), 2026: (310_01, 150_00)})
    granted = Event(Kind.APPLIED, date(2024, 9, 1), 1)
    refused(
        lambda: record_event(session, commitment_id=old, new=Recorded(granted), version=1, book=BOOK, by=BY, at=AT),
        field="kind",
        words="al geld vastgelegd (€ 610,01)",
    )
    told = EarlierCourse(date(2024, 9, 20), 700_00, date(2024, 12, 2), 610_00)

    def begin(new: EarlierCourse, version: int = 1) -> int:
        return begin_course(session, commitment_id=old, new=new, version=version, book=BOOK, by=BY, at=AT)

    refused(lambda: begin(told), field="granted", words="Er is € 610,01 vastgelegd")
    right = replace(told, granted_cents=610_01)
    refused(lambda: begin(replace(right, granted_on=date(2024, 9, 1))), field="granted_on", words="voor de vorige")
    refused(lambda: begin(replace(right, requested_cents=0)), field="requested", words="hoger is dan nul")
    refused(lambda: begin(replace(right, granted_on=date(2030, 1, 1))), field="granted_on", words="nog niet geweest")
    with pytest.raises(Conflict):
        begin(right, version=4)
    assert session.scalars(select(Realisation.replaced_at)).all() == [None, None]
    assert begin(right) == 2
    session.expire_all()
    found = subsidy_of(session, commitment_id=old, provider_id=None, book=BOOK, today=TODAY)
    assert [(each.year, each.committed_cents, each.realised_cents) for each in found.years] == [(2025, 300_00, 290_00), (2026, 310_01, 150_00)]
    assert (found.standing.state, found.standing.paid_cents) == (State.GRANTED, 440_00)
    assert [(each.recorded.event.on, each.recorded.note) for each in found.events[2:]] == [
        (date(2025, 12, 31), DAY_UNKNOWN),
        (date(2026, 12, 31), DAY_UNKNOWN),
    ]
    assert all(session.scalars(select(Realisation.replaced_at)))
    refused(lambda: begin(right, version=2), field="", words="al vastgelegd")


def test_more_realised_than_promised_cannot_begin(session: Session) -> None:
    old = make.commitment(session, provider_id=make.organisation(session), years={2025: (300_00, 301_00)})
    new = EarlierCourse(date(2024, 9, 20), 300_00, date(2024, 12, 2), 300_00)
    refused(lambda: begin_course(session, commitment_id=old, new=new, version=1, book=BOOK, by=BY, at=AT), field="granted", words="meer gerealiseerd")


def test_the_application_of_a_new_subsidie_is_checked(session: Session) -> None:
    provider = make.organisation(session)

    def apply(**changes: Any) -> int:
        return apply_for_subsidy(session, new=application(provider, **changes), book=BOOK, by=BY, at=AT)

    refused(lambda: apply(provider_id=0), field="provider_id", words="aanbieder")
    refused(lambda: apply(reference=" "), field="reference", words="kenmerk")
    refused(lambda: apply(ends_on=date(2025, 1, 1)), field="ends_on", words="begindatum")
    refused(lambda: apply(ends_on=date(2080, 1, 1)), field="ends_on", words="20 jaar")
    refused(lambda: apply(requested_cents=0), field="amount", words="nul")
    refused(lambda: apply(on=date(2028, 1, 1)), field="on", words="nog niet geweest")
    assert session.scalars(select(Commitment.id)).all() == []
    apply()
    refused(apply, field="reference", words="bestaat al")


def test_an_arrangement_is_no_subsidie(session: Session) -> None:
    provider = make.organisation(session)
    frame = make.agreement(session, provider_id=provider)
    bought = make.commitment(session, provider_id=provider, agreement_id=frame, kind="arrangement", years={2026: 10})
    with pytest.raises(NotFound):
        record_event(session, commitment_id=bought, new=Recorded(Event(Kind.APPLIED, TODAY, 1)), version=1, book=BOOK, by=BY, at=AT)
    with pytest.raises(NotFound):
        subsidy_of(session, commitment_id=bought, provider_id=None, book=BOOK, today=TODAY)


def test_an_aanbieder_sees_its_own_without_what_is_internal(desk: Desk) -> None:
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


def test_the_number_of_questions_does_not_grow(desk: Desk) -> None:
    def asked() -> int:
        with counted(desk.session) as sent:
            subsidies_of(desk.session, provider_id=None, book=BOOK, today=TODAY)
        return len(sent)

    alone = asked()
    for number in range(4):
        apply_for_subsidy(desk.session, new=application(desk.provider, reference=f"SUB-{number}"), book=BOOK, by=BY, at=AT)
    assert alone == asked() == 3
    assert len(subsidies_of(desk.session, provider_id=None, book=BOOK, today=TODAY)) == 5


def test_a_term_that_the_region_shortened_afterwards_breaks_no_page(desk: Desk) -> None:
    desk.record(Kind.SUPPLEMENT_ASKED, date(2025, 10, 1), until_on=date(2025, 10, 15))
    desk.record(Kind.NOT_PROCESSED, date(2025, 11, 10))
    short = Rulebook({**AWB, "buiten-behandeling": replace(AWB["buiten-behandeling"], count=1)})
    found = subsidy_of(desk.session, commitment_id=desk.id, provider_id=None, book=short, today=TODAY)
    assert "Aanvraag niet behandeld" in found.misfit and found.standing.state is State.APPLICATION and not desk.found.misfit
