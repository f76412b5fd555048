"""The last day of a quarter: what is counted on that day, and the yearly counts in the fourth quarter."""

from __future__ import annotations

from datetime import date

from contracts.foundation.period import Quarter
from portal.developer.simulation.ages import people_of
from portal.developer.simulation.cells import quarter_cells, year_cells
from portal.developer.simulation.day import ProviderDays
from portal.developer.simulation.results import Cell, ProviderQuarter
from portal.developer.simulation.tally import Tally
from portal.developer.simulation.vocabulary import MAATZORG, NORM_DAYS, SHELTER

_SPREAD = 2.6
"""How far marks lie apart: about one and a quarter points (standard deviation)."""


def cells_of(tally: Tally, quarter: Quarter) -> dict[str, Cell]:
    """The KPI cells that belong to this quarter: the yearly ones only in K4."""
    return quarter_cells(tally) | (year_cells(tally) if quarter.number == 4 else {})


def close_quarter(slug: str, days: ProviderDays, quarter: Quarter) -> tuple[ProviderQuarter, Tally]:
    """Count what stands on the last day, and hand over the quarter's figures with the tally behind them."""
    _count_last_day(days)
    if quarter.number == 4:
        _count_year(days, quarter.year)
    wards = days.wards.values()
    report = ProviderQuarter(
        provider=slug,
        quarter=quarter,
        flows=tuple(ward.flow() for ward in wards),
        capacity=tuple(figures for ward in wards for figures in ward.capacity()),
        cells=cells_of(days.tally, quarter),
        moves=dict(days.moves),
        people=people_of(slug, days.wards, days.journeys),
    )
    return report, days.tally


def _count_last_day(days: ProviderDays) -> None:
    tally, character, progress = days.tally, days.character, days.season.progress
    shelter = days.wards.get(SHELTER)
    if shelter is not None:
        tally.running_over_norm = sum(days.day - person.since > NORM_DAYS for person in shelter.clients.values())
        tally.own_units = sum(int(place.cast.own_units.at(progress)) for place in shelter.places)
        tally.shelter_places = sum(place.cast.places for place in shelter.places)
    tally.clients = len(days.seen)
    present = [person for code, ward in days.wards.items() if code in MAATZORG for person in ward.clients.values()]
    tally.present_clients = len(present)
    tally.active_clients = sum(person.leaning < character.daytime.at(progress) for person in present)
    tally.waiting = sum(len(ward.queue) for code, ward in days.wards.items() if code in MAATZORG)


def _count_year(days: ProviderDays, year: int) -> None:
    """The yearly counts. NZ-03 and NZ-04 look at who left in the calendar year before, so that twelve months have passed for everyone."""
    tally, character, progress = days.tally, days.character, days.season.progress
    first, last = date(year - 1, 1, 1).toordinal(), date(year - 1, 12, 31).toordinal()
    earlier = [departure for departure in days.departures if first <= departure.day <= last]
    tally.homed = sum(departure.to_home for departure in earlier)
    tally.homed_with_aftercare = sum(departure.to_home and departure.aftercare for departure in earlier)
    tally.departed = len({departure.person for departure in earlier})
    tally.returned = len({departure.person for departure in earlier if departure.returned})
    tally.staff_fte_tenths = int(10 * sum(days.journeys.courses[code].staff * len(ward.clients) for code, ward in days.wards.items()))
    tally.expert_fte_tenths = int(tally.staff_fte_tenths * character.experts.at(progress))
    tally.marks = [_mark(days) for ward in days.wards.values() for _ in ward.clients if days.chance.happens(character.response)]


def _mark(days: ProviderDays) -> int:
    around = days.character.satisfaction.at(days.season.progress)
    spread = (days.chance.share() + days.chance.share() + days.chance.share() - 1.5) * _SPREAD
    return min(10, max(1, int(around + spread + 0.5)))
