"""The vlekkenplan beside the places there are: per kind and per gemeente, with what is short or over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from contracts.queries.housing import HousingPlan
from kpi.queries.regional_capacity import RegionalPlaces
from portal.web.formatting import quarter

WIDTH = 200
"""How wide a bar is: bars share one scale, so that a long bar is many places."""


@dataclass(frozen=True, slots=True)
class PlacesRow:
    """One kind or one gemeente. The three widths draw the bar; `difference` is places there are minus places planned (None: no plan)."""

    name: str
    planned: int | None
    contracted: int
    counted: int
    occupied: int
    free: int
    closed: int
    waiting: int
    widths: tuple[int, int, int]

    @property
    def difference(self) -> int | None:
        """Below zero: too few."""
        return None if self.planned is None else self.contracted - self.planned

    @property
    def bar_words(self) -> str:
        """The bar in words."""
        return f"{self.occupied} bezet, {self.free} vrij, {self.closed} dicht"


@dataclass(frozen=True, slots=True)
class RegionTables:
    """Both tables and their totals. `counted_until`: the latest signed quarter ("" for none); `outside`: places of no kind in the plan."""

    kinds: tuple[PlacesRow, ...]
    total: PlacesRow
    municipalities: tuple[PlacesRow, ...]
    counted_until: str
    outside: int


def region_tables(plan: HousingPlan, places: list[RegionalPlaces]) -> RegionTables:
    """The kinds that count in the plan's total, in its order; then every gemeente with a place."""
    by_kind: dict[str | None, int] = {}
    for one in places:
        by_kind[one.housing_type_code] = by_kind.get(one.housing_type_code, 0) + one.counted
    by_place: dict[str, list[RegionalPlaces]] = {}
    for one in places:
        by_place.setdefault(one.municipality_name, []).append(one)
    widest = max([*by_kind.values(), *(sum(one.counted for one in own) for own in by_place.values())], default=0)
    targets = [target for group in plan.groups if group.counts_in_total for target in group.targets]
    kinds = [_row(target.name, target.places_min, (one for one in places if one.housing_type_code == target.code), widest) for target in targets]
    known = {target.code for target in targets}
    inside = [one for one in places if one.housing_type_code in known]
    latest = max((one.latest_period for one in places), default="")
    return RegionTables(
        tuple(kinds),
        _row("Totaal", plan.total, inside, sum(one.counted for one in inside)),
        tuple(_row(name, None, own, widest) for name, own in by_place.items()),
        quarter(latest) if latest else "",
        sum(one.contracted for one in places) - sum(one.contracted for one in inside),
    )


def _row(name: str, planned: int | None, places: Iterable[RegionalPlaces], widest: int) -> PlacesRow:
    listed = list(places)
    contracted, counted, occupied, free, closed, waiting = (
        sum(getattr(one, field) for one in listed) for field in ("contracted", "counted", "occupied", "free", "closed", "waiting")
    )
    ends = [round(WIDTH * number / widest) if widest else 0 for number in (occupied, occupied + free, occupied + free + closed)]
    widths = (ends[0], ends[1] - ends[0], ends[2] - ends[1])
    return PlacesRow(name, planned, contracted, counted, occupied, free, closed, waiting, widths)
