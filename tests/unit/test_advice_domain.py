"""The life of an advice, its term and its words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.foundation.errors import Refused
from kpi.domain import advice
from kpi.domain.advice import ANSWERED_EVENT, EVENTS, GIVEN_EVENT, OUTCOME_EVENT, STATES, WITHDRAWN_EVENT

ALLOWED = {
    (None, GIVEN_EVENT): "wacht op reactie",
    ("wacht op reactie", ANSWERED_EVENT): "beantwoord",
    ("wacht op reactie", WITHDRAWN_EVENT): "ingetrokken",
    ("beantwoord", ANSWERED_EVENT): "beantwoord",
    ("beantwoord", OUTCOME_EVENT): "beantwoord",
}
AT = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # half past midnight of the 23rd, a Monday, in Amsterdam


@pytest.mark.parametrize(("state", "event"), list(product((None, *STATES), EVENTS)))
def test_nothing_happens_that_may_not(state: str | None, event: str) -> None:
    if (state, event) in ALLOWED:
        assert advice.next_state(state, event) == ALLOWED[state, event]
        return
    with pytest.raises(Refused) as caught:
        advice.next_state(state, event)
    assert caught.value.reason.endswith(".")


def test_the_state_is_the_fold_of_what_happened() -> None:
    assert advice.fold([]) is None
    assert advice.fold([GIVEN_EVENT, ANSWERED_EVENT, OUTCOME_EVENT, ANSWERED_EVENT]) == "beantwoord"


def test_the_term_is_counted_in_working_days_of_amsterdam() -> None:
    assert advice.given_on(AT) == date(2026, 11, 23)
    assert advice.due_on(AT, working_days=1) == date(2026, 11, 24)
    assert advice.due_on(AT, working_days=5) == date(2026, 11, 30)
    assert advice.due_on(AT, working_days=30) == date(2027, 1, 6), "Christmas (a Friday) and New Year's Day (a Friday) do not count"


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 11, 23), "wacht op reactie (sinds vandaag)"),
        (date(2026, 11, 24), "wacht op reactie (1 dag)"),
        (date(2026, 12, 5), "wacht op reactie (12 dagen)"),
    ],
)
def test_how_long_it_waits(today: date, words: str) -> None:
    assert advice.waiting_words(AT, today=today) == words


def test_the_last_day_is_in_time() -> None:
    due = date(2027, 1, 6)
    assert not advice.is_overdue("wacht op reactie", due, today=due)
    assert advice.is_overdue("wacht op reactie", due, today=date(2027, 1, 7))
    assert not advice.is_overdue("beantwoord", due, today=date(2027, 1, 7))


def _words(words: str) -> str:
    return advice.read_words(
        words, subject="De wachttijd van mijn zus", text="Bel iedereen die wacht. Mijn zus hoorde een jaar niets.", names=("Jan Öz",)
    )


@pytest.mark.parametrize(
    "words",
    ["Wat zegt JAN ÖZ?", "jan, öz", "De wachttijd van mijn zus", "over mijn zus: hoorde een jaar niets!", "mijn ZUS - hoorde / een jaar niets meer"],
)
def test_what_may_tell_who_advised_is_refused(words: str) -> None:
    with pytest.raises(Refused) as caught:
        _words(words)
    assert caught.value.field == "words"


@pytest.mark.parametrize("words", ["Hoe houden wij mensen op de hoogte?", "De wachttijd", "Januari: bel iedereen", "Mijn zus hoorde een dag niets"])
def test_own_words_are_fine(words: str) -> None:
    assert _words(f"  {words} ") == words


@given(st.text(alphabet="abc xyz.-", min_size=30, max_size=60))
def test_the_text_itself_is_never_ones_own_words(text: str) -> None:
    if len(text.replace(".", " ").replace("-", " ").split()) > 1:
        with pytest.raises(Refused):
            advice.read_words(text, subject="Iets", text=text, names=())
