"""The laws of counting: people do not appear or vanish, and a place is occupied, free or closed."""

from __future__ import annotations

from dataclasses import astuple
from itertools import chain, pairwise

from hypothesis import given, settings

from portal.developer.simulation.results import FlowFigures, ProviderQuarter, RegionQuarter, Simulation
from portal.developer.simulation.vocabulary import FORMS_WITH_PLACES, MAATZORG
from tests.unit.simulation.lives import everyone, simulations

everywhere = settings(max_examples=24, deadline=None)


def _by_form(report: ProviderQuarter | RegionQuarter) -> dict[str, FlowFigures]:
    return {flow.care_form: flow for flow in report.flows}


@given(simulations)
@everywhere
def test_begin_and_movements_make_the_end(simulation: Simulation) -> None:
    for report in everyone(simulation):
        for flow in report.flows:
            assert flow.at_begin + flow.inflow + flow.through_in - flow.through_out - flow.outflow == flow.at_end


@given(simulations)
@everywhere
def test_the_end_of_a_quarter_is_the_begin_of_the_next(simulation: Simulation) -> None:
    lines: list[list[ProviderQuarter | RegionQuarter]] = [list(simulation.region)]
    lines += [[report for report in simulation.reports if report.provider == provider.slug] for provider in simulation.cast]
    for earlier, later in chain.from_iterable(map(pairwise, lines)):
        assert later.quarter == earlier.quarter.shift(1)
        assert {form: flow.at_end for form, flow in _by_form(earlier).items()} == {form: flow.at_begin for form, flow in _by_form(later).items()}


@given(simulations)
@everywhere
def test_who_moves_out_of_a_form_moves_into_another(simulation: Simulation) -> None:
    for report in everyone(simulation):
        assert sum(flow.through_in for flow in report.flows) == sum(flow.through_out for flow in report.flows)


@given(simulations)
@everywhere
def test_places_are_occupied_free_or_closed(simulation: Simulation) -> None:
    for report in everyone(simulation):
        for row in report.capacity:
            assert row.occupied + row.free + row.closed == row.places


@given(simulations)
@everywhere
def test_occupied_places_hold_exactly_the_people_of_the_flow(simulation: Simulation) -> None:
    for report in everyone(simulation):
        for form, flow in _by_form(report).items():
            if form in FORMS_WITH_PLACES:
                assert sum(row.occupied for row in report.capacity if row.care_form == form) == flow.at_end


@given(simulations)
@everywhere
def test_nobody_waits_at_an_aanbieder_while_a_place_of_that_form_is_free(simulation: Simulation) -> None:
    for report in simulation.reports:
        for form in {row.care_form for row in report.capacity}:
            rows = [row for row in report.capacity if row.care_form == form]
            assert sum(row.free for row in rows) == 0 or sum(row.waiting for row in rows) == 0


@given(simulations)
@everywhere
def test_no_form_without_places_exceeds_its_caseload(simulation: Simulation) -> None:
    limits = {(provider.slug, form.code): form.caseload for provider in simulation.cast for form in provider.forms if form.caseload is not None}
    assert limits
    for report in simulation.reports:
        for flow in report.flows:
            assert flow.at_end <= limits.get((report.provider, flow.care_form), flow.at_end)


@given(simulations)
@everywhere
def test_nothing_is_negative(simulation: Simulation) -> None:
    for report in everyone(simulation):
        for row in (*report.flows, *report.capacity):
            assert all(number >= 0 for number in astuple(row) if isinstance(number, int))
        for cell in report.cells.values():
            assert cell.numerator >= 0
            assert cell.denominator is None or cell.denominator >= 0


@given(simulations)
@everywhere
def test_clients_and_waiting_people_agree_with_flows_and_capacity(simulation: Simulation) -> None:
    for report in simulation.reports:
        flows = [flow for flow in report.flows if flow.care_form in MAATZORG]
        starts = sum(flow.at_begin + flow.inflow + flow.through_in for flow in flows)
        assert max(sum(flow.at_begin for flow in flows), sum(flow.at_end for flow in flows)) <= report.cells["MZ-01"].numerator <= starts
        assert report.cells["MZ-08"].numerator >= sum(row.waiting for row in report.capacity if row.care_form in MAATZORG)


@given(simulations)
@everywhere
def test_the_region_is_the_sum_of_its_aanbieders(simulation: Simulation) -> None:
    for total in simulation.region:
        parts = [report for report in simulation.reports if report.quarter == total.quarter]
        assert len(parts) == len(simulation.cast)
        assert sum(flow.outflow for part in parts for flow in part.flows) == sum(flow.outflow for flow in total.flows)
        assert sum(row.places for part in parts for row in part.capacity) == sum(row.places for row in total.capacity)
