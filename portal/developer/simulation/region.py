"""The true totals of the region, added up from the aanbieders."""

from __future__ import annotations

from collections.abc import Sequence

from portal.developer.simulation.closing import cells_of
from portal.developer.simulation.results import FlowFigures, FormCapacity, ProviderQuarter, RegionQuarter
from portal.developer.simulation.tally import Tally, added
from portal.developer.simulation.vocabulary import FORMS, FORMS_WITH_PLACES


def _flow(reports: Sequence[ProviderQuarter], form: str) -> FlowFigures:
    rows = [flow for report in reports for flow in report.flows if flow.care_form == form]
    return FlowFigures(
        care_form=form,
        at_begin=sum(row.at_begin for row in rows),
        inflow=sum(row.inflow for row in rows),
        through_in=sum(row.through_in for row in rows),
        through_out=sum(row.through_out for row in rows),
        outflow=sum(row.outflow for row in rows),
        at_end=sum(row.at_end for row in rows),
    )


def _capacity(reports: Sequence[ProviderQuarter], form: str) -> FormCapacity:
    rows = [row for report in reports for row in report.capacity if row.care_form == form]
    return FormCapacity(
        care_form=form,
        places=sum(row.places for row in rows),
        occupied=sum(row.occupied for row in rows),
        free=sum(row.free for row in rows),
        closed=sum(row.closed for row in rows),
        waiting=sum(row.waiting for row in rows),
    )


def region_of(reports: Sequence[ProviderQuarter], tallies: Sequence[Tally]) -> RegionQuarter:
    """One quarter of the region. Medians and means are taken over all observations, not over the aanbieders' figures."""
    quarter = reports[0].quarter
    return RegionQuarter(
        quarter=quarter,
        flows=tuple(_flow(reports, form) for form in FORMS),
        capacity=tuple(_capacity(reports, form) for form in FORMS if form in FORMS_WITH_PLACES),
        cells=cells_of(added(tallies), quarter),
    )
