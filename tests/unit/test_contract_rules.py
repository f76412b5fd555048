"""The rules that need no database: amounts, shares, years, decisions."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.allocation import LARGEST_CENTS, divide, read_amount, require_budget, require_room
from contracts.domain.commitment import YearAmount, require_kind, require_period, require_text, require_years
from contracts.domain.decision import read_budget, require_budget_year, require_decision
from contracts.foundation.errors import Refused


@pytest.mark.parametrize("text", ["", "abc", "1,234", "-1", "100.000.000.000,01", "9" * 5000, "1.2.3"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_amount(text)
    assert refused.value.field == "amount" and refused.value.reason.endswith(".")


def test_amounts_are_read_to_the_cent() -> None:
    assert read_amount("€ 1.234,5") == 123450 and read_amount("100.000.000.000") == LARGEST_CENTS


def test_all_lines_together_pay_no_more_than_promised() -> None:
    require_room(40, current_cents=0, others_cents=60, committed_cents=100)
    with pytest.raises(Refused) as refused:
        require_room(41, current_cents=0, others_cents=60, committed_cents=100)
    assert refused.value.reason == "Dit is meer dan er is toegezegd. Er kan hier nog € 0,40 staan."


def test_lowering_is_allowed_also_when_the_promise_was_lowered_below_it() -> None:
    require_room(70, current_cents=80, others_cents=60, committed_cents=100)
    with pytest.raises(Refused, match="€ 0,00"):
        require_room(81, current_cents=80, others_cents=160, committed_cents=100)


def test_a_line_without_budget_pays_nothing_but_a_line_with_zero_has_a_budget() -> None:
    require_budget("Wvggz", budgeted_cents=0, year=2024)
    with pytest.raises(Refused, match="Wvggz heeft in 2024 geen budget"):
        require_budget("Wvggz", budgeted_cents=None, year=2024)


@given(st.integers(0, 10**12), st.dictionaries(st.integers(1, 50), st.integers(0, 10**6), min_size=1))
def test_shares_divide_to_the_cent(cents: int, shares: dict[int, int]) -> None:
    if not sum(shares.values()):
        with pytest.raises(Refused):
            divide(cents, shares)
        return
    parts = divide(cents, shares)
    assert sum(parts.values()) == cents and set(parts) == set(shares)
    assert all(parts[line] == 0 for line, share in shares.items() if share == 0)


@pytest.mark.parametrize("shares", [{}, {1: 0}, {1: -1, 2: 3}])
def test_shares_that_divide_nothing_are_refused(shares: dict[int, int]) -> None:
    with pytest.raises(Refused) as refused:
        divide(100, shares)
    assert refused.value.field == "shares"


@pytest.mark.parametrize(
    "years",
    [[], [YearAmount(2025, 1), YearAmount(2025, 2)], [YearAmount(2024, 1)], [YearAmount(2027, 1)], [YearAmount(2025, -1)], [YearAmount(2025, 1, -1)]],
)
def test_years_that_make_no_promise_are_refused(years: list[YearAmount]) -> None:
    require_years([YearAmount(2025, 0), YearAmount(2026, 5)], starts_on=date(2025, 7, 1), ends_on=date(2026, 6, 30))
    with pytest.raises(Refused) as refused:
        require_years(years, starts_on=date(2025, 7, 1), ends_on=date(2026, 6, 30))
    assert refused.value.field == "years"


def test_an_arrangement_needs_an_agreement_and_a_subsidie_does_not() -> None:
    require_kind("subsidie", has_agreement=False)
    require_kind("arrangement", has_agreement=True)
    for kind, field in (("arrangement", "agreement_id"), ("gift", "kind")):
        with pytest.raises(Refused) as refused:
            require_kind(kind, has_agreement=False)
        assert refused.value.field == field


def test_a_period_of_one_day_is_one_and_a_reversed_one_is_not() -> None:
    require_period(date(2026, 1, 1), date(2026, 1, 1))
    with pytest.raises(Refused):
        require_period(date(2026, 1, 2), date(2026, 1, 1))


def test_texts_are_required_and_fit() -> None:
    assert require_text("name", "  Huis ", label="de naam", limit=4) == "Huis"
    for text in ("   ", "vijf!"):
        with pytest.raises(Refused):
            require_text("name", text, label="de naam", limit=4)


def test_not_applicable_needs_a_note_and_zero_does_not() -> None:
    assert read_budget(None, note="geen nieuwe tranche") is None and read_budget("0", note="") == 0
    with pytest.raises(Refused) as refused:
        read_budget(None, note="  ")
    assert refused.value.field == "note"


def test_a_decision_of_today_in_amsterdam_is_not_in_the_future() -> None:
    late = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)  # 22 November 00:30 in Amsterdam
    assert require_decision(decided_on=date(2026, 11, 22), reason=" Raadsbesluit ", at=late) == "Raadsbesluit"
    with pytest.raises(Refused) as refused:
        require_decision(decided_on=date(2026, 11, 23), reason="Raadsbesluit", at=late)
    assert refused.value.field == "decided_on"


def test_a_reason_of_nine_characters_explains_nothing() -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    assert require_decision(decided_on=date(2026, 1, 1), reason="1234567890", at=at)
    with pytest.raises(Refused) as refused:
        require_decision(decided_on=date(2026, 1, 1), reason=" 123456789 ", at=at)
    assert refused.value.field == "reason"


@pytest.mark.parametrize("year", [1999, 3000, 20225, -1])
def test_a_mistyped_year_is_refused(year: int) -> None:
    with pytest.raises(Refused):
        require_budget_year(year)
