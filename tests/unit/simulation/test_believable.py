"""The invented region has the size of the real one, and the four aanbieders behave as their character says."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pytest

from portal.developer.simulation.cast import load_cast, load_journeys
from portal.developer.simulation.results import ProviderQuarter, RegionQuarter
from portal.developer.simulation.vocabulary import (
    DESTINATIONS,
    FORMS,
    FORMS_WITH_PLACES,
    QUARTER_CODES,
    RATIO_CODES,
    RESIDENTIAL,
    SHELTER,
    STEPPING_STONE,
)
from tests.unit.simulation.lives import life

CAST = load_cast()
SEEDS = range(8)
MUNICIPALITIES = {"1903", "1729", "0935", "0938", "0981", "0994"}
HOUSING = {
    "sociaal-hostel", "tussenvoorziening", "zeer-moeilijk-plaatsbaar", "kort-verblijf", "regulier-verblijf",
    "jeugd-kort", "jeugd-verblijf", "somatiek-ouderen", "familie",
}  # fmt: skip
REAL = ("leger des heils", "impuls", "hartelstein", "jekerzicht", "credohuis", "kamers met kansen", "xonar", "pieterke", "singel", "overmaze")


def _share(reports: Iterable[ProviderQuarter | RegionQuarter], code: str) -> Decimal:
    cells = [report.cells[code] for report in reports]
    return sum((cell.numerator for cell in cells), Decimal(0)) / sum((cell.denominator or Decimal(0) for cell in cells), Decimal(0))


def _line(seed: int, slug: str) -> list[ProviderQuarter]:
    return [report for report in life(seed).reports if report.provider == slug]


def test_four_aanbieders_with_three_forms_and_three_to_five_locations_each() -> None:
    assert len(CAST) == 4
    for provider in CAST:
        assert len(provider.forms) >= 3
        assert 3 <= len(provider.locations) <= 5
        assert len(provider.character.shelter_stay_factor) == 12


def test_codes_are_those_of_the_region_and_names_are_nobodys() -> None:
    names = [provider.name for provider in CAST] + [location.name for provider in CAST for location in provider.locations]
    assert len(set(names)) == len(names)
    assert not [name for name in names for real in REAL if real in name.lower()]
    for provider in CAST:
        forms = {form.code: form for form in provider.forms}
        assert set(forms) <= set(FORMS)
        assert all((form.caseload is None) == (form.code in FORMS_WITH_PLACES) for form in forms.values())
        for location in provider.locations:
            assert location.municipality in MUNICIPALITIES
            assert location.housing_type in HOUSING
            assert location.care_form in FORMS_WITH_PLACES & set(forms)
            assert location.own_units.begin <= location.own_units.end <= location.places


def test_journeys_lead_only_to_known_forms_and_destinations() -> None:
    journeys = load_journeys()
    assert set(journeys.courses) == set(FORMS)
    assert set(journeys.origin) == MUNICIPALITIES | {"elders", "onbekend"}
    for code, course in journeys.courses.items():
        assert set(course.next) <= (set(FORMS) | set(DESTINATIONS)) - {code}
        assert course.stay_days[0][0] == 0.0
        assert course.stay_days[-1][0] == 1.0


def test_the_places_have_the_order_of_the_region() -> None:
    locations = [location for provider in CAST for location in provider.locations]
    places = {form: sum(location.places for location in locations if location.care_form == form) for form in FORMS_WITH_PLACES}
    assert 110 <= places[SHELTER] <= 130
    assert 80 <= places[RESIDENTIAL] <= 100
    assert 35 <= places[STEPPING_STONE] <= 45
    central = sum(location.places for location in locations if location.care_form == SHELTER and location.municipality == "0935")
    assert central / places[SHELTER] > 0.8
    assert len({location.municipality for location in locations if location.care_form == RESIDENTIAL}) >= 4


@pytest.mark.parametrize("seed", SEEDS)
def test_the_region_has_believable_figures(seed: int) -> None:
    region = life(seed).region
    for quarter in region:
        assert Decimal("0.75") < _share([quarter], "BZ-07") <= 1
        assert 200 <= (quarter.cells["BZ-01"].denominator or 0) <= 420
        assert 260 <= quarter.cells["MZ-01"].numerator <= 420
    for code, low, high in [
        ("BZ-01", "0.6", "0.85"),
        ("MZ-05", "0.2", "0.4"),
        ("MZ-10", "0.5", "0.7"),
        ("NZ-02", "0.75", "0.9"),
        ("OC-02", "0.45", "0.75"),
    ]:
        assert Decimal(low) < _share(region, code) < Decimal(high), code
    assert Decimal("0.5") < _share(region, "BZ-09") < Decimal("0.8")


@pytest.mark.parametrize("seed", SEEDS)
def test_every_aanbieder_is_filled_for_seventy_to_a_hundred_percent(seed: int) -> None:
    for provider in CAST:
        assert Decimal("0.70") < _share(_line(seed, provider.slug), "BZ-07") <= 1


@pytest.mark.parametrize("seed", SEEDS)
def test_at_mergelhof_stays_grow_beyond_six_weeks_in_the_last_quarters(seed: int) -> None:
    line = _line(seed, "mergelhof")
    assert _share(line[:7], "BZ-01") - _share(line[-2:], "BZ-01") > Decimal("0.2")
    assert line[-1].cells["BZ-03"].numerator > max(report.cells["BZ-03"].numerator for report in line[:7])
    assert min(report.cells["BZ-02"].numerator for report in line[-2:]) >= 8


@pytest.mark.parametrize("seed", SEEDS)
def test_maaslicht_improves(seed: int) -> None:
    line = _line(seed, "maaslicht")
    assert _share(line[-3:], "BZ-01") - _share(line[:3], "BZ-01") > Decimal("0.2")
    assert sum(report.cells["BZ-08"].numerator for report in line[-3:]) < sum(report.cells["BZ-08"].numerator for report in line[:3])


@pytest.mark.parametrize("seed", SEEDS)
def test_de_grubbe_is_steady(seed: int) -> None:
    line = _line(seed, "de-grubbe")
    assert abs(_share(line[-4:], "BZ-01") - _share(line[:4], "BZ-01")) < Decimal("0.12")


@pytest.mark.parametrize("seed", SEEDS)
def test_at_least_three_aanbieders_contribute_to_every_quarterly_kpi(seed: int) -> None:
    for quarter in life(seed).quarters:
        reports = [report for report in life(seed).reports if report.quarter == quarter]
        for code in QUARTER_CODES:
            assert sum(cell.denominator is None or cell.denominator > 0 for cell in (report.cells[code] for report in reports)) >= 3


def test_small_numbers_occur_so_that_hiding_has_something_to_hide() -> None:
    cells = [(code, cell) for seed in SEEDS for report in life(seed).reports for code, cell in report.cells.items()]
    assert any(code in RATIO_CODES and 0 < cell.numerator < 5 for code, cell in cells)
    assert any(code in RATIO_CODES and cell.denominator == 0 for code, cell in cells)
    assert any(cell.denominator is None and 0 < cell.numerator < 5 for _, cell in cells)
    assert any(row.closed for seed in SEEDS for report in life(seed).reports for row in report.capacity)
    assert any(row.waiting for seed in SEEDS for report in life(seed).reports for row in report.capacity)
