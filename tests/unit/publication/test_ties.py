"""Which figures of an edition hang together by what the KPIs mean, and what of that the auditor is told."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kpi.domain.disclosure.problem import Method
from kpi.domain.publication.choice import Ages, Choice, Forms, Municipalities
from kpi.domain.publication.history import published
from kpi.domain.publication.kept import kept_bundle, kept_text
from kpi.domain.publication.layout import Scheme
from kpi.domain.publication.scheme import COUNTS, scheme
from kpi.domain.publication.taken_out import taken_out
from kpi.domain.summary_input import CellInput, SummaryInput
from portal.developer import history_file
from tests.support.publication_history import jointly
from tests.support.simulated_region import history
from tests.unit.publication.region import HOUSE, RULES, SHELTER, definition, quarter

FINE = Choice()
COARSE = Choice(Municipalities.CENTRE_AND_OTHERS, Forms.GROUPS, Ages.TWO)


def made(given: SummaryInput, choice: Choice = FINE) -> Scheme:
    return scheme(given, choice, RULES, name="2026-K3")


def test_a_ratio_of_people_who_are_counted_elsewhere_is_rounded_with_them() -> None:
    of = made(quarter(5))
    (counts,) = (part.problem for part in of.bundle.parts if part.name == COUNTS)
    assert counts.method is Method.ROUND
    rounded = {place.code for place in of.indicators if place.is_rounded}
    assert rounded == {"BZ-02", "CF-04", "MZ-05", "MZ-10", "NZ-02"}
    shared = {place.denominator for place in of.indicators if place.code in ("MZ-05", "NZ-02")}
    assert shared == {"2026-K3|MZ-05|noemer"}
    sums = {equation.total: equation.parts for equation in counts.equations if "MZ-10|rest" not in " ".join(equation.parts)}
    assert set(sums["2026-K3|MZ-10|noemer"]) == {f"2026-K3|v|{HOUSE}", "2026-K3|v|zelfstandig-met-begeleiding"}


def test_who_left_alive_is_part_of_who_left_and_the_rest_is_nobodys_to_read() -> None:
    of = made(quarter(5))
    cells = of.bundle.cells
    rest = "2026-K3|weg~MZ-05|noemer"
    assert cells[rest].value == cells["2026-K3|weg"].value - cells["2026-K3|MZ-05|noemer"].value
    assert rest not in of.places_of_cells


def test_a_tie_that_the_reports_contradict_is_not_told() -> None:
    region = quarter(5)
    more = tuple(replace(cell, denominator=Decimal(500)) if cell.code == "MZ-05" else cell for cell in region.cells)
    of = made(replace(region, cells=more))
    assert "2026-K3|weg~MZ-05|noemer" not in of.bundle.cells
    assert {place.denominator for place in of.indicators if place.code in ("MZ-05", "NZ-02")} == {"2026-K3|MZ-05|noemer", "2026-K3|NZ-02|noemer"}


def test_what_one_aanbieder_contradicts_still_holds_for_the_region() -> None:
    """One more left alive than left, says one aanbieder. A reader who adds up the region sees nothing of that, and reckons with it."""
    region = quarter(5)
    (first,) = (cell for cell in region.cells if cell.code == "MZ-05" and cell.provider == 1)
    left = sum(flow.outflow for flow in region.flows if flow.provider == 1)
    more = tuple(replace(cell, denominator=Decimal(left + 1)) if cell == first else cell for cell in region.cells)
    of = made(replace(region, cells=more))
    rest = of.bundle.cells["2026-K3|weg~MZ-05|noemer"]
    assert rest.contributions is None and rest.value == of.bundle.cells["2026-K3|weg"].value - of.bundle.cells["2026-K3|MZ-05|noemer"].value
    assert rest.id not in of.places_of_cells
    assert ("2026-K3|weg", ("2026-K3|MZ-05|noemer", rest.id)) in {(one.total, one.parts) for one in of.bundle.equations}
    made_safe = jointly(of.bundle, (), RULES)
    assert made_safe.safe and kept_bundle(kept_text(made_safe.bundle)) == made_safe.bundle
    (file,) = (text for name, text in taken_out([made_safe.bundle], RULES).items() if name == "aantallen")
    history_file.read(file.encode())
    told = published([made_safe.bundle], RULES, integer=True)
    assert [one.rules for one in told.editions if rest.id in {cell.id for cell in one.cells}] == [()]  # it ties others, and is about nobody


def test_every_relation_between_published_figures_that_the_checks_of_a_report_know_is_told() -> None:
    """kpi/domain/checks/relations.py holds aanbieders to these; a reader may as well."""
    region = quarter(5, size=40)
    seen = tuple(CellInput("MZ-01", 1, one, Decimal(_in_support(region, one) + 2), None) for one in range(1, 5))
    apart = tuple(
        replace(cell, denominator=(cell.denominator or 0) + (cell.provider == 1)) if cell.code == "NZ-02" else cell for cell in region.cells
    )
    apart = tuple(cell for cell in apart if cell.code != "MZ-10")
    full = tuple(replace(place, occupied=sum(flow.at_end for flow in region.flows if flow.provider == place.provider)) for place in region.places)
    of = made(replace(region, cells=(*apart, *seen), definitions=(*region.definitions, definition("MZ-01", "aantal")), places=full))
    told = {("weg", "NZ-02|noemer"), ("geholpen", "MZ-01"), ("MZ-01", "in-maatzorg"), ("bezet", "in-een-plek")}
    assert {(f"2026-K3|{whole}", f"2026-K3|{part}") for whole, part in told} <= _sums_of(of)
    assert not {cell for cell in of.places_of_cells if "|in-" in cell}
    (grouped,) = history(1, 200, 1)
    assert ("2022-K4|bezet", "2022-K4|v|opvang") in _sums_of(made(grouped, COARSE))  # the other groups hold people without a place


def _in_support(region: SummaryInput, provider: int) -> int:
    return sum(flow.at_end for flow in region.flows if flow.provider == provider and flow.form != SHELTER)


def _sums_of(of: Scheme) -> set[tuple[str, str]]:
    return {(one.total, one.parts[0]) for one in (*of.bundle.equations, *of.bundle.parts[0].problem.equations)}
