"""Reading what people type, and writing it back."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.foundation.errors import Refused
from kpi.domain.numbers import LARGEST, as_typed, dutch, read_count, read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234,5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("0.123", "0.123"),
        ("1234.567", "1234.567"),
        (" 12 ", "12"),
        ("1 234", "1234"),
        ("1\u00a0234,5", "1234.5"),
        ("-3", "-3"),
        ("\u22123", "-3"),
        ("-0", "0"),
        ("007", "7"),
    ],
)
def test_it_reads_what_people_type(text: str, value: str) -> None:
    assert read_number(text, field="x", decimals=3) == Decimal(value)


@pytest.mark.parametrize("text", ["", "  ", "\u00a0"])
def test_nothing_typed_is_not_zero(text: str) -> None:
    assert read_number(text, field="x") is None
    with pytest.raises(Refused, match="Vul dan 0 in"):
        read_count(text, field="x")


@pytest.mark.parametrize(("text", "asked"), [("1.234", "Bedoelt u 1234 of 1,234?"), ("12.000", "Bedoelt u 12000 of 12,000?")])
def test_a_number_with_two_meanings_is_asked_back(text: str, asked: str) -> None:
    with pytest.raises(Refused) as refused:
        read_number(text, field="numerator", decimals=3)
    assert refused.value.reason.startswith(asked)
    assert refused.value.field == "numerator"


@pytest.mark.parametrize("text", ["12a", "1,2,3", "1.23.4", "1,234.5", "12 34", "%", "1e3", "NaN", "\u0661\u0662", "--1", ",5", "5,", "1" * 50])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_number(text, field="x", decimals=3)


@pytest.mark.parametrize(("text", "decimals"), [("1,5", 0), ("1,55", 1), ("0,0001", 3)])
def test_too_many_decimals_are_refused(text: str, decimals: int) -> None:
    with pytest.raises(Refused, match=r"heel getal|achter de komma"):
        read_number(text, field="x", decimals=decimals)


def test_a_number_too_large_to_be_true_is_refused() -> None:
    assert read_number(str(LARGEST), field="x") == LARGEST
    with pytest.raises(Refused, match="te groot"):
        read_number(str(LARGEST + 1), field="x")


@given(st.integers(0, 999_999_999_000), st.integers(0, 3))
def test_what_is_written_reads_back_the_same(thousandths: int, decimals: int) -> None:
    value = Decimal(thousandths // 10 ** (3 - decimals)).scaleb(-decimals)
    assert read_number(as_typed(value), field="x", decimals=3) == value
    text = dutch(value, decimals)
    if 1000 <= value < 1_000_000 and "," not in text:  # "1.234" stays a question, also when we wrote it
        with pytest.raises(Refused, match="Bedoelt u"):
            read_number(text, field="x", decimals=3)
    else:
        assert read_number(text, field="x", decimals=3) == value


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Refused):
        value = read_number(text, field="x", decimals=2)
        assert value is None or (value.is_finite() and value == round(value, 2))


@pytest.mark.parametrize(
    ("value", "decimals", "text"), [("1234.50", 1, "1.234,5"), ("1234.00", 1, "1.234"), ("61.29", 1, "61,3"), ("0", 2, "0"), ("-2.5", 0, "-3")]
)
def test_it_writes_as_the_dutch_do(value: str, decimals: int, text: str) -> None:
    assert dutch(Decimal(value), decimals) == text
