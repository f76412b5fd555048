"""The task list of a report: per pijler how far it is, the capacity, the flows, and what can be done next."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from kpi.domain.completeness import Completeness, total
from kpi.queries.capacity import capacity_rows
from kpi.queries.flows import flow_rows
from kpi.queries.progress import progress_by_family
from kpi.queries.reports import ReportHeader, find_report


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """The cells of one family ("basiszorg", "outcome") and how far they are."""

    family: str
    progress: Completeness


@dataclass(frozen=True, slots=True)
class TaskList:
    """Everything that a report asks for, in the order in which it is done."""

    report: ReportHeader
    groups: tuple[TaskGroup, ...]
    capacity: Completeness
    flows: Completeness

    @property
    def cells(self) -> Completeness:
        """All cells together: "31 van 36 ingevuld"."""
        return total(group.progress for group in self.groups)

    @property
    def is_complete(self) -> bool:
        """Is everything filled in and explained? The offer itself checks more, such as the balances."""
        return self.cells.is_complete and self.capacity.is_complete and self.flows.is_complete


def task_list(session: Session, *, report_id: int, provider_id: int | None) -> TaskList:
    """The tasks of one report. Four queries. Raises NotFound for a foreign report."""
    return tasks_of(session, report=find_report(session, report_id=report_id, provider_id=provider_id))


def tasks_of(session: Session, *, report: ReportHeader) -> TaskList:
    """The same for a report that was found already. Three queries."""
    groups = [TaskGroup(family, progress) for family, progress in progress_by_family(session, report=report).items()]
    locations = capacity_rows(session, report=report)
    forms = flow_rows(session, report=report)
    return TaskList(
        report,
        tuple(groups),
        Completeness(sum(row.count is not None for row in locations), len(locations)),
        Completeness(sum(row.flow is not None for row in forms), len(forms)),
    )
