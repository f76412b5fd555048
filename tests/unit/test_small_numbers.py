"""Nobody is recognised: properties of the protection, checked by an attacker written apart from it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.domain.small_numbers import DERIVABLE, FEW_PEOPLE, FEW_PROVIDERS, Figure, Row, protect_rows, why_hide_count, why_hide_ratio

WHO = st.frozensets(st.integers(1, 4), max_size=4)
FIGURES = st.builds(Figure, st.integers(0, 40).map(Decimal), WHO)


def tables(columns: int) -> st.SearchStrategy[list[Row]]:
    cells = st.lists(st.tuples(*[FIGURES] * columns), max_size=7)
    return cells.map(lambda made: [Row(f"r{number}", cells) for number, cells in enumerate(made)])


def figure(value: int, providers: int = 4) -> Figure:
    return Figure(Decimal(value), frozenset(range(providers)))


@pytest.mark.parametrize(
    ("value", "providers", "reason"), [(5, 3, ""), (4, 3, FEW_PEOPLE), (0, 4, FEW_PEOPLE), (500, 2, FEW_PROVIDERS), (500, 0, FEW_PROVIDERS)]
)
def test_a_count_needs_five_people_and_three_providers(value: int, providers: int, reason: str) -> None:
    assert why_hide_count(figure(value, providers)) == reason


@pytest.mark.parametrize(
    ("numerator", "denominator", "reason"), [(5, 10, ""), (4, 100, FEW_PEOPLE), (96, 100, FEW_PEOPLE), (100, 100, FEW_PEOPLE), (95, 100, "")]
)
def test_a_ratio_needs_enough_people_on_both_sides(numerator: int, denominator: int, reason: str) -> None:
    assert why_hide_ratio(Decimal(numerator), Decimal(denominator), frozenset({1, 2, 3})) == reason
    assert why_hide_ratio(Decimal(numerator), Decimal(denominator), frozenset({1, 2})) == FEW_PROVIDERS


def test_when_one_part_is_hidden_the_next_smallest_is_hidden_too() -> None:
    rows = [Row("klein", (figure(3),)), Row("groot", (figure(60),)), Row("middel", (figure(20),))]
    protection = protect_rows(rows)
    assert protection.hidden == {"klein": FEW_PEOPLE, "middel": DERIVABLE}
    assert protection.total_hidden == ""


def test_two_hidden_zeros_would_still_be_known_so_a_third_is_hidden() -> None:
    rows = [Row("a", (figure(0),)), Row("b", (figure(0),)), Row("c", (figure(9),)), Row("d", (figure(50),))]
    assert set(protect_rows(rows).hidden) == {"a", "b", "c"}


def test_nothing_is_hidden_without_need() -> None:
    assert protect_rows([Row("a", (figure(9),)), Row("b", (figure(50),))]).hidden == {}


def test_an_empty_table_shows_no_total() -> None:
    assert protect_rows([]).total_hidden == FEW_PROVIDERS


def columns_of(rows: list[Row]) -> list[tuple[int, set[int]]]:
    """Sums and contributors per column, computed in another way than the protection does."""
    width = len(rows[0].cells) if rows else 0
    return [(sum(int(r.cells[c].value) for r in rows), {who for r in rows for who in r.cells[c].providers}) for c in range(width)]


@given(st.one_of(tables(1), tables(4)))
def test_no_hidden_value_follows_from_the_total_and_the_shown_rows(rows: list[Row]) -> None:
    protection = protect_rows(rows)
    hidden = [row for row in rows if row.key in protection.hidden]
    if protection.total_hidden or not hidden:
        return
    for rest, behind in columns_of(hidden):
        solutions = min(2, rest + 1) if len(hidden) > 1 else 1  # ways to divide the rest over the hidden rows, counted up to two
        assert solutions > 1
        assert rest >= 5 and len(behind) >= 3  # the rest is itself a figure that anybody can compute


@given(st.one_of(tables(1), tables(4)))
def test_what_is_shown_has_five_people_and_three_providers(rows: list[Row]) -> None:
    protection = protect_rows(rows)
    shown = [[row] for row in rows if row.key not in protection.hidden] + ([] if protection.total_hidden else [rows])
    for group in shown:
        assert all(value >= 5 and len(behind) >= 3 for value, behind in columns_of(group))
