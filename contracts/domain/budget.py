"""What goes into and comes out of the begroting's matrix of one year: lines against commitments (S001 "7.3 Financiën").

All amounts are whole cents. `None` as a budget means "n.v.t." or "no amount known for this year": that is not zero (trap T11).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class LineInYear:
    """A begrotingsonderdeel with its amount of one year. `revision` 0: nothing was ever decided for this year.

    `note` explains the amount of this year, `line_note` the line as a whole (the footnotes of the printed begroting).
    """

    id: int
    code: str
    name: str
    parent_id: int | None
    position: int
    budgeted_cents: int | None
    is_provisional: bool
    mark: str
    note: str
    revision: int
    line_note: str = ""


@dataclass(frozen=True, slots=True)
class CommitmentInYear:
    """An arrangement or subsidie with what was promised and realised in one year. `version` 0: nothing was promised for this year.

    The last fields tell what it is paid for: of an arrangement its variant, its form of care (`is_counted`: occupancy is reported of it) and
    the agreed places; of a subsidie the state of its events.
    """

    id: int
    reference: str
    name: str
    kind: str
    provider_id: int
    provider_name: str
    starts_on: date
    ends_on: date
    committed_cents: int
    realised_cents: int
    version: int
    variant: str | None = None
    care_form_code: str | None = None
    is_counted: bool = False
    agreed_places: Decimal | None = None
    subsidy_state: str | None = None


class AllocationInYear(NamedTuple):
    """The part of a commitment's year that one line pays. A named tuple: a large begroting makes many and it is the cheaper record.

    `reason`: why the line was taken beyond what it holds; empty when it was not.
    """

    commitment_id: int
    line_id: int
    amount_cents: int
    version: int
    reason: str = ""


class Cell(NamedTuple):
    """One line against one commitment. `allocated_cents` includes the line's earmarks; `direct_cents` is what a person typed here."""

    allocated_cents: int
    direct_cents: int
    version: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One line. Its money includes that of its earmarks; `depth` 0 is a top-level line, which alone counts in totals.

    `room_cents` is budget minus allocated, `cover_percent` allocated as a share of the budget with one decimal; both are
    None where there is no budget to compare with. `expected_cents` is what the year will cost the line; `assumed_cents` the part of
    it that is no forecast but the amount that was promised.
    """

    line: LineInYear
    depth: int
    cells: tuple[Cell, ...]
    allocated_cents: int
    direct_cents: int
    realised_cents: int
    room_cents: int | None
    cover_percent: Decimal | None
    expected_cents: int
    assumed_cents: int


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """One commitment. `unallocated_cents` is promised money without a line (negative: more was divided than promised).

    `why_assumed`: why its expected cost is the promised amount; empty when it is a forecast.
    """

    commitment: CommitmentInYear
    allocated_cents: int
    unallocated_cents: int
    realised_without_line_cents: int
    expected_cents: int
    expected_without_line_cents: int
    is_forecast: bool
    why_assumed: str


@dataclass(frozen=True, slots=True)
class Totals:
    """The footer. Lines and commitments are counted apart, so that their agreement proves something.

    `difference_cents` must be 0: it adds up how far (1) allocations by line plus the unallocated rest are from the committed total,
    (2) realised by line plus its rest from the realised total, (3) the same of what is expected, and (4) budget from allocated plus
    room. Sizes, so that two faults cannot cancel each other.
    """

    budgeted_cents: int
    allocated_cents: int
    allocated_without_budget_cents: int
    room_cents: int
    cover_percent: Decimal | None
    committed_cents: int
    unallocated_cents: int
    realised_cents: int
    realised_without_line_cents: int
    expected_cents: int
    expected_without_line_cents: int
    difference_cents: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole of one year. Every row has one cell per column, in the columns' order. `last_budget_year`: the last with a begroting, when asked."""

    year: int
    rows: tuple[MatrixRow, ...]
    columns: tuple[MatrixColumn, ...]
    totals: Totals
    last_budget_year: int | None = None
