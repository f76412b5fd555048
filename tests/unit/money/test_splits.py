"""Whatever is divided, however often it is revised: the parts are the whole, to the cent."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.allocation import divide
from contracts.domain.budget import AllocationInYear, CommitmentInYear, LineInYear
from contracts.domain.budget_matrix import build_matrix
from contracts.domain.splits import over_lines, over_years, percent_text, read_shares, rest, revised, shares_of
from contracts.foundation.errors import Refused
from tests.support.figures import measured, size

CENTS = st.integers(0, 10**13)
SHARES = st.dictionaries(st.integers(1, 40), st.integers(0, 10**8), min_size=1).filter(lambda shares: any(shares.values()))
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@given(st.dictionaries(st.integers(2020, 2032), CENTS, min_size=1), SHARES)
def test_each_year_is_divided_whole_and_no_part_is_a_cent_off(years: dict[int, int], shares: dict[int, int]) -> None:
    parts = over_lines(years, shares)
    total = sum(shares.values())
    assert set(parts) == {(year, line) for year in years for line in shares}
    for year, cents in years.items():
        assert sum(parts[year, line] for line in shares) == cents
        assert all(abs(parts[year, line] - Fraction(cents * share, total)) < 1 for line, share in shares.items())
        assert all(parts[year, line] == 0 for line, share in shares.items() if not share)


@given(CENTS, DAYS, st.integers(0, 3000))
def test_a_period_is_divided_over_its_years_by_days(cents: int, starts_on: date, days: int) -> None:
    ends_on = starts_on + timedelta(days=days)
    parts = over_years(cents, starts_on=starts_on, ends_on=ends_on)
    assert sum(parts.values()) == cents and list(parts) == list(range(starts_on.year, ends_on.year + 1))
    counted = [(starts_on + timedelta(days=number)).year for number in range(days + 1)]
    assert all(abs(part - Fraction(cents * counted.count(year), days + 1)) < 1 for year, part in parts.items())


def test_a_leap_year_has_a_day_more() -> None:
    assert over_years(731_00, starts_on=date(2027, 1, 1), ends_on=date(2028, 12, 31)) == {2027: 365_00, 2028: 366_00}
    with pytest.raises(Refused, match="einddatum"):
        over_years(1, starts_on=date(2027, 1, 2), ends_on=date(2027, 1, 1))


@given(SHARES, CENTS)
def test_a_revision_keeps_the_proportions_and_the_whole(parts: dict[int, int], total: int) -> None:
    again = revised(parts, total)
    assert sum(again.values()) == total and set(again) == set(parts)
    assert revised(parts, sum(parts.values())) == parts
    old = sum(parts.values())
    assert all(abs(again[line] - Fraction(total * cents, old)) < 1 for line, cents in parts.items())


def test_nothing_cannot_be_divided_like_nothing() -> None:
    for parts in ({}, {1: 0}):
        with pytest.raises(Refused, match="nog niets verdeeld"):
            revised(parts, 100)
        with pytest.raises(Refused, match="aandelen"):
            over_lines({2026: 100}, parts)


@given(SHARES, st.integers(0, 6))
def test_percentages_of_amounts_are_a_hundred_together_and_can_be_typed_again(amounts: dict[int, int], decimals: int) -> None:
    shares = shares_of(amounts, decimals=decimals)
    assert sum(shares.values()) == 100 * 10**decimals
    assert read_shares({line: percent_text(share, decimals=decimals) for line, share in shares.items()}, decimals=decimals) == shares


@given(st.dictionaries(st.integers(1, 9), st.integers(0, 2 * 10**4), min_size=1), st.integers(0, 6))
def test_shares_that_are_not_a_hundred_are_refused_with_what_is_missing(shares: dict[int, int], decimals: int) -> None:
    texts = {line: percent_text(share, decimals=2) for line, share in shares.items()}
    if sum(shares.values()) == 10_000 and decimals >= 2:
        assert sum(read_shares(texts, decimals=decimals).values()) == 100 * 10**decimals
    elif decimals >= 2:
        with pytest.raises(Refused) as refused:
            read_shares(texts, decimals=decimals)
        assert percent_text(abs(10_000 - sum(shares.values())) * 10 ** (decimals - 2), decimals=decimals) in refused.value.reason


def test_the_sentence_about_shares_says_how_much_is_missing_or_too_much() -> None:
    with pytest.raises(Refused) as refused:
        read_shares({1: "33,33", 2: "66,66 %"})
    assert refused.value.reason == "De aandelen zijn samen 99,99 %. Het moet 100 % zijn: er ontbreekt 0,01 %."
    with pytest.raises(Refused) as refused:
        read_shares({1: "60", 2: "41"}, decimals=0)
    assert refused.value.reason == "De aandelen zijn samen 101 %. Het moet 100 % zijn: dat is te veel: 1 %."


@pytest.mark.parametrize(("text", "decimals"), [("", 2), ("-1", 2), ("1.000", 2), ("33,333", 2), ("0,5", 0), ("1e2", 2), ("1000", 2), ("vijf", 2)])
def test_what_is_no_percentage_is_refused(text: str, decimals: int) -> None:
    with pytest.raises(Refused) as refused:
        read_shares({1: text}, decimals=decimals)
    assert refused.value.field == "shares" and refused.value.reason.endswith(".")


def test_zeros_behind_are_not_too_many_decimals_and_too_many_is_a_mistake_of_ours() -> None:
    assert read_shares({1: "40,5000", 2: "59,5"}, decimals=1) == {1: 405, 2: 595}
    with pytest.raises(ValueError, match="decimals"):
        read_shares({}, decimals=7)
    assert shares_of({}) == shares_of({1: 0}) == {}


def scenario(random: Random) -> int:
    """One begroting with its commitments, divided and revised at random; how many cents are off anywhere in it."""
    count, most = random.randint(1, 5), 10 ** random.randint(2, 12)
    budget = {line: random.randrange(most) for line in range(1, count + 1)}
    parents = {line: random.choice([None, *range(1, line)]) for line in budget}
    promised, paid = {}, {}
    for commitment in range(1, random.randint(1, 5)):
        starts_on = date(2024, 1, 1) + timedelta(days=random.randrange(800))
        total = random.randrange(most)
        years = over_years(total, starts_on=starts_on, ends_on=starts_on + timedelta(days=random.randrange(1500)))
        off = abs(sum(years.values()) - total)
        shares = {line: random.randrange(1, 1000) for line in random.sample(list(budget), random.randint(1, count))}
        promised[commitment] = years.get(2026, 0)
        kept = shares_of(shares) if random.random() < 0.5 else {}  # shares in hundredths of a percent that are kept, or amounts
        paid[commitment] = {line: cents for (_, line), cents in over_lines({2026: promised[commitment]}, kept or shares).items()}
        for _ in range(random.randrange(3)):  # the promise changes: by a decision, an amendment
            promised[commitment] = random.randrange(most)
            if kept:
                paid[commitment] = divide(promised[commitment], kept)  # what `redivide` does
            elif any(paid[commitment].values()):
                paid[commitment] = revised(paid[commitment], promised[commitment])
        if not any(paid[commitment].values()):
            promised[commitment] = 0
        off += abs(promised[commitment] - sum(paid[commitment].values()))
        if off:
            return off
    for _ in range(random.randrange(3)):  # the begroting changes
        budget[random.choice(list(budget))] = random.randrange(most)
    return off_in_matrix(budget, parents, promised, paid)


def off_in_matrix(budget: dict[int, int], parents: dict[int, int | None], promised: dict[int, int], paid: dict[int, dict[int, int]]) -> int:
    """How far allocations plus rest are from the line, over all lines, and what the matrix itself says that it misses."""
    made = build_matrix(
        year=2026,
        lines=[LineInYear(line, f"r{line}", f"Regel {line}", parents[line], line, cents, False, "", "", 1) for line, cents in budget.items()],
        commitments=[
            CommitmentInYear(key, f"T{key}", f"T {key}", "subsidie", 7, "De Linde", date(2024, 1, 1), date(2028, 1, 1), cents, 0, 1)
            for key, cents in promised.items()
        ],
        allocations=[AllocationInYear(key, line, cents, 1) for key, lines in paid.items() for line, cents in lines.items()],
    )
    below = {line: {other for other in budget if _is_below(other, line, parents)} for line in budget}
    off = made.totals.difference_cents + abs(made.totals.unallocated_cents)
    for row in made.rows:
        told = [cents for lines in paid.values() for line, cents in lines.items() if line in below[row.line.id]]
        left = rest(budget[row.line.id], told)
        off += abs(sum(told) + left - budget[row.line.id]) + abs(left - (row.room_cents or 0)) + abs(row.allocated_cents - sum(told))
    return off


def _is_below(line: int | None, above: int, parents: dict[int, int | None]) -> bool:
    while line is not None and line != above:
        line = parents[line]
    return line == above


def test_allocations_and_rest_are_the_line_whatever_is_divided_and_revised() -> None:
    tried, random = size(quick=4000, full=100_000), Random(20260101)
    off = sum(scenario(random) for _ in range(tried))
    measured("money splits tried", tried)
    measured("cents off", off)
    assert off == 0


def test_a_cent_that_is_lost_is_seen() -> None:
    assert off_in_matrix({1: 100}, {1: None}, {1: 50}, {1: {1: 49}}) == 1
    assert rest(100, [60, 50]) == -10
