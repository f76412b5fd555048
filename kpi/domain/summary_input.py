"""What a regional summary is made of: the accepted reports' cells, flows and places. Aanbieders are numbers here, never names."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from contracts.foundation.period import Quarter


@dataclass(frozen=True, slots=True)
class Definition:
    """A KPI as it was defined in the quarter. `norm_low` bounds a minimum, `norm_high` a maximum.

    `prefill`: which of its numbers the report tells elsewhere too (kpi/domain/proposals.py).
    """

    code: str
    version: int
    name: str
    pijler: str
    value_kind: str
    unit: str
    decimals: int
    direction: str
    norm_kind: str
    norm_low: Decimal | None
    norm_high: Decimal | None
    counts_people: bool
    can_be_added: bool
    prefill: str = "geen"


@dataclass(frozen=True, slots=True)
class CellInput:
    """The two numbers of one KPI of one aanbieder (see IndicatorVersion.value_kind)."""

    code: str
    version: int
    provider: int
    numerator: Decimal
    denominator: Decimal | None


@dataclass(frozen=True, slots=True)
class FlowInput:
    """People of one form of care (of this pijler) at one aanbieder in the quarter."""

    form: str
    form_name: str
    provider: int
    at_begin: int
    inflow: int
    through_in: int
    through_out: int
    outflow: int
    at_end: int
    pijler: str = ""


@dataclass(frozen=True, slots=True)
class PlacesInput:
    """Places of one aanbieder on the last day of the quarter, and people who wait."""

    provider: int
    occupied: int
    free: int
    closed: int
    waiting: int


@dataclass(frozen=True, slots=True)
class PeopleInput:
    """People of one aanbieder in care on the last day: one form of care, one gemeente of origin, one age group."""

    provider: int
    form: str
    municipality: str
    age: str
    people: int


@dataclass(frozen=True, slots=True)
class Category:
    """One value of an axis: a gemeente ("0935", Maastricht; "overig"), an age group ("18-22"; "onbekend"), or a form of care."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Axes:
    """The axes of the people's tables with all their categories, in the order in which they are shown. `centre`: the code of the centrumgemeente."""

    municipalities: tuple[Category, ...] = ()
    ages: tuple[Category, ...] = ()
    forms: tuple[Category, ...] = ()
    centre: str = ""


@dataclass(frozen=True, slots=True)
class SummaryInput:
    """Everything of one quarter. Only accepted reports are in it; `expected` is how many aanbieders have a report to make.

    `people` is empty unless every accepted report told it.
    """

    period: Quarter
    accepted: int
    expected: int
    definitions: tuple[Definition, ...]
    cells: tuple[CellInput, ...]
    flows: tuple[FlowInput, ...]
    places: tuple[PlacesInput, ...]
    people: tuple[PeopleInput, ...] = ()
    axes: Axes = Axes()
