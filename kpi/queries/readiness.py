"""What still stands in the way of signing, for the page "Controleren": the findings of the rule engine, less what was given a reason."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from kpi.domain.checks.engine import check_report
from kpi.domain.checks.finding import Level
from kpi.domain.checks.verdict import Reason, Verdict, weigh
from kpi.domain.problems import Problem
from kpi.queries.capacity import CapacityRow
from kpi.queries.confirmations import ConfirmationLine, confirmations_of
from kpi.queries.flows import FlowRow
from kpi.queries.grid import GridRow
from kpi.queries.report_facts import ReportRead, facts_of, read_report
from kpi.queries.reports import ReportHeader


def problems_of(session: Session, *, report: ReportHeader) -> list[Problem]:
    """All problems of a report, in the order of its screens: what cannot be, and what waits for a reason. Six queries.

    Fields: a KPI's code, "locatie-7", "stroom-opvang", "doorstroom", "uitsplitsing-MZ-01-gemeente".
    """
    return verdict_of(session, report=report).problems


def verdict_of(session: Session, *, report: ReportHeader) -> Verdict:
    """Every finding of a report, by what it asks. Six queries."""
    return verdict_on(read_report(session, report=report), confirmations_of(session, report_id=report.id))


def verdict_on(read: ReportRead, confirmations: Sequence[ConfirmationLine]) -> Verdict:
    """The same for a report that was read already."""
    reasons = {(line.rule, line.field, line.facts): Reason(line.reason, line.person_name, line.at) for line in confirmations}
    return weigh(check_report(read.facts), explanations_in(read.cells), reasons)


def problems_in_counts(places: Sequence[CapacityRow], flows: Sequence[FlowRow], *, report: ReportHeader) -> list[Problem]:
    """What cannot be in places and flows alone, for rows that were read already."""
    found = check_report(facts_of(report.quarter, [], places, flows))
    return [Problem(one.field, one.sentence) for one in found if one.level is Level.BLOKKADE]


def explanations_in(cells: Sequence[GridRow]) -> dict[str, Reason]:
    """The explanations at the cells."""
    return {row.code: Reason(row.explanation, row.changed_by, row.changed_at) for row in cells if row.explanation}
