"""The life of an afspraak: every pair of state and event, who may judge, and what is kept when a date is moved."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.foundation.errors import Refused
from kpi.domain import action_point as life
from kpi.domain.dialogue import UNFINISHED

ALLOWED = {
    ("open", "gewijzigd"): "open",
    ("open", "begonnen"): "bezig",
    ("open", "gereed gemeld"): "gereed",
    ("open", "vervallen"): "vervallen",
    ("open", "datum verzet"): "open",
    ("bezig", "gewijzigd"): "bezig",
    ("bezig", "gereed gemeld"): "gereed",
    ("bezig", "vervallen"): "vervallen",
    ("bezig", "datum verzet"): "bezig",
    ("gereed", "bevestigd"): "bevestigd",
    ("gereed", "teruggegeven"): "bezig",
    ("gereed", "vervallen"): "vervallen",
    ("vervallen", "weer opgenomen"): "open",
}


@pytest.mark.parametrize("state", life.STATES)
@pytest.mark.parametrize("event", life.EVENTS)
def test_every_pair_happens_or_is_refused_with_a_reason(state: str, event: str) -> None:
    if (state, event) in ALLOWED:
        assert life.next_state(state, event) == ALLOWED[state, event]
        return
    with pytest.raises(Refused) as refused:
        life.next_state(state, event)
    assert refused.value.reason.count(".") >= 2, "what cannot be done, and why"


def test_it_begins_by_being_made_and_by_nothing_else() -> None:
    assert life.fold([]) is None
    assert life.fold(["gemaakt"]) == "open"
    for event in life.EVENTS[1:]:
        with pytest.raises(Refused):
            life.next_state(None, event)


def test_what_is_bevestigd_is_the_end() -> None:
    assert not [event for state, event in ALLOWED if state == "bevestigd"]
    assert set(UNFINISHED) == set(life.STATES) - {"bevestigd", "vervallen"}


@given(st.lists(st.sampled_from(life.EVENTS[1:]), max_size=30))
def test_every_way_leads_through_known_states(events: list[str]) -> None:
    state, told = life.fold(["gemaakt"]), ["gemaakt"]
    for event in events:
        try:
            state = life.next_state(state, event)
        except Refused:
            continue
        told.append(event)
    assert state in life.STATES
    assert life.fold(told) == state


@pytest.mark.parametrize(
    ("person_id", "organisation", "may"),
    [(7, "De Linde", False), (8, "De Linde", False), (7, "Gemeente", False), (9, "Gemeente", True), (None, "Gemeente", True)],
)
def test_another_person_of_another_organisation_judges(person_id: int | None, organisation: str, may: bool) -> None:
    told = {"reported_by_id": 7, "reported_for": "De Linde", "person_id": person_id, "organisation": organisation}
    assert life.may_judge(**told) is may
    if not may:
        with pytest.raises(Refused, match="andere organisatie"):
            life.require_judge(**told)


def test_a_moved_date_keeps_both_days_and_the_reason() -> None:
    text = life.moved_text(date(2026, 10, 1), date(2026, 11, 16), "De woningen\nkomen later vrij.")
    assert life.moved_words(text) == "Van donderdag 1 oktober 2026 naar maandag 16 november 2026.\nDe woningen\nkomen later vrij."


@pytest.mark.parametrize(("carried", "words"), [(0, ""), (1, "1x doorgeschoven"), (3, "3x doorgeschoven")])
def test_how_often_it_was_carried_on(carried: int, words: str) -> None:
    assert life.carried_words(carried) == words
