"""A missed norm and a large change since the previous quarter: the cell's explanation is the reason that they ask for."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.foundation.period import Quarter
from kpi.domain.cell import Figures
from kpi.domain.checks.facts import CellFacts
from kpi.domain.checks.finding import Finding, Level, found
from kpi.domain.deviation import RULE_NORM, RULE_PREVIOUS, find

SIGNALS = frozenset({RULE_NORM, RULE_PREVIOUS})


def signals(cell: CellFacts, quarter: Quarter) -> Iterator[Finding]:
    """What `deviation.find` says of this cell: the grid and the contractmanager's worklist ask the same function."""
    before = previous(cell, quarter)
    past = () if before is None else (before.numerator, before.denominator)
    for rule in find(cell.definition, cell.figures, before):
        about = past if rule.rule == RULE_PREVIOUS else ()
        yield found(Level.CONTROLE, rule.rule, cell.code, rule.sentence, (cell.figures.numerator, cell.figures.denominator, *about))


def previous(cell: CellFacts, quarter: Quarter) -> Figures | None:
    """The signed figures of the quarter before, by the same definition."""
    code = quarter.previous.code
    return next((one.figures for one in cell.earlier if one.period == code and one.version == cell.version), None)
