"""The flow of one year: from budget lines to arrangementen and subsidies."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.domain.budget import Matrix
from portal.web.charts import Flow, FlowPicture

LOOSE = "Nog zonder begrotingsregel"


@dataclass(frozen=True, slots=True)
class FlowPage:
    """The picture of a year with its sentences and its table."""

    year: int
    years: tuple[int, ...]
    flow: FlowPicture
    lead: str = "Elke band is een bedrag: van de begrotingsregel die betaalt naar wie het krijgt."

    @property
    def title(self) -> str:
        """The heading."""
        return f"Waar het geld van {self.year} naartoe gaat"


def flow_page(matrix: Matrix, years: tuple[int, ...]) -> FlowPage:
    """What each line pays itself of each commitment (an earmark is a line of its own), and what has no line yet. In the order of the begroting."""
    names = [f"{column.commitment.reference} {column.commitment.name}, {column.commitment.provider_name}" for column in matrix.columns]
    flows = [Flow(row.line.name, name, cell.direct_cents) for row in matrix.rows for name, cell in zip(names, row.cells, strict=True)]
    loose = [Flow(LOOSE, name, max(column.unallocated_cents, 0), is_loose=True) for name, column in zip(names, matrix.columns, strict=True)]
    kept = tuple(flow for flow in (*flows, *loose) if flow.cents)
    shown = years if matrix.year in years else tuple(sorted((*years, matrix.year)))
    return FlowPage(matrix.year, shown, FlowPicture(f"Begroting {matrix.year}: van regel naar afspraak", kept))
