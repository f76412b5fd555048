"""Moving a report from state to state: the domain says yes, one row changes, the event and the journal tell of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict
from kpi.domain import report
from kpi.domain.calendar import require_open
from kpi.queries.reports import ReportHeader, find_report, latest_event
from kpi.tables.report import Report, ReportEvent


def object_of(report_id: int) -> str:
    """How the journal names a report."""
    return f"rapportage {report_id}"


def changed_one(session: Session, statement: Any) -> bool:
    """Whether an UPDATE with its conditions met exactly one row."""
    return cast(CursorResult[Any], session.execute(statement)).rowcount == 1


def find_editable(session: Session, *, report_id: int, provider_id: int, at: datetime) -> ReportHeader:
    """The aanbieder's own report, when its figures may be changed at this moment. Raises NotFound or Refused (state, last edit passed)."""
    header = find_report(session, report_id=report_id, provider_id=provider_id)
    report.require_editable(header.state)
    require_open(at, last_edit_at=header.last_edit_at)
    return header


def move(
    session: Session,
    *,
    header: ReportHeader,
    version: int,
    event: str,
    by: Actor,
    at: datetime,
    note: str = "",
    columns: dict[str, Any] | None = None,
    until_at: datetime | None = None,
) -> str:
    """Record an event and store the state that follows; returns the journal's new head. `until_at`: see ReportEvent. Raises Refused or Conflict."""
    state = report.next_state(header.state, event, was_submitted=header.submitted_at is not None)
    statement = (
        update(Report)
        .where(Report.id == header.id, Report.version == version, Report.state == header.state)
        .values(state=state, version=version + 1, **(columns or {}))
    )
    if not changed_one(session, statement):
        raise conflict_of(session, header=header, mine=[("Wat u wilde doen", event)])
    happened = {"kind": event, "at": at, "note": note, "until_at": until_at}
    session.add(ReportEvent(report_id=header.id, person_id=by.person_id, person_name=by.name[:120], **happened))
    details = {"was": header.state} | ({} if until_at is None else {"tot": until_at.isoformat(), "reden": note})
    return journal.record(session, by=by, at=at, action=f"rapportage {event}"[:80], object=object_of(header.id), details=details)


def begin(session: Session, *, header: ReportHeader, by: Actor, at: datetime) -> None:
    """The first thing that is saved begins the report."""
    if header.state == report.NOT_STARTED:
        move(session, header=header, version=header.version, event=report.BEGUN, by=by, at=at)


def conflict_of(session: Session, *, header: ReportHeader, mine: list[tuple[str, str]]) -> Conflict:
    """Tell what somebody else did to this report in the meantime."""
    now = find_report(session, report_id=header.id, provider_id=None)
    last = latest_event(session, report_id=header.id)
    theirs = [("Status", now.state)] + ([] if last is None else [("Laatst gebeurd", last.kind)])
    return Conflict(mine=mine, theirs=theirs, by="iemand anders" if last is None else last.person_name, version=now.version)
