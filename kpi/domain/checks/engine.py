"""The rules together, in the order of the screens: cells, places, flows, and then what binds them. The same facts give the same findings."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.foundation.period import Quarter
from kpi.domain.checks.breakdown import breakdown
from kpi.domain.checks.facts import CellFacts, ReportFacts
from kpi.domain.checks.finding import Finding, Level
from kpi.domain.checks.history import JUMP, OUTLIER, REPEAT, history
from kpi.domain.checks.limits import cell_limits, empty_cell, flow_limits, people_limits, place_limits, through
from kpi.domain.checks.relations import relations
from kpi.domain.checks.signals import SIGNALS, signals
from kpi.domain.checks.tolerances import DEFAULT, Tolerances
from kpi.domain.written import SHORTEST_REASON

BY_EXPLANATION = SIGNALS | {OUTLIER, JUMP, REPEAT}
"""The rules about one cell alone: an explanation at that cell is their reason. All others are confirmed by themselves."""


def check_cell(cell: CellFacts, quarter: Quarter, tolerances: Tolerances = DEFAULT) -> tuple[Finding, ...]:
    """What one cell says by itself, for a form that somebody leaves. A cell that cannot be is not judged any further. Empty says nothing."""
    hard = tuple(cell_limits(cell))
    if hard:
        return hard
    return (*signals(cell, quarter), *history(cell, quarter, tolerances))


def check_report(facts: ReportFacts, tolerances: Tolerances = DEFAULT) -> tuple[Finding, ...]:
    """Everything there is to say about a report. The order follows the report's own; the order of earlier figures and parts is no matter."""
    return tuple(_all(facts, tolerances))


def _all(facts: ReportFacts, tolerances: Tolerances) -> Iterator[Finding]:
    for cell in facts.cells:
        if facts.is_whole:
            yield from empty_cell(cell)
        yield from check_cell(cell, facts.quarter, tolerances)
        yield from breakdown(cell)
    for place in facts.places:
        yield from place_limits(place, whole=facts.is_whole)
    for flow in facts.flows:
        yield from flow_limits(flow, whole=facts.is_whole)
    for flow in facts.flows:
        yield from people_limits(flow)
    yield from through(facts)
    yield from relations(facts, tolerances)


def is_explained(finding: Finding, explanation: str) -> bool:
    """Whether the explanation at its cell is the reason that this finding asks for."""
    return finding.level is Level.CONTROLE and finding.rule in BY_EXPLANATION and len(explanation) >= SHORTEST_REASON
