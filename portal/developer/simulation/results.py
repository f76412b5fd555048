"""What the simulation hands over: per aanbieder and quarter the flows, the capacity and the KPI cells, and the same for the region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from contracts.foundation.period import Quarter
from portal.developer.simulation.cast import CastProvider


@dataclass(frozen=True, slots=True)
class Cell:
    """The two numbers of one KPI.

    A ratio: part and whole. A count: the count, and None. A median or mean: the value, and the number of people it rests on.
    When nothing happened, a ratio, median or mean is 0 out of 0: the caller decides how to say that there is no figure.
    """

    numerator: Decimal
    denominator: Decimal | None


@dataclass(frozen=True, slots=True)
class FlowFigures:
    """People of one form of care in one quarter (S001 §7.2): begin + inflow + through_in - through_out - outflow = end."""

    care_form: str
    at_begin: int
    inflow: int
    through_in: int
    through_out: int
    outflow: int
    at_end: int


@dataclass(frozen=True, slots=True)
class CapacityFigures:
    """One location on the last day of the quarter: occupied + free + closed = places. `waiting` is people with an allocation, without a start."""

    location: str
    care_form: str
    places: int
    occupied: int
    free: int
    closed: int
    waiting: int


@dataclass(frozen=True, slots=True)
class FormCapacity:
    """The places of one form of care in the whole region on the last day of the quarter."""

    care_form: str
    places: int
    occupied: int
    free: int
    closed: int
    waiting: int


@dataclass(frozen=True, slots=True)
class ProviderQuarter:
    """One aanbieder in one quarter. `flows` holds the forms it delivers, `moves` the people by (from, to) behind their sums;

    `cells` the fourteen quarterly KPIs, and four yearly ones in K4; `people` who is in care on the last day, by (form, gemeente of origin,
    age group).
    """

    provider: str
    quarter: Quarter
    flows: tuple[FlowFigures, ...]
    capacity: tuple[CapacityFigures, ...]
    cells: Mapping[str, Cell]
    moves: Mapping[tuple[str, str], int]
    people: Mapping[tuple[str, str, str], int]


@dataclass(frozen=True, slots=True)
class RegionQuarter:
    """The true totals of the region: counts added up, medians and means taken over everyone. Nobody is a client of two aanbieders at once."""

    quarter: Quarter
    flows: tuple[FlowFigures, ...]
    capacity: tuple[FormCapacity, ...]
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Simulation:
    """Everything: the cast, the quarters (oldest first), a report per aanbieder and quarter (by quarter, then cast order), the region."""

    cast: tuple[CastProvider, ...]
    quarters: tuple[Quarter, ...]
    reports: tuple[ProviderQuarter, ...]
    region: tuple[RegionQuarter, ...]

    def report(self, provider: str, quarter: Quarter) -> ProviderQuarter:
        """The figures of one aanbieder (by slug) in one quarter. Raises KeyError when the simulation has none."""
        for report in self.reports:
            if report.provider == provider and report.quarter == quarter:
                return report
        raise KeyError((provider, quarter.code))
