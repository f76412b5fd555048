"""Deadlines at their edges: summer time, leap days, a second before and after, weekends and holidays.

What is right is worked out here by other means than in the code: Easter by the rule of Meeus, the holidays written out by hand, summer time
by its rule (the last Sundays of March and October), and working days by counting one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.domain.working_days import add_working_days, is_working_day, working_day_from, working_days_between
from contracts.foundation.errors import Refused
from contracts.foundation.period import Quarter, last_day, local_midnight_after
from kpi.domain import report
from kpi.domain.calendar import Dates, Terms, dates_of, dates_until, ended_periods, extended, last_edit_for_change, require_open, require_soon
from tests.support.figures import measured

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
YEARS = range(2020, 2036)
TERMS = Terms(40, 20)


def easter(year: int) -> date:
    """Meeus, Astronomical Algorithms, chapter 8 (Gregorian)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def holidays(year: int) -> set[date]:
    """By hand: New Year, Good Friday, Easter, King's Day (not on a Sunday), Liberation Day every five years, Ascension, Pentecost, Christmas."""
    first = easter(year)
    kings_day = date(year, 4, 27)
    found = {date(year, 1, 1), kings_day - DAY if kings_day.weekday() == 6 else kings_day, date(year, 12, 25), date(year, 12, 26)}
    found |= {first + timedelta(days=after) for after in (-2, 0, 1, 39, 49, 50)}
    return found | ({date(year, 5, 5)} if year % 5 == 0 else set())


def is_worked(day: date) -> bool:
    """Somebody is at work."""
    return day.isoweekday() <= 5 and day not in holidays(day.year)


def counted_on(day: date, count: int) -> date:
    """One by one."""
    while count:
        day += DAY
        count -= is_worked(day)
    return day


def change(year: int, month: int) -> date:
    """The last Sunday of March or October: that night the clock changes at 01:00 UTC."""
    return max(date(year, month, day) for day in range(25, 32) if date(year, month, day).isoweekday() == 7)


def midnight_after(day: date) -> datetime:
    """The next day's midnight in Amsterdam: at the change itself the old time still holds at midnight."""
    next_day = day + DAY
    in_summer = change(next_day.year, 3) < next_day <= change(next_day.year, 10)
    return datetime(next_day.year, next_day.month, next_day.day, tzinfo=UTC) - timedelta(hours=2 if in_summer else 1)


def is_open(at: datetime, until: datetime) -> bool:
    """Whether the code lets a change through."""
    try:
        require_open(at, last_edit_at=until)
    except Refused:
        return False
    return True


def of_quarters() -> Iterator[tuple[str, bool]]:
    """Deadline and last edit of every quarter, to the second."""
    for quarter in (Quarter(year, number) for year in YEARS for number in (1, 2, 3, 4)):
        due_on = counted_on(quarter.ends_on, 40)
        last_on = counted_on(due_on, 20)
        found = dates_of(quarter.ends_on, terms=TERMS)
        yield f"{quarter.code} deadline", (found.due_on, found.due_at) == (due_on, midnight_after(due_on))
        yield f"{quarter.code} last edit", (found.last_edit_on, found.last_edit_at) == (last_on, midnight_after(last_on))
        for seconds, late in ((-1, False), (0, True), (1, True)):
            at = midnight_after(due_on) + seconds * SECOND
            yield f"{quarter.code} {seconds:+} s late", report.is_late(at, found.due_at) is late and report.days_late(at, found.due_at) == int(late)
            at = midnight_after(last_on) + seconds * SECOND
            yield f"{quarter.code} {seconds:+} s open", is_open(at, found.last_edit_at) is not late


def of_summer_time() -> Iterator[tuple[str, bool]]:
    """The days round each change of the clock: the midnight, the day it belongs to, and days left on both sides."""
    for day in (change(year, month) + shift * DAY for year in YEARS for month in (3, 10) for shift in (-1, 0, 1)):
        due_at = local_midnight_after(day)
        yield f"{day} midnight", due_at == midnight_after(day)
        yield f"{day} last day", last_day(due_at) == day
        left = [report.days_left(midnight_after(day) + seconds * SECOND, due_at) for seconds in (-1, 0)]
        yield f"{day} days left", left == [0, -1]


def of_days() -> Iterator[tuple[str, bool]]:
    """Holidays, the days beside them, leap days and turns of the year, as working days and as starting points."""
    edges = {day + shift * DAY for year in YEARS for day in holidays(year) for shift in (-1, 0, 1)}
    edges |= {date(year, 2, 28) + shift * DAY for year in YEARS for shift in range(3)} | {date(year, 12, 31) for year in YEARS}
    for day in sorted(edges):
        yield f"{day} is worked", is_working_day(day) is is_worked(day)
        yield f"{day} next", add_working_days(day, 1) == counted_on(day, 1)
        yield f"{day} from", working_day_from(day) == counted_on(day - DAY, 1) == add_working_days(day, 0)
        yield f"{day} between", working_days_between(day, counted_on(day, 7)) == 7


