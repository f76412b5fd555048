"""What is due when, for whom; what is too late; which rights run out."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.domain.subsidy.deadlines import Side, application_deadline, deadlines, is_suspended, next_deadline, overdue
from contracts.domain.subsidy.events import Event, Kind
from contracts.domain.subsidy.life import fold
from tests.unit.money.test_subsidy_life import APPLIED, GRANT, WHOLE

ASKED = Event(Kind.SUPPLEMENT_ASKED, date(2025, 10, 6), until_on=date(2025, 10, 20))


def due(*events: Event) -> dict[str, date]:
    return {each.code: each.last_on for each in deadlines(fold(events))}


def test_a_book_year_is_applied_for_thirteen_weeks_before_it() -> None:
    deadline = application_deadline(date(2027, 1, 1))
    assert deadline.sentence(date(2026, 9, 1)) == (
        "Aanvraag van een boekjaarsubsidie: de aanbieder moet dit doen tot en met vrijdag 2 oktober 2026 (Awb 4:60, 13 weken)."
    )
    assert deadline.sentence(date(2026, 10, 3)).endswith("De aanbieder is 1 dag te laat.")


def test_an_application_is_decided_within_eight_weeks() -> None:
    assert due(APPLIED) == {"beslissing-op-aanvraag": date(2025, 11, 24)}


def test_a_question_stops_the_decision_and_has_its_own_last_day() -> None:
    assert due(APPLIED, ASKED) == {
        "aanvulling": date(2025, 10, 20),
        "buiten-behandeling": date(2025, 11, 17),
        "beslissing-op-aanvraag": date(2025, 12, 8),  # 7-19 October is 13 days: Sunday 7 December
    }
    answered = (APPLIED, ASKED, Event(Kind.SUPPLEMENT_RECEIVED, date(2025, 10, 13)))
    assert due(*answered) == {"buiten-behandeling": date(2025, 11, 10), "beslissing-op-aanvraag": date(2025, 12, 1)}  # 6 days: Sunday 30


@pytest.mark.parametrize(
    ("today", "still"), [(date(2025, 10, 6), False), (date(2025, 10, 7), True), (date(2025, 10, 19), True), (date(2025, 10, 20), False)]
)
def test_it_stands_still_from_the_day_after_the_question(today: date, still: bool) -> None:
    assert is_suspended(fold((APPLIED, ASKED)), today=today) is still
    assert not is_suspended(fold((APPLIED, ASKED, Event(Kind.REFUSED, date(2025, 10, 7)))), today=today)


def test_after_the_grant_the_vaststelling_is_due_and_an_objection_can_come() -> None:
    assert due(*GRANT) == {"bezwaar": date(2026, 1, 5), "aanvraag-vaststelling": date(2027, 6, 30)}


def test_a_day_in_the_grant_or_in_a_letter_goes_before_the_law() -> None:
    named = Event(Kind.GRANTED, date(2025, 11, 24), 1_00, until_on=date(2027, 4, 1))
    (found,) = (each for each in deadlines(fold((APPLIED, named))) if each.code == "aanvraag-vaststelling")
    assert (found.last_on, found.article, found.side) == (date(2027, 4, 1), "Awb 4:44 lid 2, dag in de verlening", Side.PROVIDER)
    letter = Event(Kind.REMINDED, date(2027, 4, 2), until_on=date(2027, 5, 2))
    (found,) = (each for each in deadlines(fold((APPLIED, named, letter))) if each.code == "aanvraag-vaststelling")
    assert (found.last_on, found.article) == (date(2027, 5, 2), "Awb 4:44 lid 3, dag in een brief")
    free = Event(Kind.GRANTED, date(2025, 11, 24), 1_00, ex_officio=True)
    assert "aanvraag-vaststelling" not in due(APPLIED, free)


def test_a_claim_is_paid_in_six_weeks_and_the_right_to_the_rest_runs_out() -> None:
    assert due(*WHOLE) == {"bezwaar": date(2027, 9, 27), "intrekking-vaststelling": date(2032, 8, 16), "terugvordering": date(2032, 8, 16)}
    claimed = Event(Kind.CLAIMED_BACK, date(2027, 8, 30), 10_000_00)
    assert due(*WHOLE, claimed) == {"bezwaar": date(2027, 10, 11), "betaling": date(2027, 10, 11), "intrekking-vaststelling": date(2032, 8, 16)}


def test_what_was_withdrawn_cannot_be_withdrawn_again_but_it_can_be_claimed_back() -> None:
    annulled = (*WHOLE, Event(Kind.DETERMINATION_REVOKED, date(2028, 3, 1), ground="4:49 lid 1 a"))
    assert due(*annulled) == {"bezwaar": date(2028, 4, 12), "terugvordering": date(2032, 8, 16)}


def test_the_municipality_pays_the_rest_in_six_weeks() -> None:
    rest = (*WHOLE[:-1], Event(Kind.DETERMINED, date(2027, 8, 16), 100_000_00))
    (pay,) = (each for each in deadlines(fold(rest)) if each.code == "betaling")
    assert (pay.last_on, pay.side, pay.is_duty) == (date(2027, 9, 27), Side.MUNICIPALITY, True)


def test_an_objection_is_decided_after_the_time_to_object_also_when_another_decision_follows() -> None:
    objected = (*WHOLE, Event(Kind.OBJECTED, date(2027, 9, 1)))
    assert due(*objected)["beslissing-op-bezwaar"] == date(2027, 11, 8)
    later = (*objected, Event(Kind.CLAIMED_BACK, date(2027, 9, 13), 1_00))
    assert (due(*later)["beslissing-op-bezwaar"], due(*later)["bezwaar"]) == (date(2027, 11, 8), date(2027, 10, 25))


def test_the_next_duty_and_what_is_overdue() -> None:
    found = deadlines(fold((APPLIED, ASKED)))
    first = next_deadline(found, today=date(2025, 10, 20))
    assert first is not None and first.code == "aanvulling" and first.days_left(date(2025, 10, 20)) == 0
    second = next_deadline(found, today=date(2025, 10, 21))
    assert second is not None and second.code == "beslissing-op-aanvraag"  # leaving it unprocessed is a right, not a duty
    assert next_deadline(found, today=date(2025, 12, 9)) is None
    assert [each.code for each in overdue(found, today=date(2025, 12, 8))] == ["aanvulling"]  # on the last day nobody is late
    late = overdue(found, today=date(2025, 12, 9))
    assert [each.code for each in late] == ["aanvulling", "beslissing-op-aanvraag"]
    assert late[1].sentence(date(2025, 12, 10)) == (
        "Beslissing op de aanvraag: dit moest tot en met maandag 8 december 2025 (Awb 4:13 lid 2, 8 weken). De gemeente is 2 dagen te laat."
    )


def test_a_right_runs_out_without_anybody_being_late() -> None:
    (right,) = (each for each in deadlines(fold(GRANT)) if each.code == "bezwaar")
    assert right.sentence(date(2026, 1, 5)) == "Bezwaar: de aanbieder kan dit doen tot en met maandag 5 januari 2026 (Awb 6:7 en 6:8, 6 weken)."
    assert right.sentence(date(2026, 1, 6)) == "Bezwaar: dit kon tot en met maandag 5 januari 2026 (Awb 6:7 en 6:8, 6 weken)."
    assert not right.is_overdue(date(2030, 1, 1))
