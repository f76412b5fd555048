"""One cell: what it cannot be, its own history, and its parts."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from fractions import Fraction

import pytest

from kpi.domain.cell import Figures
from kpi.domain.checks.engine import check_cell, check_report
from kpi.domain.checks.facts import Earlier, Part
from kpi.domain.checks.history import modified_score
from kpi.domain.checks.tolerances import DEFAULT, Margin
from kpi.domain.indicator import COUNT, MEAN, MEDIAN, Norm
from tests.factories.checks import QUARTER, cell, figures, report, said

CALM = [10, 12, 11, 13, 12, 11]


def fractions(numbers: list[int]) -> list[Fraction]:
    return [Fraction(number) for number in numbers]


def test_the_modified_score_by_the_book() -> None:
    assert modified_score(Fraction(81), fractions([10, 11, 9, 10, 12, 10, 11])) == Fraction(6745, 10000) * 71
    assert modified_score(Fraction(12), fractions([5, 5, 5, 5, 5, 11])) == 7 / Fraction(12533, 10000)  # MAD 0: the mean absolute deviation is 1
    assert modified_score(Fraction(5), fractions([5] * 6)) is None


@pytest.mark.parametrize(
    ("now", "earlier", "asks"),
    [
        (81, CALM, True),
        (12, CALM, False),
        (81, CALM[:5], False),  # five earlier quarters say nothing yet
        (16, [10, 10, 10, 10, 10, 11], True),
        (14, [10, 10, 10, 10, 10, 11], False),  # by the score it is far, but four people are no news
        (10, [5] * 6, True),
        (9, [5] * 6, False),
        (5, [5] * 6, False),
    ],
)
def test_an_outlier_needs_six_points_a_high_score_and_some_size(now: int, earlier: list[int], asks: bool) -> None:
    found = [one for one in check_cell(cell("MZ-08", now, kind=COUNT, earlier=earlier), QUARTER) if one.rule == "ongewoon"]
    assert bool(found) is asks


def test_a_score_of_exactly_the_bound_is_let_through() -> None:
    tolerances = dataclasses.replace(DEFAULT, outlier_score=Fraction(6745, 10000) * 10)  # median 100, MAD 2
    series = [98, 102, 98, 102, 100, 100]
    assert modified_score(Fraction(120), fractions(series)) == tolerances.outlier_score
    at, over = (check_cell(cell("MZ-08", now, kind=COUNT, earlier=series), QUARTER, tolerances) for now in (120, 121))
    assert "ongewoon" not in {one.rule for one in at} and "ongewoon" in {one.rule for one in over}


@pytest.mark.parametrize(
    ("now", "earlier", "word"),
    [
        (300, [30], "een nul te veel"),
        (375, [30], "een nul te veel"),
        (376, [30], ""),
        (240, [30], "een nul te veel"),
        (239, [30], ""),
        (3, [30, 31, 29], "een nul te weinig"),
        (3000, [30], "een nul te veel"),
        (10, [1], ""),
        (0, [30], ""),
        (30, [0], ""),
    ],
)
def test_a_zero_too_many(now: int, earlier: list[int], word: str) -> None:
    found = [one for one in check_cell(cell("CF-04", now, kind=COUNT, earlier=earlier), QUARTER) if one.rule == "factor tien"]
    assert bool(found) is bool(word) and all(word in one.sentence for one in found)


def test_a_zero_too_many_in_the_noemer_and_a_duration_in_weeks() -> None:
    (ratio,) = (one for one in check_cell(cell("BZ-01", (30, 310), earlier=[(28, 31)]), QUARTER) if one.rule == "factor tien")
    assert "de noemer is 310" in ratio.sentence
    (weeks,) = (one for one in check_cell(cell("BZ-03", (6, 31), kind=MEDIAN, earlier=[(42, 31)]), QUARTER) if one.rule == "factor tien")
    assert "in weken geteld" in weeks.sentence


@pytest.mark.parametrize(
    ("numbers", "earlier", "level"),
    [
        ((22, 40), [(22, 40)] * 3, "controle"),
        ((22, 40), [(22, 40)] * 2, None),
        ((22, 40), [(22, 40), (23, 40), (22, 40)], None),
        ((11, 19), [(11, 19)] * 3, "info"),
        ((40, 40), [(40, 40)] * 3, None),
        ((0, 40), [(0, 40)] * 3, None),
    ],
)
def test_four_times_the_same(numbers: tuple[int, int], earlier: list[tuple[int, int]], level: str | None) -> None:
    found = [one.level.value for one in check_cell(cell("NZ-02", numbers, earlier=earlier), QUARTER) if one.rule == "vier keer gelijk"]
    assert found == ([] if level is None else [level])


def test_a_missing_quarter_breaks_the_row_and_places_may_stay_the_same() -> None:
    row = cell("NZ-02", (22, 40), earlier=[(22, 40)] * 4)
    broken = dataclasses.replace(row, earlier=tuple(one for one in row.earlier if one.period != QUARTER.shift(-2).code))
    assert "vier keer gelijk" not in {one.rule for one in check_cell(broken, QUARTER)}
    assert check_cell(cell("BZ-06", (22, 40), earlier=[(22, 40)] * 4), QUARTER) == ()
    yearly = check_cell(cell("NZ-03", (22, 40), earlier=[(22, 40)] * 3, step=4), QUARTER)
    assert [one.rule for one in yearly] == ["vier keer gelijk"]


def test_another_definition_is_not_compared() -> None:
    old = tuple(Earlier(QUARTER.shift(-back).code, 1, figures((1, 40))) for back in range(1, 9))
    found = check_cell(dataclasses.replace(cell("NZ-02", (39, 40)), version=2, earlier=old), QUARTER)
    assert [(one.level.value, one.rule) for one in found] == [("info", "nieuwe definitie")]


def test_a_missed_norm_and_a_large_change_ask_for_an_explanation() -> None:
    row = cell("BZ-01", (12, 40), earlier=[(38, 40)])
    strict = dataclasses.replace(row, definition=dataclasses.replace(row.definition, norm=Norm("min", Decimal(100))))
    assert [(one.level.value, one.rule) for one in check_cell(strict, QUARTER)] == [("controle", "norm"), ("controle", "vorig kwartaal")]


@pytest.mark.parametrize(
    ("numbers", "kind"), [((41, 40), "verhouding"), ((-1, 40), "verhouding"), ((None, 40), "verhouding"), ((11, 5), MEAN), ((3, 0), MEDIAN)]
)
def test_what_cannot_be_is_said_once_and_judged_no_further(numbers: tuple[int, int], kind: str) -> None:
    found = check_cell(cell("BZ-01", numbers, kind=kind, earlier=[(4, 40)] * 8), QUARTER)
    assert [(one.level.value, one.rule, one.field) for one in found] == [("blokkade", "grens", "BZ-01")]


def test_an_empty_cell_is_missed_only_in_a_whole_report() -> None:
    assert said(report(cell("BZ-01", None))) == []
    assert said(report(cell("BZ-01", None), is_whole=True)) == [("blokkade", "leeg", "BZ-01")]
    reason = dataclasses.replace(cell("BZ-01", None), figures=Figures(missing_reason="nog niet bekend"))
    assert said(report(reason, is_whole=True)) == []


def parts(*numbers: tuple[int | None, int | None]) -> list[Part]:
    names = ("Eijsden", "Maastricht", "Meerssen")
    return [Part("gemeente", name, *(None if one is None else Decimal(one) for one in pair)) for name, pair in zip(names, numbers, strict=False)]


def test_parts_make_up_the_total_and_the_sum_is_shown() -> None:
    assert said(report(cell("BZ-01", (12, 40), parts=parts((4, 10), (8, 30))))) == []
    (wrong,) = check_report(report(cell("BZ-01", (12, 40), parts=parts((4, 10), (7, 30)))))
    assert (wrong.level.value, wrong.field) == ("blokkade", "uitsplitsing-BZ-01-gemeente")
    assert "de tellers zijn samen 4 + 7 = 11, maar het totaal is 12" in wrong.sentence
    (noemer,) = check_report(report(cell("BZ-01", (12, 40), parts=parts((4, 10), (8, 31)))))
    assert "de noemers zijn samen 10 + 31 = 41" in noemer.sentence
    (empty,) = check_report(report(cell("MZ-01", None, kind=COUNT, parts=parts((4, None), (8, None)))))
    assert "er staat nog geen totaal" in empty.sentence


def test_a_part_can_be_impossible_by_itself_and_a_median_is_not_added_up() -> None:
    (wrong,) = check_report(report(cell("BZ-01", (12, 40), parts=parts((11, 10), (1, 30)))))
    assert "bij Eijsden: De teller (11) kan niet groter zijn dan de noemer (10)" in wrong.sentence
    assert said(report(cell("BZ-03", (30, 40), kind=MEDIAN, parts=parts((20, 10), (60, 30))))) == []
    assert said(report(cell("BZ-03", (30, 40), kind=MEDIAN, parts=parts((20, 10), (60, 31))))) == [
        ("blokkade", "uitsplitsing", "uitsplitsing-BZ-03-gemeente")
    ]


def test_a_margin_holds_on_its_bound() -> None:
    margin = Margin(Fraction(1, 10), 2)
    assert margin.holds(90, 100) and not margin.holds(89, 100)
    assert margin.holds(0, 2) and not margin.holds(0, 3)
    assert Margin().holds(Decimal("5.0"), 5) and not Margin().holds(5, 6)
