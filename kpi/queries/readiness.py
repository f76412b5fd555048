"""What still stands in the way of signing: every problem with the field it belongs to, for the page "Controleren"."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kpi.domain.capacity import capacity_problem
from kpi.domain.flow import flow_problem, through_problem
from kpi.domain.problems import Problem
from kpi.domain.written import SHORTEST_REASON
from kpi.queries.capacity import CapacityRow, capacity_rows
from kpi.queries.flows import FlowRow, flow_rows
from kpi.queries.grid import GridRow, grid_rows
from kpi.queries.reports import ReportHeader

THROUGH_FIELD = "doorstroom"


def problems_of(session: Session, *, report: ReportHeader) -> list[Problem]:
    """All problems of a report, in the order of its screens. Fields: a KPI's code, "locatie-7", "stroom-opvang", "doorstroom". Four queries."""
    return problems_among(grid_rows(session, report=report), capacity_rows(session, report=report), flow_rows(session, report=report))


def problems_among(cells: list[GridRow], places: list[CapacityRow], flows: list[FlowRow]) -> list[Problem]:
    """The same for rows that were read already."""
    return [*cell_problems(cells), *_capacity_problems(places), *_flow_problems(flows)]


def cell_problems(rows: list[GridRow]) -> list[Problem]:
    """Cells without an answer, and cells that stand out without an explanation."""
    problems = []
    for row in rows:
        if not row.is_filled:
            problems.append(Problem(row.code, f"{row.code} {row.name}: vul een cijfer in, of kies waarom er geen cijfer is."))
        elif row.needs_explanation:
            problems.append(Problem(row.code, f"{row.signals[0].sentence} Geef een uitleg van minstens {SHORTEST_REASON} tekens."))
    return problems


def _capacity_problems(rows: list[CapacityRow]) -> list[Problem]:
    problems = []
    for row in rows:
        if row.count is None:
            problems.append(Problem(row.field, f"{row.location_name}: vul het aantal plekken in."))
        elif problem := capacity_problem(row.count, places=row.places, field=row.field):
            problems.append(Problem(problem.field, f"{row.location_name}: {problem.reason}"))
    return problems


def _flow_problems(rows: list[FlowRow]) -> list[Problem]:
    problems = []
    for row in rows:
        if row.flow is None:
            problems.append(Problem(row.field, f"{row.care_form_name}: vul in hoeveel mensen er kwamen en gingen."))
        elif problem := flow_problem(row.flow, previous_end=row.previous_end, field=row.field):
            problems.append(Problem(problem.field, f"{row.care_form_name}: {problem.reason}"))
    through = through_problem([row.flow for row in rows if row.flow is not None], field=THROUGH_FIELD)
    return problems if through is None else [*problems, through]
