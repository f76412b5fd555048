"""A series of sessions: the same weekday and clock time, whatever month or clock; odd days are told."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.foundation.errors import Refused
from contracts.foundation.period import AMSTERDAM
from kpi.domain.dialogue_series import MONTHS, MOST_SESSIONS, WEEKS, Rhythm, in_words, moments, odd_days, place_of, require_length

FIRST = datetime(2027, 1, 12, 10, tzinfo=AMSTERDAM)  # the second Tuesday


def days(first: datetime, rhythm: Rhythm, count: int) -> list[str]:
    return [f"{one:%d-%m-%Y %H:%M}" for one in moments(first, rhythm, count)]


def test_every_three_months_stays_on_the_second_tuesday_at_ten() -> None:
    found = days(FIRST, Rhythm(3, MONTHS), 5)
    assert found == ["12-01-2027 10:00", "13-04-2027 10:00", "13-07-2027 10:00", "12-10-2027 10:00", "11-01-2028 10:00"]
    assert moments(FIRST, Rhythm(3, MONTHS), 2)[1].astimezone(UTC).hour == 8, "summer time"


def test_a_fifth_weekday_becomes_the_last_one() -> None:
    assert days(datetime(2027, 3, 30, 9, tzinfo=AMSTERDAM), Rhythm(1, MONTHS), 3) == ["30-03-2027 09:00", "27-04-2027 09:00", "25-05-2027 09:00"]


def test_every_six_weeks_is_forty_two_days() -> None:
    assert days(FIRST, Rhythm(6, WEEKS), 3) == ["12-01-2027 10:00", "23-02-2027 10:00", "06-04-2027 10:00"]


@given(
    st.dates(date(2026, 1, 1), date(2035, 12, 31)),
    st.times(time(4)),
    st.integers(1, 4),
    st.sampled_from([WEEKS, MONTHS]),
    st.integers(1, 12),
)
def test_weekday_clock_time_and_order_are_kept(day: date, clock: time, every: int, unit: str, count: int) -> None:
    first = datetime.combine(day, clock.replace(microsecond=0, second=0), tzinfo=AMSTERDAM)
    found = moments(first, Rhythm(every, unit), count)
    assert found[0] == first and len(found) == count
    assert {(one.weekday(), one.hour, one.minute) for one in found} == {(first.weekday(), first.hour, first.minute)}
    assert all(late.date() - early.date() >= timedelta(weeks=every) for early, late in pairwise(found))
    if unit == MONTHS:
        month = first.year * 12 + first.month
        assert [one.year * 12 + one.month for one in found] == [month + every * number for number in range(count)]
        if place_of(first.date()) < 5:
            assert {place_of(one.date()) for one in found} == {place_of(first.date())}


@pytest.mark.parametrize(
    ("every", "unit", "count", "field"),
    [(0, WEEKS, 2, "every"), (27, WEEKS, 2, "every"), (1, "dagen", 2, "unit"), (1, WEEKS, 0, "count"), (1, WEEKS, MOST_SESSIONS + 1, "count")],
)
def test_what_is_no_series_is_refused_at_its_field(every: int, unit: str, count: int, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        moments(FIRST, Rhythm(every, unit), count)
    assert refusal.value.field == field


def test_a_series_ends_within_five_years() -> None:
    with pytest.raises(Refused, match="hoogstens 5 jaar"):
        moments(FIRST, Rhythm(12, MONTHS), 8)


def test_a_series_in_words() -> None:
    assert in_words(FIRST, Rhythm(3, MONTHS)) == "Elke 3 maanden op de tweede dinsdag van de maand"
    assert in_words(FIRST, Rhythm(1, WEEKS)) == "Elke week op dinsdag" and in_words(FIRST, Rhythm(6, WEEKS)) == "Elke 6 weken op dinsdag"
    assert in_words(datetime(2027, 3, 30, 9, tzinfo=AMSTERDAM), Rhythm(1, MONTHS)) == "Elke maand op de laatste dinsdag van de maand"


def test_weekends_and_holidays_are_told() -> None:
    told = odd_days([date(2027, 4, 27), date(2027, 5, 8), date(2027, 5, 11)])
    assert told == ("Dinsdag 27 april 2027 is een feestdag.", "Zaterdag 8 mei 2027 valt in het weekend.")


@pytest.mark.parametrize("minutes", [0, 14, 481, -5])
def test_a_session_has_a_sensible_length(minutes: int) -> None:
    with pytest.raises(Refused):
        require_length(minutes)
    assert require_length(90) == 90
