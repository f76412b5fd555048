"""The KPI cells: the right ones in the right quarter, ratios that can exist, and cells that agree with each other and with the flows."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings

from portal.developer.simulation.cells import quarter_cells, year_cells
from portal.developer.simulation.results import Cell, Simulation
from portal.developer.simulation.tally import Tally, added
from portal.developer.simulation.vocabulary import COUNT_CODES, QUARTER_CODES, RATIO_CODES, SHELTER, VALUE_CODES, YEAR_CODES
from tests.unit.simulation.lives import everyone, simulations

everywhere = settings(max_examples=24, deadline=None)


@given(simulations)
@everywhere
def test_every_quarter_has_its_cells_and_k4_the_yearly_ones(simulation: Simulation) -> None:
    for report in everyone(simulation):
        assert tuple(report.cells) == (QUARTER_CODES + YEAR_CODES if report.quarter.number == 4 else QUARTER_CODES)


def test_every_code_has_one_kind() -> None:
    assert set(QUARTER_CODES + YEAR_CODES) == RATIO_CODES | COUNT_CODES | VALUE_CODES
    assert len(RATIO_CODES) + len(COUNT_CODES) + len(VALUE_CODES) == 18


@given(simulations)
@everywhere
def test_a_part_is_never_more_than_the_whole_and_a_count_stands_alone(simulation: Simulation) -> None:
    for report in everyone(simulation):
        for code, cell in report.cells.items():
            if code in COUNT_CODES:
                assert cell.denominator is None
            else:
                assert cell.denominator is not None
                assert cell.denominator > 0 or cell.numerator == 0
            if code in RATIO_CODES and cell.denominator is not None:
                assert cell.numerator <= cell.denominator


@given(simulations)
@everywhere
def test_marks_lie_between_one_and_ten_with_one_decimal(simulation: Simulation) -> None:
    marks = [report.cells["OC-03"] for report in simulation.reports if "OC-03" in report.cells]
    assert len(marks) == 12
    for mark in marks:
        assert not mark.denominator or (1 <= mark.numerator <= 10 and mark.numerator == round(mark.numerator, 1))


@given(simulations)
@everywhere
def test_cells_agree_with_each_other_and_with_the_flow(simulation: Simulation) -> None:
    for report in everyone(simulation):
        cells, flows = report.cells, {flow.care_form: flow for flow in report.flows}
        shelter = flows[SHELTER]
        assert cells["BZ-01"].denominator == cells["BZ-03"].denominator == shelter.through_out + shelter.outflow
        assert cells["BZ-02"].numerator <= shelter.at_end
        assert (cells["BZ-09"].denominator or 0) <= shelter.inflow
        assert cells["MZ-05"].denominator == cells["NZ-02"].denominator
        assert (cells["NZ-02"].denominator or 0) <= sum(flow.outflow for flow in report.flows)
        assert cells["MZ-05"].numerator <= cells["NZ-02"].numerator
        assert cells["MZ-10"].denominator == sum(flow.at_end for flow in report.flows if flow.care_form != SHELTER)
        assert (cells["MZ-10"].denominator or 0) <= cells["MZ-01"].numerator
        assert (cells["OC-02"].denominator or 0) <= (cells["NZ-02"].denominator or 0)


@given(simulations)
@everywhere
def test_the_region_adds_up_counts_and_ratios_but_not_medians(simulation: Simulation) -> None:
    for total in simulation.region:
        parts = [report for report in simulation.reports if report.quarter == total.quarter]
        for code, cell in total.cells.items():
            whole = sum((part.cells[code].denominator or Decimal(0) for part in parts), Decimal(0))
            assert (cell.denominator or Decimal(0)) == whole
            if code not in VALUE_CODES:
                assert cell.numerator == sum(part.cells[code].numerator for part in parts)
        middles = [part.cells["BZ-03"].numerator for part in parts if part.cells["BZ-03"].denominator]
        assert min(middles) <= total.cells["BZ-03"].numerator <= max(middles)


def test_six_weeks_is_still_within_the_norm() -> None:
    cells = quarter_cells(Tally(ended_shelter_days=[42, 43, 1]))
    assert cells["BZ-01"] == Cell(Decimal(2), Decimal(3))
    assert cells["BZ-03"] == Cell(Decimal(42), Decimal(3))


def test_the_median_of_an_even_number_lies_between_the_middle_two() -> None:
    assert quarter_cells(Tally(ended_shelter_days=[10, 41, 20, 90]))["BZ-03"] == Cell(Decimal("30.5"), Decimal(4))


def test_a_mean_mark_is_rounded_half_up() -> None:
    assert year_cells(Tally(marks=[7, 7, 7, 8]))["OC-03"] == Cell(Decimal("7.3"), Decimal(4))


def test_nothing_happened_is_zero_out_of_zero_and_not_an_error() -> None:
    cells = quarter_cells(Tally()) | year_cells(Tally())
    assert {code for code, cell in cells.items() if cell == Cell(Decimal(0), Decimal(0))} == RATIO_CODES | VALUE_CODES


def test_tallies_join_observations_and_add_numbers() -> None:
    total = added([Tally(ended_shelter_days=[50], left=2), Tally(ended_shelter_days=[3], left=4), Tally()])
    assert total == Tally(ended_shelter_days=[50, 3], left=6)
