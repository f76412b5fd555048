"""How ratings of the cooperation are counted, until when they can be given, and what their trend is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.foundation.errors import Refused
from kpi.domain.cooperation import LEAST, MOST, QUESTIONS, Movement, Tally, is_open, last_day, read_answers, require_open, together, trend
from kpi.domain.dialogue import OFFERED, SETTLED, STATES

SETTLED_AT = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)  # half past midnight on 3 November in Amsterdam
_ANSWERS = st.lists(st.tuples(*[st.integers(LEAST, MOST)] * 4), min_size=1, max_size=12)


def _tally(*answers: tuple[int, int, int, int]) -> Tally:
    found = together(Tally(1, one) for one in answers)
    assert found is not None
    return found


def test_means_are_exact() -> None:
    tally = _tally((5, 4, 3, 1), (4, 4, 4, 1), (4, 3, 3, 1))
    assert tally.people == 3
    assert tally.means == (Fraction(13, 3), Fraction(11, 3), Fraction(10, 3), Fraction(1))
    assert tally.mean == Fraction(37, 12)
    assert tally.lowest == "learning"


@given(_ANSWERS)
def test_a_mean_of_all_is_the_mean_of_its_questions(answers: list[tuple[int, int, int, int]]) -> None:
    tally = _tally(*answers)
    assert tally.mean == sum(tally.means) / 4
    assert LEAST <= min(tally.means) <= tally.mean <= max(tally.means) <= MOST


def test_of_nobody_there_is_no_mean() -> None:
    assert together([]) is None


def test_no_question_is_lowest_when_two_are() -> None:
    assert _tally((2, 2, 5, 5)).lowest == ""


@pytest.mark.parametrize(
    ("means", "movement", "is_low"),
    [
        ([], Movement.NONE, False),
        ([4], Movement.FIRST, False),
        ([Fraction(29, 10)], Movement.FIRST, True),
        ([4, 3], Movement.FALLING, False),  # a whole point at once
        ([3, 4], Movement.RISING, False),
        ([4, Fraction(7, 2)], Movement.STEADY, False),  # half a point: once is nothing
        ([4, Fraction(7, 2), Fraction(13, 4)], Movement.FALLING, False),  # twice in a row
        ([3, Fraction(7, 2), Fraction(15, 4)], Movement.RISING, False),
        ([4, Fraction(7, 2), 4], Movement.STEADY, False),
        ([4, 4, Fraction(7, 2)], Movement.STEADY, False),
        ([4, 3, 3], Movement.STEADY, False),  # exactly the middle is not low
        ([4, 4, 2], Movement.FALLING, True),
    ],
)
def test_a_trend_is_a_whole_point_or_twice_the_same_way(means: list[Fraction], movement: Movement, is_low: bool) -> None:
    found = trend([Fraction(one) for one in means])
    assert (found.movement, found.is_low) == (movement, is_low)


def test_answers_can_be_given_until_two_weeks_after_the_minutes_were_settled() -> None:
    assert last_day(SETTLED_AT) == date(2026, 11, 17)
    last_moment = datetime(2026, 11, 17, 22, 59, tzinfo=UTC)  # 23:59 in Amsterdam
    assert is_open(state=SETTLED, settled_at=SETTLED_AT, at=last_moment)
    assert not is_open(state=SETTLED, settled_at=SETTLED_AT, at=last_moment + timedelta(minutes=1))
    assert is_open(state=OFFERED, settled_at=None, at=last_moment + timedelta(days=900))
    assert not is_open(state=OFFERED, settled_at=SETTLED_AT, at=last_moment + timedelta(minutes=1))  # an addendum opens nothing anew


@pytest.mark.parametrize("state", sorted(set(STATES) - {OFFERED, SETTLED}))
def test_before_the_minutes_are_offered_nobody_can_answer(state: str) -> None:
    with pytest.raises(Refused, match="ter instemming"):
        require_open(state=state, settled_at=None, at=SETTLED_AT)


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("answer", [None, 0, 6, -1])
def test_each_question_needs_an_answer_from_one_to_five(name: str, answer: int | None) -> None:
    with pytest.raises(Refused) as refused:
        read_answers(dict.fromkeys(QUESTIONS, 3) | {name: answer})
    assert refused.value.field == name
