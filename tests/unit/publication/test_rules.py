"""The secret parameters: read from a file, refused in Dutch, and told by nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from contracts.foundation.errors import Refused
from kpi.domain.disclosure.problem import Contributors, Dominance, Frequency, Method, Percent, Problem
from kpi.domain.publication.rules import PublicationRules, read_rules

TOML = """
# verzonnen
threshold = 6
contributors = 4
percent = 12.5
base = 10
group = 1

[dominance]
n = 1
k = 83
"""
JSON = '{"threshold": 6, "contributors": 4, "percent": 12.5, "base": 10, "group": 1, "dominance": {"n": 1, "k": 83}}'
MADE = PublicationRules(6, 4, Fraction(25, 2), 10, dominance=(1, Fraction(83)), group=1)


def test_both_ways_to_write_it_give_the_same() -> None:
    assert read_rules(TOML) == read_rules(JSON) == MADE
    least = read_rules('{"threshold": 5, "contributors": 3, "percent": 10, "base": 5, "zeros": false}')
    assert least == PublicationRules(5, 3, Fraction(10), 5, zeros=False)


def test_each_kind_of_table_gets_its_rules() -> None:
    assert MADE.of(Problem((), method=Method.ROUND)) == (Frequency(6),)
    assert MADE.of(Problem(())) == (Frequency(6), Contributors(4), Percent(Fraction(25, 2)), Dominance(1, Fraction(83)))
    assert MADE.of(Problem((), integer=False)) == (Contributors(4), Percent(Fraction(25, 2)), Dominance(1, Fraction(83)))


def test_nothing_prints_a_parameter() -> None:
    assert repr(MADE) == str(MADE) == f"{MADE}" == "PublicationRules(geheim)"


BAD = [
    ("geen toml", "TOML of JSON"),
    ("{", "TOML of JSON"),
    ("[" * 10_000, "TOML of JSON"),
    ("", "ontbreekt: threshold, contributors, percent, base"),
    ("threshold = 777", "ontbreekt: contributors"),
    (TOML + "extra = 1", "Bij dominance horen n en k"),
    ("extra = 1", "onbekende naam: extra"),
    (TOML.replace("= 6", "= 1"), "threshold hoort een heel getal van 2"),
    (TOML.replace("= 6", "= 777.5"), "threshold hoort een heel getal"),
    (TOML.replace("= 6", "= true"), "threshold hoort een heel getal"),
    (TOML.replace("12.5", "0"), "percent hoort een getal boven 0"),
    (TOML.replace("12.5", "nan"), "percent hoort een getal boven 0"),
    (TOML.replace("12.5", '"777"'), "percent hoort een getal boven 0"),
    (TOML.replace("group = 1", "zeros = 777"), "true of false"),
    (TOML.replace("group = 1", "group = -1"), "group hoort een heel getal van 0"),
    (TOML.replace("k = 83", "k = 777"), "k hoogstens 100"),
    (JSON.replace('{"n": 1, "k": 83}', "777"), "n en k"),
]


@pytest.mark.parametrize(("text", "said"), BAD)
def test_a_bad_file_is_refused_without_telling_a_parameter(text: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        read_rules(text)
    assert said in refused.value.reason
    assert "777" not in str(refused.value) and refused.value.__cause__ is None
    assert all(len(one.split()) <= 20 for one in refused.value.reason.split(". "))
