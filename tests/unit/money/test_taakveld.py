"""Which taakveld holds in which year, shares that are the whole line, and totals that lose no cent (domain paper B4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.taakveld import (
    BY_CODE,
    WHOLE,
    WITHOUT,
    added,
    holding_in,
    named,
    per_parent,
    per_taakveld,
    read_taakvelden,
    require_taakvelden,
    shares_text,
)
from contracts.foundation.errors import Refused
from contracts.foundation.money import split

OLD, NEW = {"6.71", "6.81"}, {"6.71a", "6.71b", "6.71c", "6.71d", "6.81a", "6.81b"}


@pytest.mark.parametrize(("year", "codes"), [(2015, OLD), (2022, OLD), (2023, NEW), (2024, NEW), (2031, NEW)])
def test_the_codes_change_with_the_begroting_of_2023(year: int, codes: set[str]) -> None:
    assert {each.code for each in holding_in(year)} == codes


@pytest.mark.parametrize(
    ("code", "year", "words"),
    [
        ("6.81", 2023, "geldt tot en met 2022, niet in 2023. Kies uit: 6.71a, 6.71b, 6.71c, 6.71d, 6.81a, 6.81b."),
        ("6.81a", 2022, "geldt vanaf 2023, niet in 2022. Kies uit: 6.71, 6.81."),
        ("6.812", 2026, "De schrijfwijze 6.812 komt voor in stukken van 2025 en 2026. Vanaf welk jaar zij geldt, is niet vastgesteld."),
        ("9.9", 2026, "Taakveld 9.9 kennen we niet."),
    ],
)
def test_a_code_that_does_not_hold_is_refused_with_those_that_do(code: str, year: int, words: str) -> None:
    with pytest.raises(Refused) as refused:
        require_taakvelden({code: WHOLE}, year)
    assert refused.value.field == "taakvelden" and words in refused.value.reason


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({"6.81a": "95", "6.71c": "4"}, "De aandelen zijn samen 99,00 %. Het moet 100 % zijn: er ontbreekt 1,00 %."),
        ({"6.81a": "95", "6.71c": "5,001"}, "hoogstens 2 cijfers"),
        ({"6.81a": "-95"}, "Vul een percentage in"),
        ({"6.81a": "100", "6.71c": "0"}, "hoger dan 0 %"),
        ({"6.81": "100"}, "tot en met 2022"),
    ],
)
def test_typed_shares_that_cannot_be_are_refused(texts: dict[str, str], words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        read_taakvelden(texts, 2026)
    assert refused.value.field == "taakvelden"


def test_typed_shares_are_read_and_told() -> None:
    assert read_taakvelden({"6.81a": "95", "6.71c": " 5 %", "6.81b": " "}, 2026) == {"6.81a": 9500, "6.71c": 500}
    assert read_taakvelden({"6.81a": ""}, 2026) == {}
    assert shares_text({"6.81a": 9500, "6.71c": 500}) == "6.81a 95,00 %, 6.71c 5,00 %"
    assert (shares_text({"6.81b": WHOLE}), shares_text({}), named(WITHOUT)) == ("6.81b", "geen", "Zonder taakveld")
    assert named("6.81b") == "6.81b Maatschappelijke- en vrouwenopvang (Wmo)"


def test_money_of_two_lines_lands_on_its_taakvelden_and_the_rest_stands_apart() -> None:
    sums = per_taakveld({1: (1000, 10), 2: (500, 0), 3: (7, 1)}, {1: {"6.81a": 9000, "6.71c": 1000}, 2: {"6.81b": WHOLE}})
    assert sums == {"6.71c": (100, 1), "6.81a": (900, 9), "6.81b": (500, 0), WITHOUT: (7, 1)}
    assert per_parent(sums) == {"6.71": (100, 1), "6.81": (1400, 9), WITHOUT: (7, 1)}
    assert added(sums.values()) == (1507, 11) and added([]) == ()


_CODES = sorted(NEW)


@given(
    lines=st.dictionaries(st.integers(1, 40), st.tuples(st.integers(0, 10**13), st.integers(-(10**9), 10**13)), min_size=1, max_size=12),
    weights=st.dictionaries(st.integers(1, 40), st.dictionaries(st.sampled_from(_CODES), st.integers(1, 9), min_size=1), max_size=12),
)
def test_taakvelden_and_their_parents_add_up_to_the_lines_to_the_cent(lines: dict[int, tuple[int, int]], weights: dict[int, dict[str, int]]) -> None:
    shares = {line: dict(zip(of, split(WHOLE, list(of.values())), strict=True)) for line, of in weights.items()}
    total = tuple(sum(column) for column in zip(*lines.values(), strict=True))
    sums = per_taakveld(lines, shares)
    assert added(sums.values()) == added(per_parent(sums).values()) == total
    assert set(sums) <= {*BY_CODE, WITHOUT}
