"""What the contractmanager asked to change and was not answered yet. One query, and none for a report without such a question."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.orm import Session

from contracts.foundation.database import ask
from kpi.domain import openings, report
from kpi.domain.openings import Ask, Openings
from kpi.domain.problems import Problem
from kpi.queries.grid import GridRow
from kpi.queries.reports import ReportHeader
from kpi.tables.detail import ChangeRequest
from kpi.tables.indicator import Indicator

_OPEN = (
    select(ChangeRequest.scope_kind, ChangeRequest.scope, ChangeRequest.question, func.coalesce(Indicator.family, ""))
    .outerjoin(Indicator, Indicator.code == ChangeRequest.scope)
    .where(ChangeRequest.report_id == bindparam("report_id", type_=Integer), ChangeRequest.answered_at.is_(None))
    .order_by(ChangeRequest.id)
)
_FIELDS = {openings.CAPACITY: ("locatie-",), openings.FLOWS: ("stroom-", "doorstroom"), openings.PEOPLE: ("mensen-",)}


def openings_of(session: Session, *, header: ReportHeader) -> Openings | None:
    """The open questions of a report of which a change is asked; None: nothing was asked, so all that may be changed is open."""
    if header.state != report.CHANGE_REQUESTED:
        return None
    return Openings(tuple(Ask(*tuple(row)) for row in ask(session, _OPEN, report_id=header.id)))


def cell_is_open(found: Openings | None, row: GridRow) -> bool:
    """Whether a cell may be changed. One that cannot be signed as it is may always be mended."""
    return found is None or found.allows_cell(row.code, row.family) or not row.is_filled or row.needs_explanation


def section_is_open(found: Openings | None, section: str, problems: Iterable[Problem] = ()) -> bool:
    """Whether a section may be changed. `problems` of the report: places and flows that do not add up (any more) may always be mended."""
    if found is None or found.allows(section):
        return True
    return any(problem.field.startswith(fields) for problem in problems) if (fields := _FIELDS.get(section)) else False
