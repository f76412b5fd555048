"""Changing tariffs: what may be typed, and that no change ever gives a day two tariffs, or leaves one where indexing went."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.staffel import Step, read_steps, seen_as
from contracts.domain.tariff import Tariff, TariffUnit, gaps, overlaps, tariff_on
from contracts.domain.tariff_change import (
    TypedTariff,
    ended,
    follows,
    index_running,
    percentage_text,
    read_percentage,
    read_tariff_amount,
    read_why,
    require_alone,
    require_since_start,
)
from contracts.foundation.errors import Refused

NIGHT, HOUR = TariffUnit.NIGHT, TariffUnit.HOUR
FIRST, LAST = date(2026, 1, 1), date(2031, 12, 31)
DAYS = st.dates(FIRST, LAST)
YEAR = Tariff(NIGHT, 100_00, FIRST, date(2026, 12, 31))


def refused(field: str, words: str) -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda wrong: wrong.field == field and words in wrong.reason)


@pytest.mark.parametrize(
    ("text", "cents"), [("123,45", 123_45), ("1.234,5", 1_234_50), ("€ 80", 80_00), ("0", 0), ("1.234", 1_234_00)]
)  # a tariff of nothing can be agreed
def test_a_tariff_as_people_write_it(text: str, cents: int) -> None:
    assert read_tariff_amount(text) == cents


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("123,456", "hoogstens twee cijfers achter de komma"),
        ("-1", "niet lager zijn dan nul"),
        ("veel", "Vul een bedrag in"),
        ("", "Vul een bedrag in"),
        ("9" * 16, "te groot"),
        ("9" * 99, "te groot"),
    ],
)
def test_what_is_no_tariff_is_refused_in_a_sentence(text: str, words: str) -> None:
    with refused("amount", words):
        read_tariff_amount(text)


@pytest.mark.parametrize(
    ("text", "thousandths"),
    [("3,25", 3_250), ("3,255 %", 3_255), ("-1,5", -1_500), ("\u22122", -2_000), ("+4", 4_000), ("100", 100_000), ("2,5000", 2_500)],
)
def test_a_percentage_as_people_write_it(text: str, thousandths: int) -> None:
    assert read_percentage(text) == thousandths
    assert read_percentage(percentage_text(thousandths)) == thousandths


@pytest.mark.parametrize(
    ("text", "words"),
    [("3,2555", "3 cijfers achter de komma"), ("0,000", "verandert het tarief niet"), ("101", "meer dan 100 %"), ("-100,001", "meer dan 100 %")]
    + [(text, "zoals 3,25") for text in ("", "drie", "3.25", "3,", "1e2", "1000", "٣")],
)
def test_what_is_no_percentage_is_refused(text: str, words: str) -> None:
    with refused("percentage", words):
        read_percentage(text)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (TypedTariff("", "1", FIRST), "unit"),
        (TypedTariff("jaar", "1", FIRST), "unit"),
        (TypedTariff("etmaal", "1,001", FIRST), "amount"),
        (TypedTariff("etmaal", "1", None), "valid_from"),
        (TypedTariff("etmaal", "1", FIRST, FIRST - timedelta(1)), "valid_until"),
        (TypedTariff("etmaal", "1", date(206, 1, 1)), "valid_from"),
        (TypedTariff("etmaal", "1", FIRST, date.max), "valid_until"),
    ],
)
def test_a_typed_tariff_is_refused_at_its_field(typed: TypedTariff, field: str) -> None:
    with refused(field, ""):
        typed.read()


def test_a_typed_tariff_is_read() -> None:
    assert TypedTariff("uur", "61,20", FIRST, FIRST).read() == Tariff(HOUR, 61_20, FIRST, FIRST)


def test_two_tariffs_on_one_day_are_refused_with_the_days_and_both_amounts() -> None:
    with refused("valid_from", "Vanaf 1 december 2026 tot en met 31 december 2026 gelden twee tarieven: € 100,00 en € 90,00. Beëindig eerst"):
        require_alone(Tariff(NIGHT, 90_00, date(2026, 12, 1)), (YEAR,))
    require_alone(Tariff(HOUR, 90_00, date(2027, 1, 1)), (YEAR,))  # another unit from a day on
    with refused("valid_from", "gelden twee tarieven"):
        require_alone(Tariff(HOUR, 90_00, date(2026, 12, 31)), (YEAR,))


def test_a_tariff_that_ends_before_the_arrangement_begins_is_refused_and_one_of_after_its_end_is_not() -> None:
    require_since_start(YEAR, starts_on=date(2026, 12, 31))
    require_since_start(Tariff(NIGHT, 1, date(2040, 1, 1)), starts_on=FIRST)
    with refused("valid_until", "begint op 1 juni 2026"):
        require_since_start(Tariff(NIGHT, 1, FIRST, date(2026, 5, 31)), starts_on=date(2026, 6, 1))


def test_indexing_needs_a_day_on_which_a_tariff_runs_that_did_not_begin_that_day() -> None:
    with refused("from_on", "Vul in vanaf welke dag"):
        index_running((YEAR,), from_on=None, thousandths=1)
    with refused("from_on", "geldt geen tarief"):
        index_running((YEAR,), from_on=date(2027, 1, 1), thousandths=1)
    with refused("from_on", "begint al een tarief"):
        index_running((YEAR,), from_on=FIRST, thousandths=1)


def test_an_indexed_tariff_keeps_its_unit_and_its_end() -> None:
    running, closed, raised = index_running((YEAR,), from_on=date(2026, 7, 1), thousandths=3_250)
    assert running == YEAR
    assert closed == Tariff(NIGHT, 100_00, FIRST, date(2026, 6, 30))
    assert raised == Tariff(NIGHT, 103_25, date(2026, 7, 1), date(2026, 12, 31))
    assert follows(closed, raised, 3_250) and not follows(closed, raised, 3_000) and not follows(YEAR, raised, 3_250)
    assert not follows(Tariff(HOUR, 100_00, FIRST, date(2026, 6, 30)), raised, 3_250)


@given(st.lists(st.tuples(DAYS, st.integers(-100_000, 100_000)), max_size=25), st.integers(0, 10**7), st.none() | DAYS)
def test_indexing_many_times_never_leaves_a_gap_or_an_overlap(steps: list[tuple[date, int]], cents: int, until: date | None) -> None:
    begin = Tariff(NIGHT, cents, FIRST, until)
    tariffs = [begin]
    for from_on, thousandths in steps:
        before = tuple(tariffs)
        try:
            running, closed, raised = index_running(tariffs, from_on=from_on, thousandths=thousandths)
        except Refused:
            assert tuple(tariffs) == before
            continue
        tariffs[tariffs.index(running)] = closed
        tariffs.append(raised)
        assert follows(closed, raised, thousandths)
    assert list(overlaps(tariffs)) == []
    assert gaps(tariffs, starts_on=FIRST, ends_on=LAST) == gaps((begin,), starts_on=FIRST, ends_on=LAST)
    assert all(tariff_on(tariffs, each.valid_from) == each and each.cents >= 0 for each in tariffs)


def test_ending_a_tariff() -> None:
    later = Tariff(NIGHT, 110_00, date(2027, 2, 1))
    assert ended(YEAR, until_on=date(2027, 1, 31), others=(later,)).valid_until == date(2027, 1, 31)
    assert ended(YEAR, until_on=FIRST, others=(later,)).valid_until == FIRST
    for until_on, words in (
        (None, "Vul de laatste dag"),
        (date(2025, 12, 31), "begint pas"),
        (date(2026, 12, 31), "eindigt al"),
        (date.max, "jaartal"),
    ):
        with refused("until_on", words):
            ended(YEAR, until_on=until_on, others=())
    with refused("until_on", "gelden twee tarieven"):
        ended(YEAR, until_on=date(2027, 2, 1), others=(later,))


def test_a_reason_is_asked_and_is_not_a_book() -> None:
    assert read_why("  omdat het moet ") == "omdat het moet"
    for text, words in ((" ", "waarom"), ("a" * 501, "500 tekens")):
        with refused("reason", words):
            read_why(text)


def test_steps_as_people_write_them() -> None:
    assert read_steps([("3.650", "90"), ("", " "), ("7300", "87,5 %")]) == (Step(3_650, 90_000), Step(7_300, 87_500))
    assert read_steps([("", "")]) == ()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ([("", "90")], "above-1"),
        ([("10", "")], "percentage-1"),
        ([("10", "90"), ("10", "80")], "above-2"),
        ([("10", "90"), ("20", "90")], "percentage-2"),
        ([("10", "100")], "percentage-1"),
        ([("10,5", "90")], "above-1"),
        ([("-1", "90")], "above-1"),
        ([("0", "90")], "above-1"),
        ([("9999999999", "90")], "above-1"),
        ([("10", "-1")], "percentage-1"),
        ([("", ""), ("x", "90")], "above-2"),
    ],
)
def test_a_step_is_refused_at_its_row(typed: list[tuple[str, str]], field: str) -> None:
    with refused(field, ""):
        read_steps(typed)


def test_changed_steps_are_seen_as_something_else() -> None:
    seen = {seen_as(steps) for steps in ((), (Step(1, 2),), (Step(1, 3),), (Step(12, 2),), (Step(1, 2), Step(2, 1)))}
    assert len(seen) == 5 and seen_as(()) == seen_as([]) and all(0 <= each < 2**31 for each in seen)
