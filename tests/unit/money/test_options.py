"""Until when an agreement can be extended, and when it is too late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.options import Option, Outcome, Planned, ends_after, next_decision, plan
from contracts.domain.terms import Unit, add_months
from contracts.foundation.errors import Refused

END = date(2026, 12, 31)
YEARLY = Option(1, Unit.YEARS, 6, Unit.MONTHS)
DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


def used(on: date) -> Option:
    return Option(1, Unit.YEARS, 6, Unit.MONTHS, on)


def test_two_options_of_a_year_with_half_a_year_notice() -> None:
    first, second = plan(END, [YEARLY, YEARLY], today=date(2026, 6, 1))
    assert first == Planned(1, date(2027, 1, 1), date(2027, 12, 31), date(2026, 6, 30), Outcome.OPEN)
    assert second == Planned(2, date(2028, 1, 1), date(2028, 12, 31), date(2027, 6, 30), Outcome.WAITING)
    assert next_decision((first, second)) == first and ends_after(END, (first, second)) == END
    text = "Verlenging 1 loopt van 1 januari 2027 tot en met 31 december 2027. Beslis uiterlijk op 30 juni 2026: nog 29 dagen."
    assert first.sentence(date(2026, 6, 1)) == text and first.sentence(date(2026, 6, 29)).endswith("nog 1 dag.")
    assert second.sentence(date(2026, 6, 1)).endswith("Deze optie komt na de vorige. Beslis uiterlijk op 30 juni 2027.")


@pytest.mark.parametrize(("today", "outcome"), [(date(2026, 6, 30), Outcome.OPEN), (date(2026, 7, 1), Outcome.LAPSED)])
def test_the_last_day_is_the_last(today: date, outcome: Outcome) -> None:
    first, second = plan(END, [YEARLY, YEARLY], today=today)
    assert first.outcome is outcome and second.outcome is (Outcome.WAITING if outcome is Outcome.OPEN else Outcome.LAPSED)


def test_a_used_option_moves_the_end_and_opens_the_next() -> None:
    planned = plan(END, [used(date(2026, 6, 30)), YEARLY], today=date(2026, 9, 1))
    assert [each.outcome for each in planned] == [Outcome.USED, Outcome.OPEN] and ends_after(END, planned) == date(2027, 12, 31)
    assert planned[0].sentence(date(2026, 9, 1)) == "Verlenging 1 loopt van 1 januari 2027 tot en met 31 december 2027. De optie is gebruikt."
    lapsed = plan(END, [used(date(2026, 6, 30)), YEARLY], today=date(2028, 1, 1))[1]
    assert lapsed.sentence(date(2028, 1, 1)) == "Verlenging 2 is vervallen. Beslissen kon tot en met 30 juni 2027."


@pytest.mark.parametrize("options", [[used(date(2026, 7, 1))], [YEARLY, used(date(2026, 6, 1))]])
def test_an_option_used_too_late_or_out_of_order_is_refused(options: list[Option]) -> None:
    with pytest.raises(Refused) as refused:
        plan(END, options, today=date(2026, 6, 1))
    assert refused.value.field == "used_on"


@pytest.mark.parametrize(
    ("ends_on", "option", "until", "decide_by"),
    [
        (date(2026, 12, 31), Option(2, Unit.YEARS, 13, Unit.WEEKS), date(2028, 12, 31), date(2026, 10, 1)),
        (date(2028, 2, 29), Option(1, Unit.YEARS, 3, Unit.MONTHS), date(2029, 2, 28), date(2027, 11, 30)),
        (date(2027, 2, 28), Option(1, Unit.YEARS, 1, Unit.MONTHS), date(2028, 2, 29), date(2027, 1, 31)),
        (date(2026, 6, 30), Option(6, Unit.MONTHS, 30, Unit.DAYS), date(2026, 12, 31), date(2026, 5, 31)),
        (date(2026, 8, 30), Option(26, Unit.WEEKS, 1, Unit.YEARS), date(2027, 2, 28), date(2025, 8, 30)),
    ],
)
def test_periods_and_notices_of_every_unit(ends_on: date, option: Option, until: date, decide_by: date) -> None:
    (found,) = plan(ends_on, [option], today=date(2020, 1, 1))
    assert (found.ends_on, found.decide_by) == (until, decide_by)


@given(DAYS, st.integers(1, 24), st.integers(1, 18), DAYS, st.integers(1, 4))
def test_options_follow_on_and_leave_their_whole_notice(ends_on: date, months: int, notice: int, today: date, count: int) -> None:
    planned = plan(ends_on, [Option(months, Unit.MONTHS, notice, Unit.MONTHS)] * count, today=today)
    starts = [ends_on + timedelta(days=1), *(each.ends_on + timedelta(days=1) for each in planned)]
    assert [each.starts_on for each in planned] == starts[:-1]
    for each in planned:
        assert add_months(each.decide_by + timedelta(days=1), notice) <= each.starts_on
        assert each.sentence(today).endswith(".") and each.ends_on > each.starts_on
    opened = next_decision(planned)
    assert (opened is None) == (today > planned[0].decide_by) and (opened is None or opened.number == 1)


def test_an_agreement_without_options() -> None:
    assert plan(END, [], today=END) == () and next_decision(()) is None and ends_after(END, ()) == END
