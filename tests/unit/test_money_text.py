"""Amounts as people read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.foundation.money import format_euros, parse_euros


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (123456, "€ 1.234,56"),
        (-1200, "-€ 12,00"),
        (0, "€ 0,00"),
        (5, "€ 0,05"),
        (-5, "-€ 0,05"),
        (99999, "€ 999,99"),
        (2012396100, "€ 20.123.961,00"),
    ],
)
def test_an_amount_is_written_the_dutch_way(cents: int, text: str) -> None:
    assert format_euros(cents) == text


@given(st.integers(-(10**15), 10**15))
def test_what_is_written_can_be_read_back(cents: int) -> None:
    assert parse_euros(format_euros(cents)) == cents
