"""What cannot be: the hard limits of cells, places and flows, and what is still empty. The forms refuse by the same functions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple

from kpi.domain.capacity import capacity_problem
from kpi.domain.cell import limit_problem
from kpi.domain.checks.facts import CellFacts, FlowFacts, PlaceFacts, ReportFacts
from kpi.domain.checks.finding import Finding, Level, found
from kpi.domain.flow import flow_problem, through_problem
from kpi.domain.people import field_of, gap

EMPTY, LIMIT, BALANCE, THROUGH, PEOPLE = "leeg", "grens", "balans", "doorstroom", "mensen"
THROUGH_FIELD = "doorstroom"


def empty_cell(cell: CellFacts) -> Iterator[Finding]:
    """A cell without an answer."""
    if not cell.figures.is_filled:
        title = f"{cell.code} {cell.name}".strip()
        yield found(Level.BLOKKADE, EMPTY, cell.code, f"{title}: vul een cijfer in, of kies waarom er geen cijfer is.", ())


def cell_limits(cell: CellFacts) -> Iterator[Finding]:
    """A cell whose numbers cannot both be true."""
    problem = limit_problem(cell.definition, cell.figures)
    if problem is not None:
        yield limit_finding(cell.code, problem.reason, cell.figures.numerator, cell.figures.denominator)


def limit_finding(code: str, reason: str, *figures: object) -> Finding:
    """What the form says when it refuses a cell, as a finding; the figures may be texts that could not be read."""
    return found(Level.BLOKKADE, LIMIT, code, f"{code}: {reason}", [None if one is None else str(one) for one in figures])


def place_limits(row: PlaceFacts, *, whole: bool) -> Iterator[Finding]:
    """A location that was not counted, or whose places do not add up."""
    if row.count is None:
        if whole:
            yield found(Level.BLOKKADE, EMPTY, row.field, f"{row.name}: vul het aantal plekken in.", ())
    elif problem := capacity_problem(row.count, places=row.places, field=row.field):
        yield found(Level.BLOKKADE, BALANCE, row.field, f"{row.name}: {problem.reason}", (row.places, *astuple(row.count)))


def flow_limits(row: FlowFacts, *, whole: bool) -> Iterator[Finding]:
    """A form of care that was not counted, that does not balance, or that does not begin where the last quarter ended."""
    if row.flow is None:
        if whole:
            yield found(Level.BLOKKADE, EMPTY, row.field, f"{row.name}: vul in hoeveel mensen er kwamen en gingen.", ())
    elif problem := flow_problem(row.flow, previous_end=row.previous_end, field=row.field):
        yield found(Level.BLOKKADE, BALANCE, row.field, f"{row.name}: {problem.reason}", (row.previous_end, *astuple(row.flow)))


def people_limits(row: FlowFacts) -> Iterator[Finding]:
    """A table by gemeente and age group that does not hold everybody of its form, or more. One that was not told is left in peace."""
    end = None if row.flow is None else row.flow.at_end
    if sentence := gap(row.told_people, end):
        yield found(Level.BLOKKADE, PEOPLE, field_of(row.care_form), f"{row.name}: {sentence}", (row.told_people, end))


def through(facts: ReportFacts) -> Iterator[Finding]:
    """Who moves on inside an aanbieder leaves one form and enters another."""
    flows = [row.flow for row in sorted(facts.flows, key=lambda row: row.field) if row.flow is not None]
    problem = through_problem(flows, field=THROUGH_FIELD)
    if problem is not None:
        moved = [number for flow in flows for number in (flow.through_in, flow.through_out)]
        yield found(Level.BLOKKADE, THROUGH, THROUGH_FIELD, problem.reason, moved)
