"""The life of a dialogue session and the record both sides consent to."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.foundation.errors import Refused
from kpi.domain import dialogue as d
from kpi.domain.minutes import Answer, RecordedAction, RecordedItem, all_agree, check_answer, fingerprint

ALLOWED = {
    (None, "concept gemaakt"): "concept",
    (None, "gepland"): "voorbereiding",
    ("concept", "gepland"): "voorbereiding",
    ("concept", "verplaatst of gewijzigd"): "concept",
    ("voorbereiding", "verplaatst of gewijzigd"): "voorbereiding",
    ("gedeeld", "verplaatst of gewijzigd"): "gedeeld",
    ("concept", "geannuleerd"): "geannuleerd",
    ("voorbereiding", "geannuleerd"): "geannuleerd",
    ("gedeeld", "geannuleerd"): "geannuleerd",
    ("voorbereiding", "agenda gedeeld"): "gedeeld",
    ("voorbereiding", "begonnen"): "in gesprek",
    ("gedeeld", "begonnen"): "in gesprek",
    ("in gesprek", "verslag ter instemming gelegd"): "verslag ter instemming",
    ("verslag ter instemming", "heropend"): "in gesprek",
    ("verslag ter instemming", "vastgesteld"): "vastgesteld",
    ("vastgesteld", "aanvulling voorgelegd"): "verslag ter instemming",
    ("verslag ter instemming", "aanvulling ingetrokken"): "vastgesteld",
}
ITEM = RecordedItem(1, "data", 3000, "Doorstroom", 7, "Het cijfer is 41%.", "Besproken.")
ACTION = RecordedAction(1, 1, 7, "Maak een plan", "Stichting De Berm", "Sam Peters", date(2026, 10, 1))


@pytest.mark.parametrize("event", d.EVENTS)
@pytest.mark.parametrize("state", [None, *d.STATES])
def test_every_pair_of_state_and_event(state: str | None, event: str) -> None:
    expected = ALLOWED.get((state, event))
    if expected is None:
        with pytest.raises(Refused):
            d.next_state(state, event)
    else:
        assert d.next_state(state, event) == expected


def test_the_state_is_the_fold_of_the_events() -> None:
    assert d.fold([]) is None
    assert d.fold((*d.EVENTS[:5], "heropend", "verslag ter instemming gelegd", "vastgesteld")) == "vastgesteld"
    assert d.fold(("gepland", "begonnen", "verslag ter instemming gelegd", "vastgesteld")) == "vastgesteld"  # from before agendas were shared


@pytest.mark.parametrize(
    ("subject", "open_in"),
    [
        (d.AGENDA, {"voorbereiding", "gedeeld", "in gesprek"}),
        (d.INPUT, {"voorbereiding", "gedeeld", "in gesprek"}),
        (d.MINUTES, {"in gesprek", "verslag ter instemming"}),
        (d.ACTION_POINTS, {"in gesprek", "verslag ter instemming"}),
        (d.CONSENTS, {"verslag ter instemming"}),
    ],
)
@pytest.mark.parametrize("state", d.STATES)
def test_what_can_be_changed_in_which_state(subject: str, open_in: set[str], state: str) -> None:
    if state in open_in:
        d.require(state, subject)
    else:
        with pytest.raises(Refused):
            d.require(state, subject)


def test_the_four_parts_stand_in_the_order_of_the_sturingsmodel_after_what_was_carried_over() -> None:
    assert list(d.PARTS) == ["waarden", "kaders", "data", "dialoog"]
    assert list(d.FIRST_POSITION.values()) == sorted(d.FIRST_POSITION.values())
    assert d.is_carried_over(1) and not any(d.is_carried_over(first) for first in d.FIRST_POSITION.values())


def _changed(value: Any) -> Any:
    if isinstance(value, date):
        return value + timedelta(days=1)
    return value + 1 if isinstance(value, int) else f"{value}."


@pytest.mark.parametrize("name", [field.name for field in fields(RecordedItem)])
def test_any_change_of_an_item_changes_the_hash(name: str) -> None:
    assert fingerprint([ITEM], [ACTION]) != fingerprint([replace(ITEM, **{name: _changed(getattr(ITEM, name))})], [ACTION])


@pytest.mark.parametrize("name", [field.name for field in fields(RecordedAction)])
def test_any_change_of_an_action_point_changes_the_hash(name: str) -> None:
    assert fingerprint([ITEM], [ACTION]) != fingerprint([ITEM], [replace(ACTION, **{name: _changed(getattr(ACTION, name))})])


@given(st.text(), st.text())
def test_the_hash_is_the_same_only_for_the_same_minutes(one: str, other: str) -> None:
    try:
        (one + other).encode()
    except UnicodeEncodeError:
        return  # a lone surrogate is no text; it is taken out when the text is read
    same = fingerprint([replace(ITEM, minutes=one)], []) == fingerprint([replace(ITEM, minutes=other)], [])
    assert same == (one == other)


def test_text_does_not_slide_from_one_field_into_the_next() -> None:
    assert fingerprint([replace(ITEM, title="ab", figures="c")], []) != fingerprint([replace(ITEM, title="a", figures="bc")], [])


def test_the_order_of_the_rows_does_not_matter() -> None:
    second = replace(ITEM, item_id=2, position=3001)
    assert fingerprint([ITEM, second], []) == fingerprint([second, ITEM], [])


AGREED = [Answer(1, "gemeente", "eens", "x", False), Answer(2, "aanbieder", "eens", "x", False)]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (AGREED, True),
        (AGREED[:1], False),
        ([AGREED[0], AGREED[0]], False),
        ([AGREED[0], replace(AGREED[1], is_void=True)], False),
        ([AGREED[0], replace(AGREED[1], sha256="y")], False),
        ([AGREED[0], replace(AGREED[1], verdict="niet eens")], False),
    ],
)
def test_both_sides_must_agree_with_the_same_record(answers: list[Answer], expected: bool) -> None:
    assert all_agree(answers, "x", parties=(1, 2)) is expected


@pytest.mark.parametrize(
    ("side", "verdict", "reason", "field"),
    [("klankbordgroep", "eens", "", "side"), ("gemeente", "misschien", "", "verdict"), ("gemeente", "niet eens", "", "reason")],
)
def test_an_incomplete_answer_is_refused(side: str, verdict: str, reason: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        check_answer(side=side, verdict=verdict, reason=reason)
    assert refused.value.field == field
