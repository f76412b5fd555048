"""The task list of a report: per pijler how far it is, the capacity, the flows, and what can be done next."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from kpi.domain.completeness import Completeness, total
from kpi.domain.indicator import FAMILIES
from kpi.domain.people import gap
from kpi.queries.capacity import capacity_rows
from kpi.queries.flows import FlowRow, flow_rows
from kpi.queries.grid import completeness_of, grid_rows
from kpi.queries.proposals import proposals_among
from kpi.queries.reports import ReportHeader, find_report


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """The cells of one family ("basiszorg", "outcome") and how far they are. `waiting`: proposals that wait for "klopt"."""

    family: str
    progress: Completeness
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class TaskList:
    """Everything that a report asks for, in the order in which it is done. `people` may be skipped: it does not count for completeness."""

    report: ReportHeader
    groups: tuple[TaskGroup, ...]
    capacity: Completeness
    flows: Completeness
    people: Completeness

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
    """The same for a report that was found already. Four queries."""
    rows = grid_rows(session, report=report)
    locations = capacity_rows(session, report=report)
    forms = flow_rows(session, report=report)
    proposals = proposals_among(rows, locations, forms) if report.is_editable else {}
    by_family = {family: [row for row in rows if row.family == family] for family in FAMILIES}
    groups = [
        TaskGroup(family, completeness_of(own), sum(row.code in proposals and proposals[row.code].is_whole for row in own))
        for family, own in by_family.items()
        if own
    ]
    return TaskList(
        report,
        tuple(groups),
        Completeness(sum(row.count is not None for row in locations), len(locations)),
        Completeness(sum(row.flow is not None for row in forms), len(forms)),
        _people(forms),
    )


def _people(forms: list[FlowRow]) -> Completeness:
    """Tables by gemeente and age group. A form with nobody in it need not be told; a table that does not add up waits for a mend."""
    asked = [row for row in forms if row.flow is None or row.flow.at_end or row.told_people]
    wrong = [row for row in asked if row.flow is not None and gap(row.told_people, row.flow.at_end)]
    return Completeness(sum(row.told_people is not None for row in asked), len(asked), len(wrong))
