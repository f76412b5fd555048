"""What cannot be said of a subsidie: at which field it is refused, and that nothing is half written."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.actions.subsidies import apply_for_subsidy, record_event
from contracts.domain.subsidy.course import Recorded
from contracts.domain.subsidy.events import Event, Kind
from contracts.domain.subsidy.standing import State
from contracts.foundation.errors import Conflict, NotFound
from contracts.foundation.journal import JournalEntry
from contracts.queries.subsidies import subsidy_of
from contracts.tables.agreement import Commitment
from tests.factories import contracts as make
from tests.support.subsidies import AT, BOOK, BY, TODAY, SubsidyDesk, application, refused


@pytest.fixture
def desk(session: Session) -> SubsidyDesk:
    """A subsidie for 2026 that was applied for."""
    return SubsidyDesk(session)


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
def test_what_cannot_be_is_refused_at_its_field_and_changes_nothing(desk: SubsidyDesk, fields: dict[str, Any], field: str, words: str) -> None:
    before = (desk.found, desk.session.scalars(select(JournalEntry.id)).all())
    refused(lambda: desk.record(**fields), field=field, words=words)
    assert (desk.found, desk.session.scalars(select(JournalEntry.id)).all()) == before


def test_too_much_or_a_wrong_ground_is_refused(desk: SubsidyDesk) -> None:
    desk.record(Kind.GRANTED, date(2025, 11, 20), 100_00)
    refused(lambda: desk.record(Kind.ADVANCE_PAID, date(2026, 1, 5), 100_01), field="amount", words="€ 100,00")
    refused(lambda: desk.record(Kind.GRANT_CHANGED, date(2026, 1, 5), 99_99), field="ground", words="Kies een grond")
    refused(lambda: desk.record(Kind.GRANT_CHANGED, date(2026, 1, 5), 99_99, ground="4:46 lid 2 a"), field="ground", words="lijst")
    refused(lambda: desk.record(Kind.GRANTED, date(2026, 1, 5), 200_00), field="kind", words="nu niet verlenen")


def test_what_a_kind_does_not_say_is_not_kept(desk: SubsidyDesk) -> None:
    desk.record(Kind.SUPPLEMENT_ASKED, date(2025, 10, 1), 5, until_on=date(2025, 10, 15), ground="<script>" * 20, year=2031, ends_on=date(2025, 1, 1))
    asked = desk.found.events[-1].recorded
    assert asked == Recorded(Event(Kind.SUPPLEMENT_ASKED, date(2025, 10, 1), until_on=date(2025, 10, 15)))


def test_who_comes_second_is_told(desk: SubsidyDesk) -> None:
    desk.record(Kind.GRANTED, date(2025, 11, 20), 100_00)
    with pytest.raises(Conflict) as caught:
        desk.record(Kind.GRANTED, date(2025, 11, 21), 90_00, late=1)
    assert ("Bedrag", "€ 90,00") in caught.value.mine and ("Bedrag", "€ 100,00") in caught.value.theirs
    assert caught.value.by.startswith("Sanne Subsidie") and caught.value.version == 3
    with pytest.raises(Conflict):
        desk.strike(desk.found.events[-1].id, late=1)


def test_striking_needs_a_reason_and_a_course_that_still_holds(desk: SubsidyDesk) -> None:
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
