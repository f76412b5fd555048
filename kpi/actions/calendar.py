"""An extension: one aanbieder gets longer for one report, by an event that says who gave it, why, and until when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import Refused
from contracts.foundation.period import AMSTERDAM, local_midnight_after
from kpi.actions.moves import move
from kpi.domain import report
from kpi.domain.calendar import extended, require_soon, require_working_day
from kpi.domain.written import read_reason
from kpi.queries.reports import ReportHeader, find_report


def extend(session: Session, *, report_id: int, version: int, until_on: date, reason: str, by: Actor, at: datetime) -> ReportHeader:
    """Give an aanbieder until the end of this day. The last edit moves along, also when it has passed already.

    For a change that was asked only the last edit moves: the deadline tells whether the first submission was in time.

    Raises NotFound, Refused (settled; "until_on" not a working day, in the past or not later than now; "reason" too short) or Conflict.
    """
    header = find_report(session, report_id=report_id, provider_id=None)
    report.next_state(header.state, report.EXTENDED)
    require_soon(until_on, today=at.astimezone(AMSTERDAM).date(), field="until_on")
    until_at = local_midnight_after(until_on)
    columns = _moved(header, until_on)
    text = read_reason(reason, field="reason", what="een reden")
    move(session, header=header, version=version, event=report.EXTENDED, by=by, at=at, note=text, columns=columns, until_at=until_at)
    return find_report(session, report_id=report_id, provider_id=None)


def _moved(header: ReportHeader, until_on: date) -> dict[str, Any]:
    """The columns that change."""
    if header.submitted_at is None:
        due_at, last_edit_at = extended(until_on, due_at=header.due_at, last_edit_at=header.last_edit_at)
        return {"due_at": due_at, "last_edit_at": last_edit_at}
    require_working_day(until_on, field="until_on")
    until_at = local_midnight_after(until_on)
    if until_at <= header.last_edit_at:
        raise Refused("until_on", "De aanbieder heeft al tot die dag om de wijziging te maken. Kies een latere dag.")
    return {"last_edit_at": until_at}
