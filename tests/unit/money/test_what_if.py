"""Trying out changes: without any nothing differs, what is undone is as it was, and the books stay right whatever is tried."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.budget import AllocationInYear, CommitmentInYear, LineInYear
from contracts.domain.comparison import compare, picture
from contracts.domain.forecast import Occupancy
from contracts.domain.outlook import Facts, Span
from contracts.domain.tariff import Tariff, TariffUnit, tariff_on
from contracts.domain.variant import Variant
from contracts.domain.what_if import MOST_CHANGES, Change, PaidBy, PlacesFrom, Stand, TariffFrom, changed, stand_of
from contracts.foundation.errors import Refused
from contracts.foundation.period import Quarter

YEAR, TODAY = 2026, date(2026, 11, 22)
RUNS = (date(2026, 1, 1), date(2026, 12, 31))
COMMITTED = (3_000_000_00, 900_000_00, 500_000_00)


def line(number: int, budgeted: int | None, parent: int | None = None) -> LineInYear:
    """A budget line."""
    return LineInYear(number, f"regel-{number}", f"Regel {number}", parent, number, budgeted, False, "", "", 1)


def commitment(number: int, cents: int, kind: str = "arrangement") -> CommitmentInYear:
    """A commitment of one aanbieder."""
    return CommitmentInYear(number, f"ARR-{number}", f"Arrangement {number}", kind, 1, "De Proef", *RUNS, cents, cents // 2, 1)


def facts(number: int, cents: int, *, kind: str = "arrangement", variant: Variant | None = Variant.EFFORT) -> Facts:
    """Realised until the end of September, with a tariff per etmaal and five reported quarters."""
    quarters = [Quarter(2026, 3).shift(-ahead) for ahead in range(5)]
    history = tuple(Occupancy(each, Fraction((30 + place) * 90)) for place, each in enumerate(quarters))
    return Facts(
        number, YEAR, kind, variant, *RUNS, cents, cents // 2,
        realised=(Span(date(2026, 1, 1), date(2026, 9, 30), cents // 2),),
        tariffs=(Tariff(TariffUnit.NIGHT, 200_00, date(2024, 1, 1), date(2026, 11, 30)), Tariff(TariffUnit.NIGHT, 210_00, date(2026, 12, 1))),
        history=history,
    )  # fmt: skip


def stand() -> Stand:
    """Three lines (one an earmark, one without a budget) and three commitments, the last a subsidie."""
    lines = (line(1, 4_000_000_00), line(2, 600_000_00, parent=1), line(3, None), line(4, 100_00))
    commitments = (commitment(1, COMMITTED[0]), commitment(2, COMMITTED[1]), commitment(3, COMMITTED[2], "subsidie"))
    allocations = (AllocationInYear(1, 1, 2_500_000_00, 2), AllocationInYear(1, 2, 500_000_00, 1), AllocationInYear(2, 1, 900_000_00, 3))
    told = {1: facts(1, COMMITTED[0]), 2: facts(2, COMMITTED[1], variant=Variant.TASK), 3: facts(3, COMMITTED[2], kind="subsidie", variant=None)}
    return Stand(YEAR, 2026, lines, commitments, allocations, told)


places = st.builds(PlacesFrom, st.just(1), st.builds(Quarter, st.just(YEAR), st.integers(1, 4)), st.fractions(0, 60, max_denominator=10))
tariffs = st.builds(TariffFrom, st.sampled_from([1, 2]), st.dates(*RUNS), st.integers(0, 500_00))
paid = st.builds(PaidBy, st.sampled_from([1, 2, 3]), st.sampled_from([1, 2, 4]), st.integers(0, 3_000_000_00))
any_changes = st.lists(places | tariffs | paid, max_size=8)


def tried(changes: list[Change]) -> Stand | None:
    """The stand after them; None when they cannot be."""
    try:
        return changed(stand(), changes)
    except Refused as refusal:
        assert refusal.reason.endswith(".") and refusal.reason[0].isupper()
        return None


def undone(change: Change, now: Stand) -> list[Change]:
    """What puts one change back to how it was."""
    first = stand()
    if isinstance(change, PaidBy):
        was = {(each.commitment_id, each.line_id): each.amount_cents for each in first.allocations}
        return [PaidBy(change.commitment_id, change.line_id, was.get((change.commitment_id, change.line_id), 0))]
    if isinstance(change, TariffFrom):
        return [replace(change, cents=tariff_on(first.facts[change.commitment_id].tariffs, change.from_on).cents)]
    return []


def test_without_changes_nothing_is_different() -> None:
    assert changed(stand(), []) == stand()
    found = compare(stand(), [], today=TODAY)
    assert found.before == found.after and not any(each.differs for each in found.lines)
    assert (found.touched, found.appeared, found.gone) == ((), (), ())


def test_a_matrix_gives_back_the_stand_that_it_was_made_of() -> None:
    again = stand_of(stand().matrix(), stand().facts)
    assert (set(again.allocations), again.lines, again.commitments) == (set(stand().allocations), stand().lines, stand().commitments)
    assert again.matrix() == stand().matrix()


@given(any_changes)
def test_the_books_stay_right_whatever_is_tried(changes: list[Change]) -> None:
    now = tried(changes)
    if now is None:
        return
    found = picture(now, today=TODAY)
    assert found.matrix.totals.difference_cents == 0
    for row in found.matrix.rows:
        if row.line.budgeted_cents is not None:
            assert row.room_cents is not None and row.allocated_cents + row.room_cents == row.line.budgeted_cents
    for column in found.matrix.columns:
        assert column.allocated_cents + column.unallocated_cents == column.commitment.committed_cents and column.unallocated_cents >= 0
    top = sum(found.expected_cents[row.line.id] for row in found.matrix.rows if row.depth == 0)
    assert top <= sum(each.expected.expected_cents for each in found.outlooks.values())


@given(any_changes)
def test_the_order_in_which_changes_are_given_does_not_matter(changes: list[Change]) -> None:
    now = tried(changes)
    if now is not None:
        again = changed(stand(), changes[::-1])
        assert (again.facts, set(again.allocations)) == (now.facts, set(now.allocations))


@given(st.lists(paid | tariffs, max_size=6))
def test_what_is_undone_is_as_it_was(changes: list[Change]) -> None:
    now = tried(changes)
    if now is None:
        return
    back = changed(now, [each for change in changes for each in undone(change, now)])
    first = picture(stand(), today=TODAY)
    last = picture(back, today=TODAY)
    assert (last.matrix, last.expected_cents, last.signals) == (first.matrix, first.expected_cents, first.signals)
    for number, outlook in first.outlooks.items():
        assert last.outlooks[number].expected == outlook.expected


def test_other_places_change_the_days_that_are_not_realised_and_nothing_else() -> None:
    found = compare(stand(), [PlacesFrom(1, Quarter(YEAR, 4), Fraction(77, 2))], today=TODAY)
    realised = COMMITTED[0] // 2
    assert found.after.outlooks[1].expected.expected_cents == realised + (61 * 200_00 + 31 * 210_00) * 77 // 2
    assert found.after.outlooks[1].expected.low_cents == found.after.outlooks[1].expected.high_cents  # an assumption has no range
    assert found.before.matrix == found.after.matrix and found.touched == (1,)
    assert [each.id for each in found.lines if each.differs] == [1, 2]


def test_an_earlier_quarter_that_was_realised_costs_what_it_cost() -> None:
    early = compare(stand(), [PlacesFrom(1, Quarter(YEAR, 2), Fraction(40))], today=TODAY)
    late = compare(stand(), [PlacesFrom(1, Quarter(YEAR, 4), Fraction(40))], today=TODAY)
    assert early.after.outlooks[1].expected.expected_cents == late.after.outlooks[1].expected.expected_cents


def test_another_tariff_holds_from_its_day_until_the_one_that_follows() -> None:
    now = changed(stand(), [TariffFrom(1, date(2026, 11, 1), 300_00)])
    prices = [tariff_on(now.facts[1].tariffs, day).cents for day in (date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1))]
    assert prices == [200_00, 300_00, 300_00, 210_00]


def test_assumed_places_make_a_forecast_where_the_reported_ones_could_not_be_told_apart() -> None:
    begun = stand()
    alone = replace(begun, facts=dict(begun.facts) | {1: replace(begun.facts[1], no_occupancy="Niet per arrangement bekend.")})
    found = compare(alone, [PlacesFrom(1, Quarter(YEAR, 4), Fraction(10))], today=TODAY)
    assert not found.before.outlooks[1].expected.is_forecast and found.after.outlooks[1].expected.is_forecast
    assert found.after.outlooks[1].expected.expected_cents == COMMITTED[0] // 2 + (61 * 200_00 + 31 * 210_00) * 10


def test_checks_that_appear_and_disappear_are_told() -> None:
    found = compare(stand(), [PaidBy(3, 1, 500_000_00), PaidBy(1, 2, 400_000_00)], today=TODAY)
    assert any("heeft in 2026 nog geen begrotingsregel" in each.sentence for each in found.gone)
    assert any("niet verdeeld" in each.sentence for each in found.appeared)
    over = compare(stand(), [PaidBy(3, 4, 200_00)], today=TODAY)
    assert any("meer vastgelegd dan begroot" in each.sentence for each in over.appeared)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([PaidBy(1, 1, 1), PaidBy(1, 1, 2)], "staat er twee keer in"),
        ([TariffFrom(1, date(2026, 10, 1), 1), TariffFrom(1, date(2026, 10, 1), 1)], "staat er twee keer in"),
        ([PlacesFrom(1, Quarter(YEAR, 4), Fraction(1)), PlacesFrom(1, Quarter(YEAR, 4), Fraction(2))], "staat er twee keer in"),
        ([PaidBy(1, 1, 2_600_000_00)], "Met deze wijzigingen wordt € 3.100.000,00 verdeeld"),
        ([PaidBy(1, 3, 1)], "heeft in 2026 geen budget"),
        ([PaidBy(1, 9, 1)], "bestaat niet"),
        ([PaidBy(1, 4, -1)], "niet lager zijn dan nul"),
        ([PaidBy(9, 1, 1)], "heeft in 2026 geen geld"),
        ([TariffFrom(3, date(2026, 10, 1), 1)], "Een subsidie heeft geen tarief"),
        ([TariffFrom(1, date(2027, 1, 1), 1)], "loopt niet op 1 januari 2027"),
        ([TariffFrom(1, date(2026, 10, 1), -1)], "niet lager zijn dan nul"),
        ([PlacesFrom(3, Quarter(YEAR, 4), Fraction(1))], "volgt niet uit de bezetting"),
        ([PlacesFrom(2, Quarter(YEAR, 4), Fraction(1))], "vast bedrag"),
        ([PlacesFrom(1, Quarter(2027, 1), Fraction(1))], "loopt in 2026 niet"),
        ([PlacesFrom(1, Quarter(YEAR, 4), Fraction(-1))], "van nul tot en met"),
        ([PaidBy(1, 1, 1)] * (MOST_CHANGES + 1), "hoogstens 40 wijzigingen"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(changes: list[Change], told: str) -> None:
    with pytest.raises(Refused, match=told.replace("(", r"\(")):
        changed(stand(), changes)


def test_money_may_move_between_lines_in_one_go() -> None:
    now = changed(stand(), [PaidBy(1, 1, 3_000_000_00), PaidBy(1, 2, 0)])
    assert {(each.line_id, each.amount_cents) for each in now.allocations if each.commitment_id == 1} == {(1, 3_000_000_00), (2, 0)}
