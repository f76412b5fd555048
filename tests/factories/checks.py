"""Facts for the rule engine, with as little said as can be."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from contracts.foundation.period import Quarter
from kpi.domain.capacity import Places
from kpi.domain.cell import Figures
from kpi.domain.checks.engine import check_report
from kpi.domain.checks.facts import CellFacts, Earlier, FlowFacts, Part, PlaceFacts, ReportFacts
from kpi.domain.checks.finding import Finding
from kpi.domain.flow import Flow
from kpi.domain.indicator import COUNT, MEDIAN, RATIO, Definition

QUARTER = Quarter(2026, 3)
Number = int | str | None
Numbers = tuple[Number, Number] | Number


def figures(numbers: Numbers) -> Figures:
    """Two numbers, or one."""
    first, second = numbers if isinstance(numbers, tuple) else (numbers, None)
    return Figures(None if first is None else Decimal(first), None if second is None else Decimal(second))


def definition(code: str, kind: str = RATIO, **other: str) -> Definition:
    """A definition without a norm."""
    label = "" if kind == COUNT else "noemer"
    return Definition(code, kind, denominator_label=label, **({"unit": {RATIO: "%", MEDIAN: "dagen"}.get(kind, "")} | other))


def cell(
    code: str,
    numbers: Numbers,
    *,
    kind: str = RATIO,
    earlier: Sequence[Numbers] = (),
    parts: Sequence[Part] = (),
    explanation: str = "",
    step: int = 1,
) -> CellFacts:
    """A cell with its earlier figures, the oldest first, up to the quarter before."""
    periods = [QUARTER.shift(-step * back).code for back in range(len(earlier), 0, -1)]
    past = tuple(Earlier(period, 1, figures(one)) for period, one in zip(periods, earlier, strict=True))
    return CellFacts(definition(code, kind), figures(numbers), explanation=explanation, earlier=past, parts=tuple(parts), step=step)


def place(form: str, occupied: int, free: int = 0, closed: int = 0, waiting: int = 0, *, places: int | None = None, number: int = 1) -> PlaceFacts:
    """A location that was counted."""
    counted = Places(occupied, free, closed, waiting)
    return PlaceFacts(f"locatie-{number}", f"Huis {number}", form, counted.sum if places is None else places, counted)


def flow(form: str, *numbers: int, previous_end: int | None = None) -> FlowFacts:
    """A form of care: begin, inflow, through in, through out, outflow; the end follows unless it is given."""
    whole = numbers if len(numbers) == 6 else (*numbers, numbers[0] + numbers[1] + numbers[2] - numbers[3] - numbers[4])
    return FlowFacts(f"stroom-{form}", form, form, Flow(*whole), previous_end)


def report(*cells: CellFacts, places: Sequence[PlaceFacts] = (), flows: Sequence[FlowFacts] = (), is_whole: bool = False) -> ReportFacts:
    """A report of which only this is judged."""
    return ReportFacts(QUARTER, cells, tuple(places), tuple(flows), is_whole=is_whole)


def said(facts: ReportFacts) -> list[tuple[str, str, str]]:
    """Level, rule and field of everything that is found."""
    return [told(one) for one in check_report(facts)]


def told(finding: Finding) -> tuple[str, str, str]:
    """A finding in short."""
    return finding.level.value, finding.rule, finding.field
