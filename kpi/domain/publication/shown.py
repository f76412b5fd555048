"""What of a quarter is shown after protection: the only figures that a summary may be written from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kpi.domain.publication.content import Movement, PeopleTable, Places


@dataclass(frozen=True, slots=True)
class ShownIndicator:
    """One KPI of the region. `hidden`: why there is no figure, in a word of publication.reasons ("" when there is one); then every number is None."""

    code: str
    version: int
    is_rounded: bool
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    hidden: str


@dataclass(frozen=True, slots=True)
class Shown:
    """All figures of a quarter as they may be read. `tables_missing`: not every aanbieder told its people, so there are no tables."""

    base: int
    tables: tuple[PeopleTable, ...]
    tables_missing: bool
    movement: Movement
    places: Places
    indicators: tuple[ShownIndicator, ...]
