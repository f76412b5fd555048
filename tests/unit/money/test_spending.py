"""The signal at 70 % and its clocks of two weeks."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.spending import Clock, calendar_before, room_signal
from contracts.foundation.errors import Refused

NOTIFY = " Meld dit nu schriftelijk. Binnen twee weken daarna volgt het gesprek."
CENTS = st.integers(0, 10**12)


@given(CENTS, CENTS, st.none() | CENTS)
def test_a_signal_is_seventy_percent_used_or_a_forecast_above_the_room(room: int, used: int, expected: int | None) -> None:
    found = room_signal(room_cents=room, used_cents=used, expected_cents=expected)
    assert found.reached == (used > 0 and 10 * used >= 7 * room)
    assert found.threatened == (expected is not None and expected > room)
    assert (found.step.code == "melden") == (found.reached or found.threatened) and found.step.due_on is None


@pytest.mark.parametrize(
    ("used", "expected", "sentence"),
    [
        (69_999_99, None, "De bestedingsruimte geeft geen aanleiding voor een melding."),
        (
            70_000_00,
            None,
            "Van de bestedingsruimte van € 100.000,00 is € 70.000,00 gebruikt (70 %)." + NOTIFY,
        ),
        (
            10_00,
            100_000_01,
            "De prognose van € 100.000,01 is hoger dan de bestedingsruimte van € 100.000,00." + NOTIFY,
        ),
        (10_00, 100_000_00, "De bestedingsruimte geeft geen aanleiding voor een melding."),
    ],
)
def test_the_sentence_carries_the_amounts(used: int, expected: int | None, sentence: str) -> None:
    assert room_signal(room_cents=100_000_00, used_cents=used, expected_cents=expected).step.sentence == sentence


def test_a_room_of_nothing_is_reached_by_the_first_cent() -> None:
    assert not room_signal(room_cents=0, used_cents=0).reached
    assert room_signal(room_cents=0, used_cents=1).step.sentence.startswith("Van de bestedingsruimte van € 0,00 is € 0,01 gebruikt.")


def test_the_clocks_run_from_the_notice_and_from_the_talk() -> None:
    used = {"room_cents": 100, "used_cents": 80}
    talk = room_signal(**used, clock=Clock(date(2026, 12, 21))).step
    assert (talk.code, talk.due_on) == ("gesprek", date(2027, 1, 4))
    assert talk.sentence == "De melding was op 21 december 2026. Voer uiterlijk op 4 januari 2027 het gesprek."
    assert not talk.is_overdue(date(2027, 1, 4)) and talk.is_overdue(date(2027, 1, 5))
    decide = room_signal(**used, clock=Clock(date(2026, 12, 21), date(2026, 12, 18 + 7))).step
    assert (decide.code, decide.due_on) == ("besluit", date(2027, 1, 8))  # from Christmas Day: an agreement has no Atw
    done = room_signal(**used, clock=Clock(date(2026, 12, 21), date(2026, 12, 28), date(2027, 1, 5))).step
    assert (done.code, done.due_on, done.is_overdue(date(2030, 1, 1))) == ("", None, False)
    assert done.sentence == "Het besluit over de bestedingsruimte is genomen op 5 januari 2027."


def test_once_notified_the_clock_runs_whatever_the_amounts_become() -> None:
    assert room_signal(room_cents=100, used_cents=1, clock=Clock(date(2026, 5, 1))).step.code == "gesprek"


@pytest.mark.parametrize(
    "clock",
    [
        Clock(talked_on=date(2026, 5, 1)),
        Clock(decided_on=date(2026, 5, 1)),
        Clock(date(2026, 5, 2), date(2026, 5, 1)),
        Clock(date(2026, 5, 1), None, date(2026, 5, 2)),
        Clock(date(2026, 5, 1), date(2026, 5, 3), date(2026, 5, 2)),
    ],
)
def test_days_out_of_order_are_refused(clock: Clock) -> None:
    with pytest.raises(Refused) as refused:
        room_signal(room_cents=100, used_cents=80, clock=clock)
    assert refused.value.field == "clock"


def test_a_region_may_choose_another_share() -> None:
    assert not room_signal(room_cents=100, used_cents=79, share=Fraction(4, 5)).reached
    assert room_signal(room_cents=100, used_cents=80, share=Fraction(4, 5)).reached


def test_the_room_of_a_year_is_announced_decided_and_planned_before_it() -> None:
    found = [(rule.code, day) for rule, day in calendar_before(2027)]
    assert found == [("aankondigen", date(2026, 7, 1)), ("vaststellen", date(2026, 10, 1)), ("plannen", date(2026, 11, 1))]
