"""Every term ends on the day that the law means: worked out by hand, and by counting one day at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain import awb_terms
from contracts.domain.awb_terms import AWB, read_terms, waiting
from contracts.domain.legal_days import is_legal_working_day, lengthened
from contracts.domain.reference.mistake import ReferenceMistake
from contracts.domain.terms import Change, Counting, Extension, Suspension, TermRule, Unit, add_months, last_day
from tests.support.figures import measured
from tests.unit.money.term_cases import CASES

DAY = timedelta(days=1)
DAYS = st.dates(date(2019, 1, 1), date(2032, 12, 31))
FRIDAY_AFTER_ASCENSION = frozenset({date(2026, 5, 15)})
RULES = {
    "aanvraag": awb_terms.APPLY,
    "beslissing": awb_terms.DECIDE,
    "buiten": awb_terms.NOT_PROCESS,
    "voorbehoud": awb_terms.RESERVATION,
    "vaststelling": awb_terms.REQUEST_DETERMINATION,
    "betaling": awb_terms.PAY,
    "opschorting": awb_terms.SUSPEND_PAYMENT,
    "intrekking": awb_terms.REVOKE,
    "terugvordering": awb_terms.RECOVER,
    "bezwaar": awb_terms.OBJECT,
    "bob": awb_terms.DECIDE_OBJECTION,
}


def rule(count: int, unit: Unit = Unit.WEEKS, counting: Counting = Counting.EVENT, *, in_law: bool = True) -> TermRule:
    return TermRule("eigen", "Eigen termijn", "artikel 1", count, unit, counting, "de dag zelf", in_law)


@dataclass(frozen=True)
class Case:
    rule: TermRule
    start: date
    changes: tuple[Change, ...]
    expected: date
    also_free: frozenset[date]
    why: str

    def counted(self) -> date:
        return last_day(self.rule, self.start, self.changes, also_free=self.also_free)


def change(text: str) -> Change:
    kind, *days = text.split()
    on, until, *came = map(date.fromisoformat, days)
    if kind == "vraag":
        return waiting(on, due_on=until, received_on=came[0] if came else None)
    return Extension(on, until) if kind == "uitstel" else Suspension(on, until)


def cases() -> Iterator[Case]:
    for line in CASES.strip().splitlines():
        name, start, changes, expected, why = (part.strip() for part in line.split("|"))
        parts = name.split()
        asked = AWB[RULES[name]] if name in RULES else rule(int(parts[0]), Unit(parts[1]), in_law="afspraak" not in parts)
        between = tuple(change(each) for each in changes.split(";") if each)
        free = FRIDAY_AFTER_ASCENSION if "vrij" in parts else frozenset()
        yield Case(asked, date.fromisoformat(start), between, date.fromisoformat(expected), free, f"{name} {start} {why}")


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.why)
def test_a_term_ends_on_the_day_that_was_worked_out_by_hand(case: Case) -> None:
    assert case.counted() == case.expected


def test_no_term_is_wrong_and_there_are_enough_of_them() -> None:
    wrong = [case.why for case in cases() if case.counted() != case.expected]
    measured("terms of the Awb worked out by hand", len(list(cases())))
    measured("terms of the Awb counted wrongly", len(wrong))
    assert wrong == [] and len(list(cases())) >= 120


def test_every_rule_of_the_awb_is_in_the_table_or_counts_like_one_that_is() -> None:
    assert set(AWB) - set(RULES.values()) == {awb_terms.DETERMINE}
    first, second = AWB[awb_terms.DECIDE], AWB[awb_terms.DETERMINE]
    assert (first.count, first.unit, first.counting) == (second.count, second.unit, second.counting)


@given(DAYS, st.integers(1, 200))
def test_weeks_and_days_are_the_same_when_no_law_lengthens_them(start: date, count: int) -> None:
    weeks, days = rule(count, in_law=False), rule(7 * count, Unit.DAYS, in_law=False)
    assert last_day(weeks, start) == last_day(days, start)
    assert last_day(weeks, start).weekday() == start.weekday()
    back = replace(weeks, counting=Counting.BEFORE)
    assert last_day(weeks, last_day(back, start)) == start


@given(DAYS, st.integers(1, 90))
def test_a_lengthened_term_ends_on_the_first_working_day_that_is_not_too_early(start: date, count: int) -> None:
    plain, end = start + count * DAY, last_day(rule(count, Unit.DAYS), start)
    assert end >= plain and is_legal_working_day(end)
    between = [plain + number * DAY for number in range((end - plain).days)]
    working = sum(is_legal_working_day(start + number * DAY) for number in range(1, (end - start).days))
    assert all(not is_legal_working_day(day) or (count >= 3 and working < 2) for day in between)


@given(DAYS, st.integers(-60, 60))
def test_months_keep_the_number_of_the_day_or_end_the_month(day: date, months: int) -> None:
    found = add_months(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + DAY).day == 1)


@given(st.integers(2019, 2032), st.integers(1, 12), st.integers(1, 30))
def test_months_after_a_period_that_ends_with_a_month_end_with_a_month(year: int, month: int, months: int) -> None:
    last = add_months(date(year, month, 1), 1) - DAY
    end = last_day(rule(months, Unit.MONTHS, Counting.PERIOD_END, in_law=False), last)
    assert (end + DAY).day == 1 and add_months(date(year, month, 1), months) == end.replace(day=1)


@st.composite
def stillnesses(draw: st.DrawFn) -> tuple[date, list[Suspension]]:
    start = draw(DAYS)
    offsets = st.tuples(st.integers(-5, 80), st.integers(-1, 20))
    return start, [Suspension(start + first * DAY, start + (first + length) * DAY) for first, length in draw(st.lists(offsets, max_size=5))]


def by_the_day(start: date, weeks: int, still: list[Suspension]) -> date:
    """The independent way: walk, and count down on every day on which the term does not stand still."""
    left, day = 7 * weeks, start
    while left:
        day += DAY
        left -= not any(each.first_on <= day <= each.last_on for each in still)
    return day


@given(stillnesses(), st.integers(1, 10))
def test_a_term_that_stands_still_counts_exactly_its_running_days(given_: tuple[date, list[Suspension]], weeks: int) -> None:
    start, still = given_
    assert last_day(rule(weeks, in_law=False), start, still) == by_the_day(start, weeks, still)


@given(stillnesses(), st.integers(1, 10))
def test_the_law_only_ever_lengthens_and_the_order_of_telling_does_not_matter(given_: tuple[date, list[Suspension]], weeks: int) -> None:
    start, still = given_
    end = last_day(rule(weeks), start, still)
    assert end >= last_day(rule(weeks, in_law=False), start, still) and is_legal_working_day(end)
    assert end == last_day(rule(weeks), start, still[::-1])


@given(DAYS, st.integers(0, 70), st.integers(0, 70))
def test_an_extension_that_was_told_in_time_never_shortens(start: date, told: int, further: int) -> None:
    plain = last_day(rule(8), start)
    end = last_day(rule(8), start, [Extension(start + told * DAY, start + told * DAY + further * DAY)])
    assert end == (max(plain, start + (told + further) * DAY) if start + told * DAY <= plain else plain)


def test_days_that_were_made_equal_to_a_holiday_lengthen_too() -> None:
    assert lengthened(date(2026, 5, 1), date(2026, 5, 15), also_free=FRIDAY_AFTER_ASCENSION) == date(2026, 5, 18)


def test_a_rule_tells_its_length_in_words() -> None:
    assert [AWB[code].length for code in (awb_terms.APPLY, awb_terms.REQUEST_DETERMINATION, awb_terms.REVOKE)] == ["13 weken", "6 maanden", "5 jaar"]
    assert rule(1, Unit.YEARS).length == "1 jaar"


def test_a_region_puts_its_own_term_in_place_with_its_article() -> None:
    own = read_terms({"term": [{"code": awb_terms.DECIDE, "count": 13, "unit": "weken", "article": "Verordening artikel 8"}]})
    assert (own[awb_terms.DECIDE].length, own[awb_terms.DECIDE].article) == ("13 weken", "Verordening artikel 8")
    assert not own[awb_terms.DECIDE].is_lengthened and AWB[awb_terms.DECIDE].is_lengthened
    assert {code: each for code, each in own.items() if code != awb_terms.DECIDE} == {
        code: each for code, each in AWB.items() if code != awb_terms.DECIDE
    }
    assert read_terms({}) is AWB


@pytest.mark.parametrize(
    ("term", "field"),
    [
        ({"code": "onbekend", "count": 8, "unit": "weken", "article": "x"}, "code"),
        ({"code": awb_terms.PAY, "count": 0, "unit": "weken", "article": "x"}, "count"),
        ({"code": awb_terms.PAY, "count": 1001, "unit": "weken", "article": "x"}, "count"),
        ({"code": awb_terms.PAY, "count": 8, "unit": "uren", "article": "x"}, "unit"),
        ({"code": awb_terms.PAY, "count": 8, "unit": "weken"}, "article"),
        ({"code": awb_terms.PAY, "count": 8, "unit": "weken", "article": "x", "counting": "x"}, "counting"),
    ],
)
def test_a_term_of_a_region_that_cannot_be_is_refused(term: dict[str, object], field: str) -> None:
    with pytest.raises(ReferenceMistake) as mistake:
        read_terms({"term": [term]})
    assert mistake.value.field == field


def test_a_term_twice_is_refused() -> None:
    term = {"code": awb_terms.PAY, "count": 8, "unit": "weken", "article": "x"}
    with pytest.raises(ReferenceMistake, match="twee keer"):
        read_terms({"term": [term, dict(term)]})
