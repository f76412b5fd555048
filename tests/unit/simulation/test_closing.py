"""What is counted on the last day of a quarter, on one aanbieder whose people are set by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from contracts.foundation.period import Quarter
from portal.developer.simulation.cast import load_cast, load_journeys
from portal.developer.simulation.chance import Chance
from portal.developer.simulation.closing import close_quarter
from portal.developer.simulation.day import ProviderDays, Season
from portal.developer.simulation.people import Departure
from portal.developer.simulation.results import Cell
from portal.developer.simulation.vocabulary import MAATZORG, SHELTER

QUARTER = Quarter(2025, 4)
SEASON = Season(progress=0.5, shelter_stay_factor=1.0)


def _maaslicht(day: date) -> ProviderDays:
    cast = {provider.slug: provider for provider in load_cast()}
    days = ProviderDays(cast["maaslicht"], load_journeys(), Chance("closing"), day.toordinal(), SEASON)
    days.begin_quarter(SEASON)
    return days


def test_a_running_stay_is_too_long_from_the_forty_third_day() -> None:
    days = _maaslicht(QUARTER.ends_on)
    people = list(days.wards[SHELTER].clients.values())
    for person in people:
        person.since = days.day - 42
    for person in people[:5]:
        person.since = days.day - 43
    report, _ = close_quarter("maaslicht", days, QUARTER)
    assert report.cells["BZ-02"] == Cell(Decimal(5), None)


def test_clients_of_the_quarter_are_all_who_were_in_a_maatzorg_form_on_any_evening() -> None:
    days = _maaslicht(QUARTER.previous.ends_on)
    for quarter in (QUARTER.shift(index) for index in range(6)):
        days.begin_quarter(SEASON)
        met = {number for code, ward in days.wards.items() if code in MAATZORG for number in ward.clients}
        for day in range(quarter.starts_on.toordinal(), quarter.ends_on.toordinal() + 1):
            days.live(day)
            met |= {number for code, ward in days.wards.items() if code in MAATZORG for number in ward.clients}
        report, _ = close_quarter("maaslicht", days, quarter)
        assert report.cells["MZ-01"].numerator == len(met) > sum(flow.at_end for flow in report.flows if flow.care_form in MAATZORG)


def test_reentry_and_aftercare_look_at_who_left_in_the_calendar_year_before_and_count_people_once() -> None:
    days = _maaslicht(QUARTER.ends_on)
    days.departures = [
        Departure(1, date(2024, 1, 1).toordinal(), to_home=True, aftercare=True, returned=True),
        Departure(1, date(2024, 12, 31).toordinal(), to_home=False, aftercare=True, returned=True),
        Departure(2, date(2024, 6, 1).toordinal(), to_home=True, aftercare=False),
        Departure(3, date(2023, 12, 31).toordinal(), to_home=True, aftercare=True, returned=True),
        Departure(4, date(2025, 1, 1).toordinal(), to_home=True, aftercare=True, returned=True),
    ]
    report, _ = close_quarter("maaslicht", days, QUARTER)
    assert report.cells["NZ-03"] == report.cells["NZ-04"] == Cell(Decimal(1), Decimal(2))


def test_who_comes_back_within_a_year_is_marked_on_the_departure() -> None:
    days = _maaslicht(date(2023, 12, 31))
    first = days.day
    for day in range(first + 1, first + 900):
        days.live(day)
    again = [departure for departure in days.departures if departure.returned]
    assert 0.02 < len(again) / len(days.departures) < 0.25
    assert all(departure.day < days.day for departure in again)


def test_places_close_only_when_free_and_open_again() -> None:
    days = _maaslicht(date(2023, 12, 31))
    closed = []
    for day in range(days.day + 1, days.day + 800):
        days.live(day)
        places = [place for ward in days.wards.values() for place in ward.places]
        assert all(place.free >= 0 for place in places)
        closed.append(sum(place.closed for place in places))
    assert max(closed) > 0
    assert min(closed[closed.index(max(closed)) :]) < max(closed)
