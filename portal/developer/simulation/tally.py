"""The counts behind the KPI cells of one aanbieder in one quarter; tallies of several aanbieders add up to the region's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields


@dataclass(slots=True)
class Tally:
    """Counts of one quarter. Fields are people unless their name says nights, places, units, fte or days."""

    ended_shelter_days: list[int] = field(default_factory=list)
    running_over_norm: int = 0
    own_units: int = 0
    shelter_places: int = 0
    occupied_nights: int = 0
    available_nights: int = 0
    turned_away: int = 0
    placed_near: int = 0
    placed_known: int = 0
    clients: int = 0
    present_clients: int = 0
    active_clients: int = 0
    left: int = 0
    left_home: int = 0
    left_housed: int = 0
    ended_planned: int = 0
    ended_counted: int = 0
    waiting: int = 0
    incidents: int = 0
    staff_fte_tenths: int = 0
    expert_fte_tenths: int = 0
    homed: int = 0
    homed_with_aftercare: int = 0
    departed: int = 0
    returned: int = 0
    marks: list[int] = field(default_factory=list)


def added(tallies: Iterable[Tally]) -> Tally:
    """One tally for several aanbieders: numbers added, lists of single observations joined."""
    total = Tally()
    for tally in tallies:
        for item in fields(Tally):
            setattr(total, item.name, getattr(total, item.name) + getattr(tally, item.name))
    return total
