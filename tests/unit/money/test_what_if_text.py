"""Changes as text: what is written is read back, what was never written is refused, and people read what changes."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.comparison import compare
from contracts.domain.money_proposal import differences, read_content, require_reason, require_title, require_waiting, worked_out
from contracts.domain.what_if import Change, PaidBy, PlacesFrom, TariffFrom
from contracts.domain.what_if_text import read_change, read_places, told, write_change
from contracts.foundation.errors import Refused
from contracts.foundation.period import Quarter
from tests.unit.money.test_what_if import TODAY, stand

numbers = st.integers(1, 99_999_999)
any_change = st.one_of(
    st.builds(
        PlacesFrom, numbers, st.builds(Quarter, st.integers(2000, 2999), st.integers(1, 4)), st.integers(0, 999_999).map(lambda n: Fraction(n, 100))
    ),
    st.builds(TariffFrom, numbers, st.dates(date(2000, 1, 1), date(2999, 12, 31)), st.integers(0, 10**12)),
    st.builds(PaidBy, numbers, numbers, st.integers(0, 10**12)),
)
QUARTER = Quarter(2026, 4)


@given(any_change)
def test_what_is_written_is_read_back(change: Change) -> None:
    assert read_change(write_change(change)) == change


NEVER = (
    "", "plekken", "plekken_1_2026-k4", "plekken_1_2026-k5_3", "plekken_x_2026-k4_3", "tarief_1_2026-13-01_3", "tarief_1_2026-01-01_3,001",
    "regel_1_2_-5", "regel_1_x_5", "regel_1_2_5_6", "iets_1_2_3", "regel_١_2_5", "regel_1_2_" + "9" * 90, "\0", "regel_1_2_99999999999999999999",
)  # fmt: skip


@pytest.mark.parametrize("text", NEVER)
def test_what_was_never_written_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_change(text)


@pytest.mark.parametrize(("text", "places"), [("38", Fraction(38)), (" 38,5 ", Fraction(77, 2)), ("0", Fraction(0)), ("12,25", Fraction(49, 4))])
def test_places_are_read_as_they_are_typed(text: str, places: Fraction) -> None:
    assert read_places(text) == places


@pytest.mark.parametrize("text", ["", "veel", "-1", "1.5", "1,234", "1e3"])
def test_other_places_are_refused(text: str) -> None:
    with pytest.raises(Refused, match="aantal plekken"):
        read_places(text)


def test_people_read_what_changes_from_what_to_what() -> None:
    places = told(stand(), PlacesFrom(1, QUARTER, Fraction(77, 2)))
    assert places.what == "Bezette plekken van ARR-1 Arrangement 1 (De Proef) vanaf het 4e kwartaal 2026"
    assert places.was.endswith("(gemeld over het 3e kwartaal 2026)") and places.becomes == "38,5"
    price = told(stand(), TariffFrom(1, date(2026, 12, 1), 230_00))
    assert (price.was, price.becomes) == ("€ 210,00 per etmaal", "€ 230,00 per etmaal")
    paid = told(stand(), PaidBy(1, 2, 0))
    assert (paid.what, paid.was, paid.becomes) == ("Regel 2 betaalt van ARR-1 Arrangement 1 (De Proef)", "€ 500.000,00", "€ 0,00")


def test_what_was_worked_out_is_kept_and_read_back() -> None:
    changes = (PaidBy(3, 1, 500_000_00), PlacesFrom(1, QUARTER, Fraction(20)))
    kept = worked_out(stand(), changes, compare(stand(), changes, today=TODAY), basis=[("Regel 1", "€ 4.000.000,00")])
    assert read_content(kept.text) == kept and kept.read_changes() == changes
    assert {row.what for row in kept.lines} >= {"Regel 1: vastgelegd", "Regel 1: ruimte", "Regel 1: verwacht"}
    assert any("nog geen begrotingsregel" in sentence for sentence in kept.gone) and len(kept.expected) == 2


def test_only_what_is_not_the_same_any_more_is_told() -> None:
    assert differences([("a", "1"), ("b", "2")], [("a", "1"), ("b", "3"), ("c", "4")]) == (("b", "2", "3"), ("c", "–", "4"))


def test_a_proposal_needs_a_title_and_a_reason_and_is_decided_once() -> None:
    for check, text in ((require_title, " "), (require_title, "x" * 161), (require_reason, "te kort"), (require_reason, "x" * 2001)):
        with pytest.raises(Refused):
            check(text)
    with pytest.raises(Refused, match="al overgenomen"):
        require_waiting("overgenomen")
    require_waiting("ingediend")
