"""What the figures of a report will bring as deviations, told to the aanbieder before it hands in: as questions, from its own series alone.

Rules 2, 3, 4 and 6 of the statistics (`kpi/domain/signals`), for the newest quarter. Rule 1 is asked by `kpi/domain/checks`, with bounds that
leave small numbers in peace. Rule 5 never: what others report plays no part before an aanbieder has signed its own figures.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from contracts.foundation.period import Quarter
from kpi.domain.checks.engine import BY_EXPLANATION
from kpi.domain.checks.facts import CellFacts, ReportFacts
from kpi.domain.checks.finding import Finding as Checked
from kpi.domain.checks.finding import Level
from kpi.domain.checks.history import JUMP, OUTLIER
from kpi.domain.deviation import RULE_NORM, RULE_PREVIOUS
from kpi.domain.judged import Quarterly, judge_figure
from kpi.domain.judging import KeptFinding
from kpi.domain.signals.finding import Rule
from kpi.domain.signals.runs import Pattern
from kpi.domain.signals.season import QUARTERS_IN_A_YEAR
from kpi.domain.written import SHORTEST_REASON

RULES = frozenset({Rule.NORM, Rule.HISTORY, Rule.SEASON, Rule.CAPABILITY})
_OUTSIDE = str(Pattern.OUTSIDE)
_SAID = {  # what a question of the checks already asks: the same thing is not asked in other words
    RULE_NORM: frozenset({Rule.NORM, Rule.CAPABILITY}),
    RULE_PREVIOUS: frozenset({_OUTSIDE}),
    OUTLIER: frozenset({_OUTSIDE, Rule.SEASON}),
    JUMP: RULES | {_OUTSIDE},  # a slip of the pen comes first: the rest follows from it
}


@dataclass(frozen=True, slots=True)
class Expected:
    """A figure that will stand out. `is_asked`: the checks ask an explanation of it anyway, and one explanation answers everything."""

    code: str
    name: str
    sentences: tuple[str, ...]
    explanation: str
    is_asked: bool

    @property
    def is_answered(self) -> bool:
        """Whether the explanation at the cell says something: then the municipality need not ask."""
        return len(self.explanation) >= SHORTEST_REASON


def expected(facts: ReportFacts, checked: Iterable[Checked]) -> tuple[Expected, ...]:
    """The figures that will stand out, in the order of the report. `checked`: what the checks say of the same facts."""
    said: dict[str, list[Checked]] = {}
    for one in checked:
        said.setdefault(one.field, []).append(one)
    told = (_of_cell(cell, facts.quarter, said.get(cell.code, [])) for cell in facts.cells)
    return tuple(one for one in told if one is not None)


def _of_cell(cell: CellFacts, quarter: Quarter, said: list[Checked]) -> Expected | None:
    if cell.figures.numerator is None or any(one.level is Level.BLOKKADE for one in said):
        return None
    asked = [one.rule for one in said if one.level is Level.CONTROLE and one.rule in BY_EXPLANATION]
    covered = frozenset[str]().union(*(_SAID.get(rule, frozenset()) for rule in asked))
    found = [one for one in findings_of(cell, quarter) if _about(one) not in covered]
    if not found:
        return None
    label = _label(quarter.code, cell)
    return Expected(cell.code, cell.name, tuple(one.sentence.removeprefix(f"{label}: ") for one in found), cell.explanation, bool(asked))


def findings_of(cell: CellFacts, quarter: Quarter) -> tuple[KeptFinding, ...]:
    """What the register would keep of this figure by its own series, as it stands now."""
    past = cell.comparable(quarter)
    history = [Quarterly(_label(one.period, cell), one.figures) for one in past]
    rebased = [one.period for one in past if one.starts_anew]
    judged = judge_figure(cell.definition, history, Quarterly(_label(quarter.code, cell), cell.figures), rebased=rebased)
    return tuple(one for one in judged.findings if one.weight and one.rule in RULES)


def _label(period: str, cell: CellFacts) -> str:
    """As the register orders them: yearly figures by their year, so that years adjoin."""
    return period[:4] if cell.step == QUARTERS_IN_A_YEAR else period


def _about(finding: KeptFinding) -> str:
    """What a finding is about: its rule, or for a single point outside the limits of the own history that."""
    return _OUTSIDE if json.loads(finding.numbers).get("pattern") == _OUTSIDE else finding.rule
