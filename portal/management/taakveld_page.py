"""The money of the begroting per taakveld: one year in figures, and all years under the headings that stayed the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from contracts.domain.budget import Matrix
from contracts.domain.taakveld import BY_CODE, WITHOUT, added, named, per_parent, per_taakveld
from contracts.queries.taakvelden import Shares
from portal.web.formatting import NOTHING, euros


class TaakveldRow(NamedTuple):
    """One taakveld in the year that is open."""

    name: str
    budgeted: str
    allocated: str
    realised: str
    room: str


class TrendRow(NamedTuple):
    """One heading over all years; a year without it is a dash."""

    name: str
    amounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaakveldPage:
    """All taakvelden."""

    year: int
    lead: str
    years: tuple[int, ...]
    rows: tuple[TaakveldRow, ...]
    total: TaakveldRow
    difference: str
    trend_years: tuple[int, ...]
    trend: tuple[TrendRow, ...]
    trend_total: TrendRow

    @property
    def title(self) -> str:
        """The heading."""
        return f"Taakvelden {self.year}"


def sums_of(matrix: Matrix, shares: Mapping[int, Mapping[str, int]]) -> dict[str, tuple[int, ...]]:
    """Budgeted, committed and realised of the top-level lines per taakveld, in cents."""
    top = [row for row in matrix.rows if row.depth == 0]
    return per_taakveld({row.line.id: (row.line.budgeted_cents or 0, row.allocated_cents, row.realised_cents) for row in top}, shares)


def trend_of(budgets: Mapping[int, Mapping[int, int]], shares: Shares) -> dict[int, dict[str, int]]:
    """Year -> heading of before 2023 -> budgeted cents. `budgets`: year -> top-level line -> cents."""
    return {
        year: {code: cents for code, (cents,) in per_parent(per_taakveld({line: (own,) for line, own in of.items()}, shares.get(year, {}))).items()}
        for year, of in budgets.items()
    }


def taakveld_page(matrix: Matrix, shares: Shares, budgets: Mapping[int, Mapping[int, int]]) -> TaakveldPage:
    """Put the taakvelden in words."""
    sums = sums_of(matrix, shares.get(matrix.year, {}))
    all_of = added(sums.values()) or (0, 0, 0)
    trend = trend_of(budgets, shares)
    years = tuple(sorted(trend))
    codes = [code for code in (*BY_CODE, WITHOUT) if any(code in of for of in trend.values())]
    loose = sums.get(WITHOUT, (0, 0, 0))[0]
    return TaakveldPage(
        year=matrix.year,
        lead=f"Van {matrix.year} heeft {euros(loose)} nog geen taakveld." if loose else f"Alle geld van {matrix.year} heeft een taakveld.",
        years=tuple(sorted({*years, matrix.year})),
        rows=tuple(_row(named(code), amounts) for code, amounts in sums.items()),
        total=_row("Totaal", all_of),
        difference=euros(all_of[0] - matrix.totals.budgeted_cents).removeprefix("€ "),
        trend_years=years,
        trend=tuple(TrendRow(_heading(code), tuple(_in_year(trend[year], code) for year in years)) for code in codes),
        trend_total=TrendRow("Totaal", tuple(euros(sum(trend[year].values())) for year in years)),
    )


def _row(name: str, amounts: Sequence[int]) -> TaakveldRow:
    budgeted, allocated, realised = amounts
    return TaakveldRow(name, euros(budgeted), euros(allocated), euros(realised), euros(budgeted - allocated))


def _heading(code: str) -> str:
    """The old heading with what it became: "6.81 Geëscaleerde zorg 18+ (vanaf 2023: 6.81a, 6.81b)"."""
    later = ", ".join(each.code for each in BY_CODE.values() if each.parent == code and each.code != code)
    return f"{named(code)} (vanaf 2023: {later})" if later else named(code)


def _in_year(sums: Mapping[str, int], code: str) -> str:
    return euros(sums[code]) if code in sums else NOTHING
