"""A subsidie follows the Awb: what may happen when, what it does to the money, and what is refused with a sentence."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.domain.awb_terms import Rulebook, read_terms
from contracts.domain.subsidy.events import BREACH, Event, Kind
from contracts.domain.subsidy.life import BEGIN, fold, follow
from contracts.domain.subsidy.standing import Standing, State
from contracts.foundation.errors import Refused

APPLIED = Event(Kind.APPLIED, date(2025, 9, 29), 120_000_00, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), per_book_year=True)
GRANTED = Event(Kind.GRANTED, date(2025, 11, 24), 100_000_00)
ADVANCE = Event(Kind.ADVANCE_PAID, date(2026, 1, 5), 90_000_00)
REQUESTED = Event(Kind.DETERMINATION_REQUESTED, date(2027, 6, 28))
DETERMINED = Event(Kind.DETERMINED, date(2027, 8, 16), 80_000_00, ground="4:46 lid 2 a")
GRANT = (APPLIED, GRANTED, ADVANCE)
WHOLE = (*GRANT, REQUESTED, DETERMINED)


def refused(events: tuple[Event, ...], event: Event, *, book: Rulebook | None = None) -> Refused:
    standing = fold(events, book=book or Rulebook())
    with pytest.raises(Refused) as found:
        follow(standing, event, book=book or Rulebook())
    assert found.value.reason.endswith(".")
    return found.value


def test_the_whole_life_to_the_cent() -> None:
    standing = fold(WHOLE)
    assert (standing.state, standing.granted_cents, standing.advanced_cents, standing.determined_cents) == (
        State.DETERMINED,
        100_000_00,
        90_000_00,
        80_000_00,
    )
    assert (standing.recoverable_cents, standing.claim_cents, standing.to_pay_cents) == (10_000_00, 0, 0)
    claimed = follow(standing, Event(Kind.CLAIMED_BACK, date(2027, 8, 16), 10_000_00))
    assert (claimed.recoverable_cents, claimed.claim_cents) == (10_000_00, 10_000_00)
    offset = follow(claimed, Event(Kind.OFFSET, date(2027, 9, 1), 4_000_00))
    assert (offset.recoverable_cents, offset.claim_cents) == (6_000_00, 6_000_00)
    back = follow(offset, Event(Kind.PAID_BACK, date(2027, 9, 20), 6_000_00))
    assert (back.recoverable_cents, back.claim_cents, back.paid_cents) == (0, 0, 80_000_00)


def test_the_rest_is_paid_after_the_vaststelling() -> None:
    standing = fold((*GRANT, REQUESTED, Event(Kind.DETERMINED, date(2027, 8, 16), 100_000_00)))
    assert standing.to_pay_cents == 10_000_00
    assert follow(standing, Event(Kind.REST_PAID, date(2027, 9, 1), 10_000_00)).to_pay_cents == 0
    told = refused((*GRANT, REQUESTED, Event(Kind.DETERMINED, date(2027, 8, 16), 100_000_00)), Event(Kind.REST_PAID, date(2027, 9, 1), 10_000_01))
    assert told.reason == "Als restant kan hier hoogstens € 10.000,00 staan. U vulde € 10.000,01 in."


def test_advances_stay_within_the_grant() -> None:
    told = refused(GRANT, Event(Kind.ADVANCE_PAID, date(2026, 4, 1), 10_000_01))
    assert (told.field, told.reason) == ("amount", "Voor voorschotten kan hier hoogstens € 10.000,00 staan. U vulde € 10.000,01 in.")


def test_a_lowered_grant_makes_an_advance_recoverable_and_needs_a_ground() -> None:
    less = Event(Kind.GRANT_CHANGED, date(2026, 5, 1), 70_000_00)
    assert refused(GRANT, less).field == "ground"
    lowered = fold((*GRANT, Event(Kind.GRANT_CHANGED, date(2026, 5, 1), 70_000_00, ground="4:48 lid 1 b")))
    assert (lowered.granted_cents, lowered.recoverable_cents, lowered.advance_room_cents) == (70_000_00, 20_000_00, 0)
    raised = follow(lowered, Event(Kind.GRANT_CHANGED, date(2026, 6, 1), 110_000_00))
    assert (raised.recoverable_cents, raised.advance_room_cents) == (0, 20_000_00)


def test_a_claim_shrinks_when_the_right_to_the_money_comes_back() -> None:
    lowered = (*GRANT, Event(Kind.GRANT_CHANGED, date(2026, 5, 1), 70_000_00, ground="4:48 lid 1 b"))
    standing = fold((*lowered, Event(Kind.CLAIMED_BACK, date(2026, 5, 2), 20_000_00), Event(Kind.GRANT_CHANGED, date(2026, 6, 1), 85_000_00)))
    assert (standing.recoverable_cents, standing.claim_cents) == (5_000_00, 5_000_00)


def test_what_was_paid_without_a_right_is_claimed_in_parts_and_never_twice() -> None:
    first = (*WHOLE, Event(Kind.CLAIMED_BACK, date(2027, 8, 17), 4_000_00))
    assert refused(first, Event(Kind.CLAIMED_BACK, date(2027, 8, 18), 6_000_01)).field == "amount"
    back = (*first, Event(Kind.PAID_BACK, date(2027, 8, 18), 1_000_00), Event(Kind.OFFSET, date(2027, 8, 18), 500_00))
    assert (fold(back).claim_cents, fold(back).recoverable_cents) == (2_500_00, 8_500_00)
    both = fold((*back, Event(Kind.CLAIMED_BACK, date(2027, 8, 19), 6_000_00)))
    assert (both.claim_cents, both.recoverable_cents) == (8_500_00, 8_500_00)
    for kind in (Kind.PAID_BACK, Kind.OFFSET):
        assert refused(back, Event(kind, date(2027, 8, 19), 2_500_01)).field == "amount"


def test_the_period_is_that_of_the_grant_else_of_the_application() -> None:
    assert (fold(GRANT).starts_on, fold(GRANT).ends_on) == (date(2026, 1, 1), date(2026, 12, 31))
    other = Event(Kind.GRANTED, date(2025, 11, 24), 1, starts_on=date(2026, 7, 1), ends_on=date(2027, 6, 30))
    assert (fold((APPLIED, other)).starts_on, fold((APPLIED, other)).ends_on) == (date(2026, 7, 1), date(2027, 6, 30))
    assert fold((APPLIED, other, Event(Kind.GRANT_CHANGED, date(2026, 1, 1), 1))).ends_on == date(2027, 6, 30)
    assert fold((APPLIED, other, Event(Kind.GRANT_CHANGED, date(2026, 1, 1), 1, ends_on=date(2026, 9, 30)))).ends_on == date(2026, 9, 30)
    one_day = Event(Kind.APPLIED, date(2025, 9, 1), 1, starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 1))
    assert fold((one_day,)).ends_on == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("events", "event", "reason"),
    [
        ((), Event(Kind.APPLIED, date(2025, 9, 1), 0), "Vul een bedrag in dat hoger is dan nul."),
        ((*GRANT, REQUESTED), Event(Kind.DETERMINED, date(2027, 8, 16), -1), "Vul een bedrag in van nul of hoger."),
        ((), Event(Kind.APPLIED, date(2025, 9, 1), 10**13 + 1), "Dit bedrag is te groot. Controleer of u niet te veel cijfers hebt getypt."),
        ((APPLIED,), Event(Kind.SUPPLEMENT_ASKED, date(2025, 10, 6), until_on=date(2025, 10, 6)), "Kies een dag na maandag 6 oktober 2025."),
        ((APPLIED,), Event(Kind.SUPPLEMENT_ASKED, date(2025, 10, 6)), "Vul in tot en met welke dag."),
    ],
)
def test_an_event_says_what_it_must(events: tuple[Event, ...], event: Event, reason: str) -> None:
    assert refused(events, event).reason == reason


def test_the_largest_amount_and_nothing_can_be() -> None:
    assert fold((Event(Kind.APPLIED, date(2025, 9, 1), 10**13),)).requested_cents == 10**13
    nothing = fold((*GRANT, REQUESTED, Event(Kind.DETERMINED, date(2027, 8, 16), 0, ground="4:46 lid 2 a")))
    assert (nothing.determined_cents, nothing.recoverable_cents) == (0, 90_000_00)


def test_a_revoked_grant_leaves_nothing_and_everything_paid_can_be_claimed_back() -> None:
    standing = fold((*GRANT, Event(Kind.GRANT_REVOKED, date(2026, 5, 1), ground="4:48 lid 1 a")))
    assert (standing.state, standing.entitled_cents, standing.recoverable_cents) == (State.REVOKED, 0, 90_000_00)


@pytest.mark.parametrize("cents", [100_000_01, 10**14, -1, None])
def test_the_vaststelling_is_never_above_the_grant(cents: int | None) -> None:
    assert refused((*GRANT, REQUESTED), Event(Kind.DETERMINED, date(2027, 8, 16), cents)).field == "amount"


def test_a_lower_vaststelling_needs_a_ground_of_its_own_article() -> None:
    for ground in ("", "4:48 lid 1 a", "4:49 lid 1 a", "onzin"):
        told = refused((*GRANT, REQUESTED), Event(Kind.DETERMINED, date(2027, 8, 16), 80_000_00, ground=ground))
        assert told.field == "ground" and "Awb 4:46 lid 2 a" in told.reason


def test_without_an_application_it_is_determined_only_after_a_term_or_by_the_rule_of_the_grant() -> None:
    early = Event(Kind.DETERMINED, date(2027, 8, 16), 100_000_00)
    assert "Awb 4:44 lid 3" in refused(GRANT, early).reason
    reminded = (*GRANT, Event(Kind.REMINDED, date(2027, 7, 1), until_on=date(2027, 8, 16)))
    assert refused(reminded, early).reason == "Zonder aanvraag vaststellen kan na maandag 16 augustus 2027."
    assert fold((*reminded, Event(Kind.DETERMINED, date(2027, 8, 17), 100_000_00))).state is State.DETERMINED
    by_rule = (APPLIED, Event(Kind.GRANTED, date(2025, 11, 24), 100_000_00, ex_officio=True))
    assert refused(by_rule, Event(Kind.DETERMINED, date(2026, 12, 31), 100_000_00)).field == "on"
    assert fold((*by_rule, Event(Kind.DETERMINED, date(2027, 1, 1), 100_000_00))).state is State.DETERMINED


def test_a_letter_before_the_term_is_over_is_refused() -> None:
    told = refused(GRANT, Event(Kind.REMINDED, date(2027, 6, 30), until_on=date(2027, 8, 1)))
    assert told.reason == "De aanbieder heeft nog tot en met woensdag 30 juni 2027 voor de aanvraag tot vaststelling."


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (Event(Kind.DETERMINATION_CHANGED, date(2032, 8, 17), 1, ground="4:49 lid 1 a"), "on"),
        (Event(Kind.DETERMINATION_REVOKED, date(2032, 8, 17), ground="4:49 lid 1 b"), "on"),
        (Event(Kind.CLAIMED_BACK, date(2032, 8, 17), 1), "on"),
        (Event(Kind.DETERMINATION_CHANGED, date(2028, 1, 1), 1), "ground"),
        (Event(Kind.DETERMINATION_REVOKED, date(2028, 1, 1), ground=BREACH), "breach_on"),
        (Event(Kind.DETERMINATION_REVOKED, date(2028, 1, 1), ground=BREACH, breach_on=date(2027, 8, 15)), "breach_on"),
        (Event(Kind.DETERMINATION_REVOKED, date(2028, 1, 1), ground=BREACH, breach_on=date(2028, 1, 2)), "breach_on"),
        (Event(Kind.DETERMINATION_CHANGED, date(2028, 1, 1), 100_000_01), "amount"),
    ],
)
def test_after_the_vaststelling_five_years_and_a_ground(event: Event, field: str) -> None:
    assert refused(WHOLE, event).field == field


def test_on_the_last_day_of_the_five_years_it_still_can() -> None:
    last = date(2032, 8, 16)
    lower = follow(fold(WHOLE), Event(Kind.DETERMINATION_CHANGED, last, 50_000_00, ground="4:49 lid 1 a"))
    assert lower.recoverable_cents == 40_000_00
    same_or_more = [follow(fold(WHOLE), Event(Kind.DETERMINATION_CHANGED, last, cents)) for cents in (80_000_00, 95_000_00)]
    assert [each.to_pay_cents for each in same_or_more] == [0, 5_000_00]  # no ground is needed for what takes nothing away
    assert follow(lower, Event(Kind.CLAIMED_BACK, last, 40_000_00)).claim_cents == 40_000_00


def test_a_later_breach_has_five_years_of_its_own() -> None:
    event = Event(Kind.DETERMINATION_REVOKED, date(2033, 2, 1), ground=BREACH, breach_on=date(2028, 2, 1))
    annulled = follow(fold(WHOLE), event)
    assert (annulled.state, annulled.recoverable_cents) == (State.ANNULLED, 90_000_00)
    assert follow(annulled, Event(Kind.CLAIMED_BACK, date(2033, 2, 1), 90_000_00)).claim_cents == 90_000_00
    with pytest.raises(Refused, match="dinsdag 1 februari 2033"):
        follow(annulled, Event(Kind.CLAIMED_BACK, date(2033, 2, 2), 1))


def test_leaving_an_application_unprocessed_needs_a_question_and_is_in_time() -> None:
    asked = (APPLIED, Event(Kind.SUPPLEMENT_ASKED, date(2025, 10, 6), until_on=date(2025, 10, 20)))
    assert "Awb 4:5" in refused((APPLIED,), Event(Kind.NOT_PROCESSED, date(2025, 10, 6))).reason
    assert refused(asked, Event(Kind.NOT_PROCESSED, date(2025, 10, 20))).field == "on"
    assert fold((*asked, Event(Kind.NOT_PROCESSED, date(2025, 11, 17)))).state is State.CLOSED
    assert "4:5 lid 4" in refused(asked, Event(Kind.NOT_PROCESSED, date(2025, 11, 18))).reason


def test_a_second_question_waits_for_the_first() -> None:
    asked = (APPLIED, Event(Kind.SUPPLEMENT_ASKED, date(2025, 10, 6), until_on=date(2025, 10, 20)))
    assert refused(asked, Event(Kind.SUPPLEMENT_ASKED, date(2025, 10, 20), until_on=date(2025, 11, 1))).field == "kind"
    again = fold((*asked, Event(Kind.SUPPLEMENT_ASKED, date(2025, 10, 21), until_on=date(2025, 11, 1))))
    assert len(again.changes) == 1 and len(again.running_changes) == 2
    assert refused((APPLIED,), Event(Kind.SUPPLEMENT_RECEIVED, date(2025, 10, 6))).field == "kind"


@pytest.mark.parametrize(
    ("on", "until", "field"),
    [
        (date(2025, 11, 24), None, "until_on"),
        (date(2025, 11, 24), date(2025, 11, 24), "until_on"),
        (date(2025, 11, 20), date(2025, 11, 24), "until_on"),
        (date(2025, 11, 25), date(2025, 12, 24), "on"),
    ],
)
def test_a_decision_is_extended_in_time_and_to_a_later_day(on: date, until: date | None, field: str) -> None:
    assert refused((APPLIED,), Event(Kind.DECISION_EXTENDED, on, until_on=until)).field == field


def test_a_refusal_becomes_a_grant_only_by_an_objection() -> None:
    rejected = (APPLIED, Event(Kind.REFUSED, date(2025, 11, 24)))
    grant = Event(Kind.GRANTED, date(2026, 2, 2), 100_000_00)
    assert refused(rejected, grant).field == "kind"
    objected = (*rejected, Event(Kind.OBJECTED, date(2025, 12, 1)))
    assert fold((*objected, grant, Event(Kind.OBJECTION_DECIDED, date(2026, 2, 2)))).state is State.GRANTED
    assert "Er loopt al een bezwaar" in refused(objected, Event(Kind.OBJECTED, date(2025, 12, 2))).reason
    assert refused(rejected, Event(Kind.OBJECTION_DECIDED, date(2025, 12, 2))).reason == "Er loopt geen bezwaar."
    assert "geen besluit" in refused((APPLIED,), Event(Kind.OBJECTED, date(2025, 12, 2))).reason


def test_what_comes_before_the_last_event_is_refused() -> None:
    assert refused(GRANT, Event(Kind.ACCOUNTED, date(2026, 1, 4))).reason == "Deze dag ligt voor de vorige gebeurtenis, van maandag 5 januari 2026."


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    backwards = Event(Kind.APPLIED, date(2025, 9, 1), 1, starts_on=date(2026, 1, 2), ends_on=date(2026, 1, 1))
    assert refused((), backwards).field == "ends_on"
    assert refused((APPLIED,), Event(Kind.GRANTED, date(2025, 11, 24), 1, until_on=date(2025, 11, 24))).field == "until_on"


def test_a_region_with_its_own_term_extends_by_its_own_days() -> None:
    terms = read_terms({"term": [{"code": "beslissing-op-aanvraag", "count": 13, "unit": "weken", "article": "Verordening artikel 8"}]})
    late = Event(Kind.DECISION_EXTENDED, date(2025, 12, 29), until_on=date(2026, 1, 31))
    assert refused((APPLIED,), late).field == "on"
    assert fold((APPLIED, late), book=Rulebook(terms)).changes != ()
    assert refused((APPLIED,), Event(Kind.DECISION_EXTENDED, date(2025, 12, 30), until_on=date(2026, 1, 31)), book=Rulebook(terms)).field == "on"


def test_nothing_happened_yet() -> None:
    assert fold(()) == BEGIN == Standing() and BEGIN.entitled_cents == BEGIN.paid_cents == 0
