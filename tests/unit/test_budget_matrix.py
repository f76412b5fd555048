"""The matrix adds up to the cent, whatever goes in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.budget import AllocationInYear, CommitmentInYear, LineInYear, Matrix
from contracts.domain.budget_matrix import build_matrix, cover, spread_realised
from contracts.domain.budget_signals import Code, Severity, Signal, signals
from contracts.domain.checks import forecast_checks
from contracts.domain.outlook import Expected

CENTS = st.integers(0, 10**12)


def line(id: int, budgeted: int | None, *, parent: int | None = None, position: int | None = None) -> LineInYear:
    return LineInYear(id, f"r{id}", f"Regel {id}", parent, position or id, budgeted, False, "", "", 1)


def commitment(id: int, committed: int, realised: int = 0) -> CommitmentInYear:
    return CommitmentInYear(id, f"T{id}", f"Toezegging {id}", "subsidie", 7, "De Linde", date(2024, 1, 1), date(2026, 12, 31), committed, realised, 1)


def matrix(
    lines: list[LineInYear], commitments: list[CommitmentInYear], paid: dict[tuple[int, int], int], outlook: dict[int, Expected] | None = None
) -> Matrix:
    """`paid`: (commitment, line) -> cents."""
    allocations = [AllocationInYear(c, r, cents, 1) for (c, r), cents in paid.items()]
    return build_matrix(year=2026, lines=lines, commitments=commitments, allocations=allocations, expected=outlook or {})


@st.composite
def anything(draw: st.DrawFn) -> tuple[list[LineInYear], list[CommitmentInYear], dict[tuple[int, int], int]]:
    """Lines in a forest of any depth, in any order, with or without budget; commitments; allocations below, at and above the promise."""
    count = draw(st.integers(1, 8))
    lines = [line(i, draw(st.none() | CENTS), parent=draw(st.none() | st.integers(1, i - 1)) if i > 1 else None) for i in range(1, count + 1)]
    commitments = [commitment(i, draw(CENTS), draw(CENTS)) for i in range(1, draw(st.integers(0, 6)) + 1)]
    pairs = [(c.id, r.id) for c in commitments for r in lines]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return draw(st.permutations(lines)), commitments, {pair: draw(CENTS) for pair in chosen}


@given(anything())
def test_everything_adds_up_to_the_cent(given_: tuple[list[LineInYear], list[CommitmentInYear], dict[tuple[int, int], int]]) -> None:
    lines, commitments, paid = given_
    made = matrix(lines, commitments, paid)
    top = [row for row in made.rows if row.line.parent_id is None]
    assert made.totals.difference_cents == 0
    assert sum(row.allocated_cents for row in top) == sum(paid.values()) == sum(column.allocated_cents for column in made.columns)
    assert made.totals.allocated_cents + made.totals.unallocated_cents == sum(each.committed_cents for each in commitments)
    assert sum(row.realised_cents for row in top) + made.totals.realised_without_line_cents == sum(each.realised_cents for each in commitments)
    assert made.totals.budgeted_cents == sum(row.line.budgeted_cents or 0 for row in top)


@given(anything())
def test_every_line_is_its_own_money_and_that_of_its_earmarks(
    given_: tuple[list[LineInYear], list[CommitmentInYear], dict[tuple[int, int], int]],
) -> None:
    lines, commitments, paid = given_
    made = matrix(lines, commitments, paid)
    assert {row.line.id for row in made.rows} == {each.id for each in lines}
    for row in made.rows:
        below = [other for other in made.rows if other.line.parent_id == row.line.id]
        assert row.direct_cents == sum(cents for (_, line_id), cents in paid.items() if line_id == row.line.id)
        assert row.allocated_cents == row.direct_cents + sum(other.allocated_cents for other in below) == sum(c.allocated_cents for c in row.cells)
        assert row.room_cents == (None if row.line.budgeted_cents is None else row.line.budgeted_cents - row.allocated_cents)
        for index, each in enumerate(commitments):
            assert row.cells[index].direct_cents == paid.get((each.id, row.line.id), 0)
        assert all(other.depth == row.depth + 1 for other in below)


@given(CENTS, st.lists(CENTS, max_size=6), st.integers(-(10**12), 10**12))
def test_realised_is_spread_to_the_cent_and_never_negative(realised: int, allocated: list[int], rest: int) -> None:
    parts = spread_realised(realised, allocated, rest_cents=rest)
    assert len(parts) == len(allocated) + 1 and sum(parts) == realised and min(parts) >= 0


def test_a_line_is_not_charged_for_money_that_has_no_line() -> None:
    made = matrix([line(1, 10_000)], [commitment(1, 10_000, 5_000)], {(1, 1): 1_000})
    assert (made.rows[0].realised_cents, made.columns[0].realised_without_line_cents) == (500, 4_500)


def test_the_earmark_counts_once_and_stands_below_its_parent() -> None:
    lines = [line(1, 500), line(2, 645_847_500, position=5), line(3, 43_000_000, parent=2, position=1)]
    made = matrix(lines, [commitment(1, 50_000_000)], {(1, 3): 20_000_000, (1, 2): 30_000_000})
    assert [(row.line.id, row.depth) for row in made.rows] == [(1, 0), (2, 0), (3, 1)]
    parent = made.rows[1]
    assert (parent.cells[0].allocated_cents, parent.cells[0].direct_cents) == (50_000_000, 30_000_000)
    assert parent.room_cents == 595_847_500 and parent.cover_percent == Decimal("7.7")
    assert made.totals.budgeted_cents == 645_848_000 and made.totals.allocated_cents == 50_000_000


def test_not_applicable_is_not_zero() -> None:
    made = matrix([line(1, None), line(2, 0)], [], {})
    assert (made.rows[0].room_cents, made.rows[0].cover_percent) == (None, None)
    assert (made.rows[1].room_cents, made.rows[1].cover_percent) == (0, None)


def test_cover_is_rounded_to_one_decimal() -> None:
    assert cover(2, 3) == Decimal("66.7") and cover(1, 1000) == Decimal("0.1") and cover(5, None) is None


def test_money_on_a_line_that_is_not_there_shows_as_a_difference() -> None:
    made = matrix([line(1, 100)], [commitment(1, 100)], {(1, 99): 40})
    assert made.totals.difference_cents == 80  # what was divided, and what is expected of it


def test_money_of_a_commitment_that_is_not_there_shows_as_a_difference() -> None:
    assert matrix([line(1, 100)], [], {(9, 1): 25}).totals.difference_cents == 25


@pytest.mark.parametrize("lines", [[line(1, 5, parent=2), line(2, 5, parent=1)], [line(1, 5, parent=1)]])
def test_lines_that_are_each_others_parent_are_refused(lines: list[LineInYear]) -> None:
    with pytest.raises(ValueError, match="parent"):
        matrix(lines, [], {})


def test_the_same_cell_twice_is_refused() -> None:
    twice = [AllocationInYear(1, 1, 10, 1), AllocationInYear(1, 1, 20, 1)]
    with pytest.raises(ValueError, match="twice"):
        build_matrix(year=2026, lines=[line(1, 5)], commitments=[commitment(1, 30)], allocations=twice)


def told(made: Matrix) -> list[tuple[Code, Severity, int, str]]:
    return [(each.code, each.severity, each.subject_id, each.sentence) for each in signals(made)]


def test_a_year_in_order_gives_no_signals() -> None:
    assert signals(matrix([line(1, 100)], [commitment(1, 100)], {(1, 1): 100})) == ()


def test_an_overcommitted_line_is_an_alarm() -> None:
    made = matrix([line(1, 100_00)], [commitment(1, 1234_56)], {(1, 1): 1234_56})
    assert told(made) == [
        (Code.LINE_OVERCOMMITTED, Severity.ALARM, 1, "Op Regel 1 is in 2026 € 1.134,56 meer vastgelegd dan begroot."),
    ]


def test_one_cent_over_is_seen_although_cover_says_a_hundred() -> None:
    made = matrix([line(1, 10**9)], [commitment(1, 10**9 + 1)], {(1, 1): 10**9 + 1})
    assert made.rows[0].cover_percent == Decimal("100.0")
    assert [each.code for each in signals(made)] == [Code.LINE_OVERCOMMITTED]


def test_money_on_a_line_without_budget_is_an_alarm_on_that_line_only() -> None:
    made = matrix([line(1, None), line(2, None, parent=1)], [commitment(1, 500)], {(1, 2): 500})
    sentence = "Op Regel 2 is € 5,00 vastgelegd, maar er is in 2026 geen budget."
    assert told(made) == [(Code.LINE_WITHOUT_BUDGET, Severity.ALARM, 2, sentence)]
    assert made.totals.allocated_without_budget_cents == 500 and made.totals.difference_cents == 0


def test_a_commitment_without_line_and_a_line_without_commitment() -> None:
    assert told(matrix([line(1, 700)], [commitment(1, 300)], {})) == [
        (Code.COMMITMENT_WITHOUT_LINE, Severity.WARNING, 1, "Toezegging 1 (De Linde) heeft in 2026 nog geen begrotingsregel. Het gaat om € 3,00."),
        (Code.LINE_WITHOUT_COMMITMENT, Severity.NOTICE, 1, "Voor Regel 1 is in 2026 € 7,00 begroot. Er is nog niets vastgelegd."),
    ]


@pytest.mark.parametrize(
    ("paid", "severity", "sentence"),
    [
        (250, Severity.WARNING, "Van Toezegging 1 (De Linde) is in 2026 nog € 0,50 niet verdeeld over begrotingsregels."),
        (350, Severity.ALARM, "Van Toezegging 1 (De Linde) is in 2026 € 0,50 meer verdeeld dan er is toegezegd."),
    ],
)
def test_allocations_that_are_not_the_promise(paid: int, severity: Severity, sentence: str) -> None:
    assert told(matrix([line(1, 700)], [commitment(1, 300)], {(1, 1): paid})) == [(Code.ALLOCATIONS_DIFFER, severity, 1, sentence)]


def test_earmarks_above_their_line() -> None:
    made = matrix([line(1, 100), line(2, 80, parent=1), line(3, 30, parent=1)], [commitment(1, 50)], {(1, 2): 25, (1, 3): 25})
    sentence = "De onderdelen van Regel 1 zijn in 2026 samen € 0,10 hoger dan de regel zelf."
    assert told(made) == [(Code.EARMARKS_EXCEED_LINE, Severity.WARNING, 1, sentence)]


@given(anything())
def test_signals_come_by_severity_and_name_an_existing_subject(
    given_: tuple[list[LineInYear], list[CommitmentInYear], dict[tuple[int, int], int]],
) -> None:
    made = matrix(*given_)
    found: tuple[Signal, ...] = signals(made)
    rank = [list(Severity).index(each.severity) for each in found]
    assert rank == sorted(rank)
    names = {("line", row.line.id) for row in made.rows} | {("commitment", column.commitment.id) for column in made.columns}
    assert {(each.subject_kind, each.subject_id) for each in found} <= names
    over = {row.line.id for row in made.rows if row.room_cents is not None and row.room_cents < 0}
    earmarks = {row.line.id for row in made.rows if row.line.parent_id is not None}
    assert {each.subject_id for each in found if each.code is Code.LINE_OVERCOMMITTED} == over - earmarks
    assert {each.subject_id for each in found if each.code is Code.EARMARK_EXCEEDED} == over & earmarks


def expected(id: int, cents: int, *, is_forecast: bool = True) -> Expected:
    return Expected(id, cents, None, None, is_forecast, "" if is_forecast else "Er is geen tarief.")


@given(anything(), st.lists(st.tuples(CENTS, st.booleans()), min_size=6, max_size=6))
def test_what_is_expected_is_spread_to_the_cent(
    given_: tuple[list[LineInYear], list[CommitmentInYear], dict[tuple[int, int], int]], told_: list[tuple[int, bool]]
) -> None:
    lines, commitments, paid = given_
    outlook = {each.id: expected(each.id, cents, is_forecast=sure) for each, (cents, sure) in zip(commitments[1:], told_, strict=False)}
    made = matrix(lines, commitments, paid, outlook)
    top = [row for row in made.rows if row.line.parent_id is None]
    assert made.totals.difference_cents == 0
    assert sum(row.expected_cents for row in top) + made.totals.expected_without_line_cents == made.totals.expected_cents
    assert made.totals.expected_cents == sum(outlook[each.id].expected_cents if each.id in outlook else each.committed_cents for each in commitments)
    assert all(0 <= row.assumed_cents <= row.expected_cents for row in made.rows)


def test_expected_follows_the_division_and_says_what_is_no_forecast() -> None:
    lines, both = [line(1, 1000), line(2, 1000)], [commitment(1, 400), commitment(2, 300)]
    made = matrix(lines, both, {(1, 1): 300, (1, 2): 100, (2, 2): 200}, {1: expected(1, 500), 2: expected(2, 300, is_forecast=False)})
    assert [(row.expected_cents, row.assumed_cents) for row in made.rows] == [(375, 0), (325, 200)]
    assert [(each.is_forecast, each.why_assumed, each.expected_without_line_cents) for each in made.columns] == [
        (True, "", 0),
        (False, "Er is geen tarief.", 100),
    ]
    assert (made.totals.expected_cents, made.totals.expected_without_line_cents) == (800, 100)


def test_a_line_that_will_cost_more_than_it_holds() -> None:
    made = matrix([line(1, 400), line(2, None)], [commitment(1, 400), commitment(2, 10)], {(1, 1): 400, (2, 2): 10}, {1: expected(1, 500)})
    sentence = "Op Regel 1 wordt in 2026 € 5,00 verwacht. Dat is € 1,00 meer dan begroot."
    assert [(each.code, each.severity, each.subject_id, each.sentence) for each in forecast_checks(made)] == [
        (Code.EXPECTED_ABOVE_LINE, Severity.WARNING, 1, sentence)
    ]
    above_already = matrix([line(1, 400)], [commitment(1, 500)], {(1, 1): 500}, {1: expected(1, 450)})
    assert forecast_checks(above_already) == ()  # what was promised is told already, and the forecast is lower
