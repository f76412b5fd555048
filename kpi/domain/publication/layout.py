"""Where each figure of a publication stands: which cell is shown in which place. No figure is in it, so it can be told to anybody."""

from __future__ import annotations

from dataclasses import dataclass, field

from kpi.domain.publication.bundle import Bundle

TOTAL = "totaal"
TOGETHER = "Samen"


@dataclass(frozen=True, slots=True)
class TablePlace:
    """One table of people: names in words, and the cell of each place; the last row and the last column are the totals."""

    key: str
    title: str
    row_axis: str
    column_axis: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class IndicatorPlace:
    """One KPI: its cells by id. `hidden`: why it has none ("" when it has).

    A count has only `value`; a ratio `numerator` and `denominator`; a mean the sum of all marks as its `numerator`. `rest` is denominator minus
    numerator, kept because who knows two of the three knows the third. `scale`: 100 where the ratio is told in per cents.
    """

    code: str
    version: int
    decimals: int
    hidden: str = ""
    is_rounded: bool = False
    is_mean: bool = False
    scale: int = 1
    value: str = ""
    numerator: str = ""
    rest: str = ""
    denominator: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """All its cells."""
        return tuple(cell for cell in (self.value, self.numerator, self.rest, self.denominator) if cell)


@dataclass(frozen=True, slots=True)
class MovementPlace:
    """The cells of begin + joined - left = end."""

    begin: str
    joined: str
    left: str
    end: str


@dataclass(frozen=True, slots=True)
class PlacesPlace:
    """The cells of occupied + unoccupied = places, and of the people who wait; "" when no places were counted."""

    places: str = ""
    occupied: str = ""
    unoccupied: str = ""
    waiting: str = ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """All tables of one edition: the true figures to be protected, and where each of them is shown. Nothing else is ever published."""

    bundle: Bundle
    tables: tuple[TablePlace, ...]
    tables_missing: bool
    movement: MovementPlace
    places: PlacesPlace
    indicators: tuple[IndicatorPlace, ...] = field(default=())

    @property
    def places_of_cells(self) -> frozenset[str]:
        """Every cell that has a place where somebody reads it, or that follows from two such cells."""
        of_tables = {cell for table in self.tables for row in table.cells for cell in row}
        of_region = {getattr(one, name) for one in (self.movement, self.places) for name in one.__slots__}
        return frozenset((of_tables | of_region | {cell for one in self.indicators for cell in one.cells}) - {""})
