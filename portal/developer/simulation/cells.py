"""From counts to KPI cells, by the definitions of the catalogue (domain paper A15)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from portal.developer.simulation.results import Cell
from portal.developer.simulation.tally import Tally
from portal.developer.simulation.vocabulary import NORM_DAYS

_TENTH = Decimal("0.1")


def _count(number: int) -> Cell:
    return Cell(Decimal(number), None)


def _ratio(part: int, whole: int) -> Cell:
    return Cell(Decimal(part), Decimal(whole))


def _tenths(part: int, whole: int) -> Cell:
    return Cell(Decimal(part) * _TENTH, Decimal(whole) * _TENTH)


def _median(days: Sequence[int]) -> Cell:
    ordered = sorted(days)
    middle = len(ordered) // 2
    if not ordered:
        return _ratio(0, 0)
    value = Decimal(ordered[middle]) if len(ordered) % 2 else Decimal(ordered[middle - 1] + ordered[middle]) / 2
    return Cell(value, Decimal(len(ordered)))


def _mean(marks: Sequence[int]) -> Cell:
    if not marks:
        return _ratio(0, 0)
    return Cell((Decimal(sum(marks)) / len(marks)).quantize(_TENTH, ROUND_HALF_UP), Decimal(len(marks)))


def quarter_cells(tally: Tally) -> dict[str, Cell]:
    """The fourteen quarterly KPIs. The median of BZ-03 is in days, halves possible."""
    ended = tally.ended_shelter_days
    return {
        "BZ-01": _ratio(sum(days <= NORM_DAYS for days in ended), len(ended)),
        "BZ-02": _count(tally.running_over_norm),
        "BZ-03": _median(ended),
        "BZ-06": _ratio(tally.own_units, tally.shelter_places),
        "BZ-07": _ratio(tally.occupied_nights, tally.available_nights),
        "BZ-08": _count(tally.turned_away),
        "BZ-09": _ratio(tally.placed_near, tally.placed_known),
        "MZ-01": _count(tally.clients),
        "MZ-05": _ratio(tally.left_home, tally.left),
        "MZ-08": _count(tally.waiting),
        "MZ-10": _ratio(tally.active_clients, tally.present_clients),
        "NZ-02": _ratio(tally.left_housed, tally.left),
        "OC-02": _ratio(tally.ended_planned, tally.ended_counted),
        "CF-04": _count(tally.incidents),
    }


def year_cells(tally: Tally) -> dict[str, Cell]:
    """The four yearly KPIs, in the fourth quarter. MZ-12 is in fte with one decimal; OC-03 is a mark 1-10 with one decimal."""
    return {
        "MZ-12": _tenths(tally.expert_fte_tenths, tally.staff_fte_tenths),
        "NZ-03": _ratio(tally.homed_with_aftercare, tally.homed),
        "NZ-04": _ratio(tally.returned, tally.departed),
        "OC-03": _mean(tally.marks),
    }