@pytest.mark.parametrize("cases", [of_quarters, of_summer_time, of_days])
def test_every_edge_is_right(cases: Callable[[], Iterator[tuple[str, bool]]]) -> None:
    verdicts = list(cases())
    wrong = [name for name, is_right in verdicts if not is_right]
    measured("deadline boundary cases tried", len(verdicts))
    measured("deadline boundary cases wrong", len(wrong))
    assert wrong == []
    assert len(verdicts) >= 200


def test_the_truth_agrees_with_the_almanac() -> None:
    assert [easter(year) for year in (2024, 2025, 2026, 2038)] == [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2038, 4, 25)]
    assert {date(2025, 4, 26), date(2025, 5, 5), date(2025, 5, 29)} <= holidays(2025) and date(2026, 5, 5) not in holidays(2026)
    assert (change(2026, 3), change(2026, 10)) == (date(2026, 3, 29), date(2026, 10, 25))
    assert midnight_after(date(2026, 3, 28)) == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert midnight_after(date(2026, 3, 29)) == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert not is_worked(date(2026, 4, 6)) and is_worked(date(2026, 4, 7))


def test_the_dates_of_the_third_quarter() -> None:
    assert dates_of(date(2026, 9, 30), terms=TERMS) == Dates(date(2026, 9, 30), date(2026, 11, 25), date(2026, 12, 23))
    with pytest.raises(ValueError, match="follow each other"):
        Dates(date(2026, 9, 30), date(2026, 9, 29), date(2026, 12, 23))
    with pytest.raises(ValueError, match="counted forwards"):
        add_working_days(date(2026, 9, 30), -1)


def test_a_chosen_deadline_is_a_working_day_that_comes() -> None:
    assert dates_until(date(2026, 8, 31), due_on=date(2026, 11, 2), terms=TERMS).last_edit_on == date(2026, 11, 30)
    for due_on, sentence in (
        (date(2026, 11, 1), "geen werkdag. Kies bijvoorbeeld maandag 2 november"),
        (date(2026, 8, 28), "voor het einde"),
    ):
        with pytest.raises(Refused, match=sentence):
            dates_until(date(2026, 8, 31), due_on=due_on, terms=TERMS)
    today = date(2026, 10, 12)
    require_soon(today + DAY, today=today, field="due_on")
    for day in (today, today - DAY, today + timedelta(days=367)):
        with pytest.raises(Refused, match="na vandaag en binnen een jaar"):
            require_soon(day, today=today, field="due_on")


@pytest.mark.parametrize(
    ("on", "codes"),
    [
        (date(2026, 10, 1), ["2026-K3"]),
        (date(2026, 9, 30), []),
        (date(2026, 9, 22), ["2026-K2"]),
        (date(2027, 1, 1), ["2026-K4"]),
        (date(2027, 3, 30), ["2026-K4"]),
        (date(2027, 3, 31), []),
    ],
)
def test_what_has_ended_and_can_still_be_handed_in(on: date, codes: list[str]) -> None:
    assert [period.code for period in ended_periods(on, terms=TERMS)] == codes


def test_a_region_may_ask_the_year_apart() -> None:
    assert [period.code for period in ended_periods(date(2027, 1, 4), terms=Terms(40, 20, has_yearly_report=True))] == ["2026-J", "2026-K4"]


def test_an_extension_keeps_the_distance_to_the_last_edit() -> None:
    now = dates_of(date(2026, 9, 30), terms=TERMS)
    due_at, last_edit_at = extended(date(2026, 12, 4), due_at=now.due_at, last_edit_at=now.last_edit_at)
    assert (last_day(due_at), last_day(last_edit_at)) == (date(2026, 12, 4), counted_on(date(2026, 12, 4), 20))
    for until_on, sentence in ((date(2026, 11, 25), "Kies een dag na woensdag 25 november 2026"), (date(2026, 12, 5), "geen werkdag")):
        with pytest.raises(Refused, match=sentence):
            extended(until_on, due_at=now.due_at, last_edit_at=now.last_edit_at)


def test_a_requested_change_gets_ten_working_days_and_never_less_than_there_was() -> None:
    last_edit_at = dates_of(date(2026, 9, 30), terms=TERMS).last_edit_at
    late = midnight_after(date(2026, 12, 23))
    assert last_day(last_edit_for_change(late, last_edit_at=last_edit_at)) == counted_on(date(2026, 12, 24), 10)
    assert last_edit_for_change(datetime(2026, 11, 2, 9, tzinfo=UTC), last_edit_at=last_edit_at) == last_edit_at
