"""The publication scheme: the fixed tables of a quarter, and nothing else. Out of true figures come the tables that the joint protection works on.

Per quarter: people on the last day in three two-way tables with all totals; the region's flow; its places; and the KPIs that enough aanbieders told.
There are no other cross-tabs, so nobody can ask for one. A form of care that nobody offers has no row or column. Ids are such as
"2026-K3|gv|0935|bw-met-verblijf", "2026-K3|v|bw-met-verblijf" and "2026-K3|totaal"; a figure that stands in several tables has one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kpi.domain.disclosure.problem import Method
from kpi.domain.publication.bundle import Bundle
from kpi.domain.publication.choice import Choice
from kpi.domain.publication.coarsening import axes_of
from kpi.domain.publication.fixed_providers import told_by
from kpi.domain.publication.indicator_cells import Ledgers, Told, indicators
from kpi.domain.publication.layout import Scheme, TablePlace
from kpi.domain.publication.ledger import Ledger
from kpi.domain.publication.people_cells import Axes3, people_tables
from kpi.domain.publication.refining import tie_choices
from kpi.domain.publication.region_cells import movement, places
from kpi.domain.publication.rules import PublicationRules
from kpi.domain.publication.ties import Ties
from kpi.domain.summary_input import SummaryInput

COUNTS, RATIOS, AMOUNTS = "aantallen", "verhoudingen", "bedragen"
"""The parts: people and places are rounded together; of ratios and amounts what cannot be shown is left out."""


def scheme(given: SummaryInput, choice: Choice, rules: PublicationRules, *, name: str, earlier: Sequence[Choice] = ()) -> Scheme:
    """The tables of one edition. `name` is that of the edition, such as "2026-K3 (2)".

    `earlier`: the choices of all earlier editions of this quarter, also when withdrawn: their readers know how the tables hang together. Raises
    ValueError for people in a category that the region lacks.
    """
    period = given.period.code
    ledgers = Ledgers(Ledger(COUNTS, Method.ROUND), Ledger(RATIOS, Method.SUPPRESS), Ledger(AMOUNTS, Method.SUPPRESS, whole=False))
    moved = movement(ledgers.counts, given.flows, period=period, before=given.period.previous.code, told_by=told_by(given))
    tables, axes = _tables(ledgers.counts, given, (choice, *earlier))
    of_places = places(ledgers.counts, given.places, period=period)
    told = [Told(one, tuple(cell for cell in given.cells if (cell.code, cell.version) == (one.code, one.version))) for one in given.definitions]
    shown, together = indicators(ledgers, told, period=period, least=rules.contributors)
    ties = Ties(ledgers, period=period)
    ties.tie(given.flows, axes[1] if axes else None)
    return Scheme(
        bundle=Bundle(
            name=name,
            parts=tuple(one.part() for one in (ledgers.counts, ledgers.ratios, ledgers.amounts) if one.figures),
            equations=tuple(ties.between),
            together=together,
            groups=_groups(axes, period),
        ),
        tables=tables,
        tables_missing=not tables,
        movement=moved,
        places=of_places,
        indicators=shown,
    )


def _tables(ledger: Ledger, given: SummaryInput, choices: Sequence[Choice]) -> tuple[tuple[TablePlace, ...], Axes3 | None]:
    """The tables of people, when everybody told them and they are the same people as in the flow."""
    of_people, of_flows = Counter[tuple[int, str]](), Counter[tuple[int, str]]()
    for one in given.people:
        of_people[one.provider, one.form] += one.people
    for flow in given.flows:
        of_flows[flow.provider, flow.form] += flow.at_end
    if not given.people or of_people != of_flows:
        return (), None
    period, offered = given.period.code, frozenset(flow.form for flow in given.flows)
    axes = axes_of(given.axes, choices[0], offered=offered)
    made = people_tables(ledger, given.people, axes, period=period)
    tie_choices(ledger, given.people, given.axes, choices, offered=offered, period=period)
    return made, axes


def _groups(axes: Axes3 | None, period: str) -> tuple[str, ...]:
    """Everybody of one gemeente or one age: nobody may learn that nearly all of them get the same help."""
    if axes is None:
        return ()
    return tuple(f"{period}|{axis.key}|{category.code}" for axis in (axes[0], axes[2]) for category in axis.categories)
