"""Who is told what on a day: before, on and after the deadline, once, and nothing any more after it was handed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.foundation.period import local_midnight_after
from contracts.queries.room_clocks import OpenClock
from kpi.domain import report as lifecycle
from kpi.queries.advice import OpenAdvice
from kpi.queries.due import OpenReport
from kpi.queries.rating_reminders import RatingAsked
from portal.reminders import plan, wording
from portal.reminders.plan import Agreement, Facts, Place, Question, Recipient, SubsidyTerm

LAST = date(2026, 11, 25)  # a Wednesday
LINDE, NOORD, CENTRE = 4, 5, 1


def report(state: str = lifecycle.BUSY, *, last: date = LAST, provider: int = LINDE, number: int = 1) -> OpenReport:
    due_at = local_midnight_after(last)
    name = "De Linde" if provider == LINDE else "Huize Noord"
    return OpenReport(number, provider, name, "2026-K3", "", due_at, due_at + timedelta(days=28), state)


def person(*places: tuple[int, str, str], number: int = 7) -> Recipient:
    return Recipient(number, "Noor Bakker", "noor@voorbeeld.example", tuple(Place(one, kind, frozenset({role})) for one, kind, role in places))


ENTRY = person((LINDE, "aanbieder", "invoerder"))
SIGNER = person((LINDE, "aanbieder", "tekenbevoegde"), number=8)
MANAGER = person((CENTRE, "centrumgemeente", "contractmanager"), number=9)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


def told_on(recipient: Recipient, facts: Facts, days: Iterable[date]) -> list[date]:
    """The days on which somebody gets a mail when the task runs every day, twice."""
    last_told: dict[int, date] = {}
    found = []
    for day in days:
        for _ in range(2):
            for digest in plan.due([recipient], facts, at=noon(day), today=day, last_told=last_told):
                last_told[digest.recipient.person_id] = day
                found.append(day)
    return found


def days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=number) for number in range(count)]


@pytest.mark.parametrize("state", [lifecycle.NOT_STARTED, lifecycle.BUSY])
def test_before_on_and_after_the_deadline(state: str) -> None:
    expected = [date(2026, 11, 11), date(2026, 11, 20), LAST, date(2026, 11, 26), date(2026, 12, 2)]
    assert told_on(ENTRY, Facts((report(state),)), days(date(2026, 11, 1), 60)) == expected


def test_a_deadline_in_the_weekend_is_recalled_on_that_day_too() -> None:
    sunday = date(2026, 11, 29)
    assert plan.reminder_days(sunday) == {date(2026, 11, 16), date(2026, 11, 25), sunday, date(2026, 11, 30), date(2026, 12, 4)}


@pytest.mark.parametrize("state", [lifecycle.HANDED_IN, lifecycle.IN_REVIEW, lifecycle.HANDED_IN_AGAIN, lifecycle.AWAITING_SIGNATURE])
def test_who_filled_it_in_hears_nothing_any_more_once_it_lies_elsewhere(state: str) -> None:
    assert told_on(ENTRY, Facts((report(state),)), days(date(2026, 11, 1), 60)) == []


def test_it_goes_to_the_signatory_while_it_waits_for_a_signature_and_stops_then() -> None:
    assert len(told_on(SIGNER, Facts((report(lifecycle.AWAITING_SIGNATURE),)), days(date(2026, 11, 1), 60))) == 5
    assert told_on(SIGNER, Facts((report(lifecycle.BUSY),)), days(date(2026, 11, 1), 60)) == []
    assert told_on(SIGNER, Facts((report(lifecycle.HANDED_IN),)), days(date(2026, 11, 1), 60)) == []


def test_after_the_last_edit_nobody_is_asked_for_what_cannot_be_done() -> None:
    facts = Facts((report(),))
    closed = facts.reports[0].last_edit_at
    assert plan.overview(ENTRY, facts, at=closed - timedelta(seconds=1), today=LAST)
    assert not plan.overview(ENTRY, facts, at=closed, today=LAST)


def test_somebody_elses_report_is_never_told() -> None:
    facts = Facts((report(provider=NOORD),), (Question(1, NOORD, "Huize Noord", "Doorstroom"),), (Agreement(1, NOORD, "Huize Noord", "Plan", LAST),))
    assert told_on(ENTRY, facts, days(date(2026, 11, 1), 60)) == []
    for other in ("publicist", "subsidiebeheerder", "functioneel-beheerder"):
        assert plan.overview(person((CENTRE, "centrumgemeente", other)), facts, at=noon(LAST), today=LAST) == ()
    assert plan.overview(person((3, "klankbordgroep", "klankbordgroeplid")), facts, at=noon(LAST), today=LAST) == ()


def test_one_digest_holds_everything_of_all_places() -> None:
    both = person((LINDE, "aanbieder", "invoerder"), (NOORD, "aanbieder", "tekenbevoegde"))
    facts = Facts(
        (report(), report(lifecycle.AWAITING_SIGNATURE, provider=NOORD, number=2)),
        (Question(3, LINDE, "De Linde", "Doorstroom naar een woning"),),
        (Agreement(6, NOORD, "Huize Noord", "Maak een plan", LAST), Agreement(6, NOORD, "Huize Noord", "Later", LAST + timedelta(days=90))),
    )
    (digest,) = plan.due([both], facts, at=noon(LAST), today=LAST, last_told={})
    assert [item.heading for item in digest.items] == [plan.FILL_IN, plan.SIGN, plan.EXPLAIN, plan.AGREED]
    assert plan.due([both], facts, at=noon(LAST), today=LAST, last_told={both.person_id: LAST}) == []


def test_questions_and_asked_changes_are_recalled_on_mondays_only() -> None:
    mondays = [date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16)]
    period = days(date(2026, 11, 2), 20)
    assert told_on(SIGNER, Facts(questions=(Question(3, LINDE, "De Linde", "Doorstroom"),)), period) == mondays
    late = Facts((report(lifecycle.CHANGE_REQUESTED, last=date(2026, 10, 28)),))
    assert told_on(ENTRY, late, period) == mondays


def test_the_contractmanager_hears_what_to_review_and_who_is_late() -> None:
    assert told_on(MANAGER, Facts((report(lifecycle.HANDED_IN),)), days(date(2026, 11, 2), 14)) == [date(2026, 11, 2), date(2026, 11, 9)]
    late = Facts((report(lifecycle.BUSY), report(lifecycle.NOT_STARTED, provider=NOORD, number=2)))
    assert told_on(MANAGER, late, days(date(2026, 11, 1), 60)) == [date(2026, 11, 26), date(2026, 12, 2)]
    items = plan.overview(MANAGER, late, at=noon(LAST + timedelta(days=1)), today=LAST + timedelta(days=1))
    assert {item.heading for item in items} == {plan.MISSING} and len(items) == 2


def test_a_day_that_was_missed_is_made_up_for_within_three_days_and_not_later() -> None:
    facts = Facts((report(),))
    fridays = date(2026, 11, 20)
    assert told_on(ENTRY, facts, [fridays + timedelta(days=2)]) == [fridays + timedelta(days=2)]
    assert told_on(ENTRY, facts, [date(2026, 11, 11) + timedelta(days=4)]) == []
    assert told_on(ENTRY, facts, [fridays, fridays + timedelta(days=1), fridays + timedelta(days=2)]) == [fridays]


def test_the_words_say_what_and_by_when_and_where() -> None:
    items = plan.overview(ENTRY, Facts((report(),)), at=noon(date(2026, 11, 20)), today=date(2026, 11, 20))
    subject = wording.subject(items, today=date(2026, 11, 20))
    text = wording.body(ENTRY, items, today=date(2026, 11, 20), address="https://portaal.example")
    assert subject == "Samenzicht: De Linde, 3e kwartaal 2026 (over 5 dagen)"
    assert "- De Linde, 3e kwartaal 2026. Tot en met woensdag 25 november 2026 (over 5 dagen)." in text
    assert "https://portaal.example/aanbieder/rapportages/2026-k3\n" in text and text.startswith("Beste Noor Bakker,")


def test_nothing_typed_becomes_a_line_of_its_own() -> None:
    evil = "Noor\r\nBcc: iemand@elders.example\n\nKlik hier\u2028nu\x00"
    asked = Facts(questions=(Question(3, LINDE, evil, evil),))
    items = plan.overview(ENTRY, asked, at=noon(LAST), today=LAST)
    text = wording.body(Recipient(1, evil, "x@y.example", ()), items, today=LAST, address="https://portaal.example")
    assert not [line for line in text.splitlines() if line.startswith(("Bcc", "Klik"))]
    assert "\n" not in wording.subject(items, today=LAST) and "\r" not in wording.subject(items, today=LAST)


def test_an_own_title_names_a_report_that_is_no_quarter() -> None:
    made = report()
    year = OpenReport(1, LINDE, "De Linde", "2026-J", "", made.due_at, made.last_edit_at, made.state)
    free = OpenReport(1, LINDE, "De Linde", "2026-V1", "Wachtlijst in juni", made.due_at, made.last_edit_at, made.state)
    assert (made.label, year.label, free.label) == ("3e kwartaal 2026", "Jaar 2026", "Wachtlijst in juni")


SUBSIDIES = person((CENTRE, "centrumgemeente", "subsidiebeheerder"), number=10)
TERM = SubsidyTerm(32, "beslissing-op-aanvraag", "Beslissing op de aanvraag: Eerste opvang 2027 (De Linde)", date(2026, 11, 23))


AGREED = Agreement(6, LINDE, "De Linde", "Maak een plan", LAST)


def test_an_agreement_is_recalled_three_working_days_before_on_the_day_and_on_mondays_once_it_is_late() -> None:
    expected = [date(2026, 11, 20), LAST, date(2026, 11, 30), date(2026, 12, 7)]
    assert told_on(ENTRY, Facts(agreements=(AGREED,)), days(date(2026, 11, 1), 40)) == expected
    (item,) = plan.overview(ENTRY, Facts(agreements=(AGREED,)), at=noon(LAST), today=LAST)
    assert (item.heading, item.text, item.path) == (plan.AGREED, "De Linde: Maak een plan", "/dialoog/afspraken/6")


def test_an_agreement_of_the_gemeente_is_recalled_to_the_contractmanager_and_to_nobody_else() -> None:
    facts = Facts(agreements=(replace(AGREED, owner_id=CENTRE),))
    assert told_on(MANAGER, facts, [LAST]) == [LAST]
    for other in (ENTRY, SIGNER, SUBSIDIES, person((CENTRE, "centrumgemeente", "publicist"))):
        assert told_on(other, facts, days(date(2026, 11, 1), 40)) == []


def test_what_is_done_is_told_on_mondays_to_those_who_confirm_it_and_no_more_to_who_did_it() -> None:
    done = Facts(agreements=(replace(AGREED, judges=frozenset({CENTRE, NOORD}), reporter_id=7),))
    mondays = [date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16)]
    other = person((NOORD, "aanbieder", "tekenbevoegde"), number=12)
    assert told_on(MANAGER, done, days(date(2026, 11, 2), 20)) == told_on(other, done, days(date(2026, 11, 2), 20)) == mondays
    assert told_on(ENTRY, done, days(date(2026, 11, 2), 20)) == []
    both = person((LINDE, "aanbieder", "invoerder"), (NOORD, "aanbieder", "tekenbevoegde"), number=7)
    assert told_on(both, done, days(date(2026, 11, 2), 20)) == [], "who reported it does not confirm it elsewhere"
    (item,) = plan.overview(MANAGER, done, at=noon(LAST), today=LAST)
    assert item.heading == plan.CONFIRM


def test_a_term_of_a_subsidie_is_recalled_two_weeks_and_three_days_before_and_when_it_has_passed() -> None:
    told = told_on(SUBSIDIES, Facts(terms=(TERM,)), days(date(2026, 11, 1), 38))
    assert told == [date(2026, 11, 9), date(2026, 11, 20), date(2026, 11, 24), date(2026, 11, 30), date(2026, 12, 7)]  # then every Monday


def test_only_the_subsidiebeheerder_hears_of_it_and_is_led_to_its_page() -> None:
    facts = Facts(terms=(TERM,))
    assert all(told_on(one, facts, days(date(2026, 11, 1), 60)) == [] for one in (MANAGER, ENTRY, SIGNER))
    (item,) = plan.overview(SUBSIDIES, facts, at=noon(TERM.last_on), today=TERM.last_on)
    assert (item.heading, item.path, item.last_day) == (plan.SUBSIDIES, "/beheer/overeenkomsten/32/subsidie", TERM.last_on)
    assert "vandaag" in wording.subject([item], today=TERM.last_on)
    assert plan.overview(SUBSIDIES, facts, at=noon(date(2026, 11, 8)), today=date(2026, 11, 8)) == ()


def test_the_clock_of_a_room_to_spend_reminds_the_contractmanager_alone() -> None:
    facts = Facts(clocks=(OpenClock(LINDE, "De Linde", 2026, "gesprek", LAST),))
    expected = [date(2026, 11, 20), LAST, date(2026, 11, 26), date(2026, 11, 30), date(2026, 12, 7)]
    assert told_on(MANAGER, facts, days(date(2026, 11, 1), 38)) == expected
    assert told_on(ENTRY, facts, days(date(2026, 11, 1), 60)) == []
    (item,) = plan.overview(MANAGER, facts, at=noon(LAST), today=LAST)
    assert (item.text, item.path) == ("De Linde: gesprek over de bestedingsruimte van 2026", "/beheer/bestedingsruimte/4/2026")


def _rating(settled_on: date, *, number: int = 4, answered: frozenset[int] = frozenset(), title: str = "Gesprek") -> RatingAsked:
    return RatingAsked(number, title, settled_on, frozenset({LINDE, CENTRE}), answered)


@pytest.mark.parametrize("recipient", [ENTRY, SIGNER, MANAGER], ids=["invoerder", "tekenbevoegde", "contractmanager"])
def test_an_unanswered_rating_is_recalled_once_on_the_first_monday(recipient: Recipient) -> None:
    facts = Facts(ratings=(_rating(date(2026, 11, 4)), _rating(date(2026, 11, 9), number=5)))
    told = days(date(2026, 11, 4), 40)
    assert told_on(recipient, facts, told) == [date(2026, 11, 9), date(2026, 11, 16)]
    lines = [
        item for day in told for item in plan.overview(recipient, facts, at=noon(day), today=day)
    ]  # also in a digest that goes out for other reasons
    assert [item.path for item in lines] == ["/dialoog/4/samenwerking", "/dialoog/5/samenwerking"]


def test_several_unanswered_ratings_are_one_line() -> None:
    facts = Facts(ratings=tuple(_rating(date(2026, 11, number), number=number) for number in (4, 5, 6)))
    (item,) = plan.overview(MANAGER, facts, at=noon(date(2026, 11, 9)), today=date(2026, 11, 9))
    assert (item.heading, item.text, item.path) == ("Hoe was de samenwerking?", "3 gesprekken", "/dialoog/samenwerking")


def test_who_answered_or_does_not_sit_at_the_table_hears_nothing_of_a_rating() -> None:
    period = days(date(2026, 11, 4), 40)
    assert told_on(ENTRY, Facts(ratings=(_rating(date(2026, 11, 4), answered=frozenset({ENTRY.person_id})),)), period) == []
    for other in (SUBSIDIES, person((NOORD, "aanbieder", "invoerder")), person((LINDE, "aanbieder", "lezer"))):
        assert told_on(other, Facts(ratings=(_rating(date(2026, 11, 4)),)), period) == []


def test_an_advice_is_told_at_once_and_before_on_and_after_its_term() -> None:
    given_at = datetime(2026, 11, 2, 9, tzinfo=UTC)
    facts = Facts(advice=(OpenAdvice(3, "De wachttijd van mijn zus", given_at, LAST),))
    expected = [date(2026, 11, day) for day in (2, 11, 20, 25, 26, 30)]
    assert told_on(MANAGER, facts, days(date(2026, 11, 1), 30)) == expected
    assert told_on(ENTRY, facts, days(date(2026, 11, 1), 30)) == told_on(SIGNER, facts, days(date(2026, 11, 1), 30)) == []
    (item,) = plan.overview(MANAGER, facts, at=noon(LAST), today=LAST)
    assert (item.path, item.last_day) == ("/advies/3", LAST)
    assert "zus" not in wording.body(MANAGER, [item], today=LAST, address="https://x") + wording.subject([item], today=LAST)
