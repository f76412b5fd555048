"""What a requested change opens, how two submissions differ, and when two contents say the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.foundation.errors import Refused
from kpi.domain.canonical import figures_of
from kpi.domain.difference import Change, difference
from kpi.domain.openings import CELL, SECTION, Ask, Openings, in_one_text, read_asks

WHY = "Klopt dit cijfer wel?"


def test_only_what_is_named_is_open() -> None:
    found = Openings((Ask(CELL, "BZ-03", WHY), Ask(SECTION, "maatzorg", WHY), Ask(SECTION, "stromen", WHY)))
    assert found.allows_cell("BZ-03", "basiszorg") and not found.allows_cell("BZ-01", "basiszorg")
    assert found.allows_cell("MZ-08", "maatzorg") and found.allows("stromen")
    assert not any(found.allows(section) for section in ("basiszorg", "capaciteit", "toelichting", "correcties"))
    assert (found.question("BZ-03"), found.question("BZ-01")) == (WHY, "")


def test_a_change_that_was_asked_without_names_opens_everything() -> None:
    assert Openings(()).allows("capaciteit") and Openings(()).allows_cell("BZ-01", "basiszorg")


@pytest.mark.parametrize(
    ("asks", "field"),
    [
        ([], "open"),
        ([Ask(CELL, "XX-99", WHY)], "open"),
        ([Ask(SECTION, "BZ-01", WHY)], "open"),
        ([Ask("regel", "BZ-01", WHY)], "open"),
        ([Ask(CELL, "BZ-01", WHY), Ask(CELL, "BZ-01", "En waarom dan?")], "open"),
        ([Ask(CELL, "BZ-01", "kort")], "vraag-BZ-01"),
        ([Ask(CELL, "BZ-01", "Mail a@b.nl hierover.")], "vraag-BZ-01"),
    ],
)
def test_a_question_names_something_and_says_something(asks: list[Ask], field: str) -> None:
    with pytest.raises(Refused) as refused:
        read_asks(asks, codes=frozenset({"BZ-01"}))
    assert refused.value.field == field


def test_the_same_question_is_told_once() -> None:
    asks = read_asks(
        [Ask(CELL, "BZ-01", f" {WHY} "), Ask(SECTION, "stromen", WHY), Ask(SECTION, "capaciteit", "Hoe zit dit precies?")], codes=frozenset({"BZ-01"})
    )
    assert in_one_text(asks) == f"BZ-01, stromen: {WHY}\ncapaciteit: Hoe zit dit precies?"


def content(**other: Any) -> dict[str, Any]:
    """A small content."""
    cell = {"kpi": "BZ-01", "definitie": 1, "teller": "31", "noemer": "31", "geen cijfer": None, "toelichting": ""}
    place = {"locatie": 7, "naam": "Huis 1", "plekken": 10, "occupied": 8, "free": 1, "closed": 1, "waiting": 3}
    flow = {"vorm": "opvang", "at_begin": 8, "inflow": 2, "through_in": 0, "through_out": 0, "outflow": 2, "at_end": 8}
    told = {"vorm": "x", "aanbieder": {"id": 1, "naam": "A"}, "kwartaal": "2026-K3", "toelichting": "", "cijfers": [cell], "capaciteit": [place]}
    return told | {"stromen": [flow], "correcties": []} | other


def test_each_number_that_differs_is_told_with_what_it_was() -> None:
    before = content()
    after = content(
        toelichting="Een druk kwartaal.",
        cijfers=[before["cijfers"][0] | {"teller": "30"}, {"kpi": "BZ-02", "teller": "0", "noemer": None}],
        capaciteit=[before["capaciteit"][0] | {"occupied": 7, "free": 2}],
        stromen=[],
    )
    assert set(difference(before, after)) == {
        Change("toelichting", "", "", None, "Een druk kwartaal."),
        Change("cijfers", "BZ-01", "teller", "31", "30"),
        Change("cijfers", "BZ-02", "teller", None, "0"),
        Change("capaciteit", "Huis 1", "occupied", "8", "7"),
        Change("capaciteit", "Huis 1", "free", "1", "2"),
        *(Change("stromen", "opvang", part, str(value), None) for part, value in before["stromen"][0].items() if part != "vorm"),
    }


def test_the_same_content_and_another_name_around_it_differ_in_nothing() -> None:
    assert difference(content(), content(vorm="y", aanbieder={"id": 1, "naam": "B"})) == ()


@given(st.lists(st.tuples(st.sampled_from(["BZ-01", "BZ-02", "MZ-08"]), st.integers(0, 3)), max_size=3, unique_by=lambda pair: pair[0]), st.data())
def test_a_difference_is_empty_exactly_when_the_figures_are_equal(pairs: list[tuple[str, int]], data: st.DataObject) -> None:
    others = data.draw(st.permutations(pairs)) if data.draw(st.booleans()) else [(code, number + 1) for code, number in pairs]
    before, after = (content(cijfers=[{"kpi": code, "teller": str(number)} for code, number in given]) for given in (pairs, others))
    assert (difference(before, after) == ()) == (figures_of(before) == figures_of(after))
    forth, back = difference(before, after), difference(after, before)
    assert {(one.label, one.was, one.now) for one in forth} == {(one.label, one.now, one.was) for one in back}


def test_names_and_order_are_not_figures_but_numbers_are() -> None:
    other_name = content(capaciteit=[content()["capaciteit"][0] | {"naam": "Huis Eén"}], vaststelling={"op": "nu"})
    assert figures_of(content()) == figures_of(other_name)
    assert figures_of(content()) != figures_of(content(capaciteit=[content()["capaciteit"][0] | {"plekken": 11}]))
    assert figures_of(content()) != figures_of(content(uitsplitsing=[{"kpi": "BZ-01", "gemeente": "0935", "teller": "3"}]))
