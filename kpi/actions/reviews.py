"""The contractmanager's answer to a submitted report: begin to review, ask for a change, or accept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import Refused
from kpi.actions.findings import recompute
from kpi.actions.moves import move
from kpi.domain import follow_up, report
from kpi.domain.calendar import last_edit_for_change
from kpi.domain.openings import Ask, in_one_text, read_asks
from kpi.queries.asked import asked_codes
from kpi.queries.reports import ReportHeader, find_report
from kpi.tables.detail import ChangeRequest
from kpi.tables.deviation import Deviation


def begin_review(session: Session, *, report_id: int, version: int, by: Actor, at: datetime) -> ReportHeader:
    """Say that one looks at a report now, so that everybody sees who does. Raises NotFound, Refused or Conflict."""
    header = find_report(session, report_id=report_id, provider_id=None)
    move(session, header=header, version=version, event=report.REVIEW_BEGUN, by=by, at=at)
    return find_report(session, report_id=report_id, provider_id=None)


def request_change(session: Session, *, report_id: int, version: int, asks: Sequence[Ask], by: Actor, at: datetime) -> ReportHeader:
    """Ask the aanbieder to change the named cells or sections, each with a question. Only those open again, for ten working days at least.

    Raises NotFound, Refused (state; at "open" what is named, at "vraag-BZ-01" a question that says too little) or Conflict.
    """
    header = find_report(session, report_id=report_id, provider_id=None)
    report.next_state(header.state, report.CHANGE_ASKED)
    kept = read_asks(asks, codes=frozenset(asked_codes(session, report_id=report_id)))
    columns = {"last_edit_at": last_edit_for_change(at, last_edit_at=header.last_edit_at)}
    move(session, header=header, version=version, event=report.CHANGE_ASKED, by=by, at=at, note=in_one_text(kept), columns=columns)
    told = {"report_id": report_id, "asked_at": at, "asked_by": by.name[:120]}
    session.add_all(ChangeRequest(scope_kind=ask.kind, scope=ask.scope, question=ask.question, **told) for ask in kept)
    session.flush()
    return find_report(session, report_id=report_id, provider_id=None)


def accept_report(session: Session, *, report_id: int, version: int, by: Actor, at: datetime) -> ReportHeader:
    """Accept a report. Refused while a deviation waits for somebody: each must be explained, on an agenda or settled.

    Raises NotFound, Refused or Conflict.
    """
    header = find_report(session, report_id=report_id, provider_id=None)
    report.next_state(header.state, report.APPROVED)
    recompute(session, report_id=report_id, by=by, at=at)
    waiting = session.scalar(
        select(func.count()).select_from(Deviation).where(Deviation.report_id == report_id, Deviation.state.in_(follow_up.WAITING))
    )
    if waiting:
        count = "Er is nog 1 afwijking" if waiting == 1 else f"Er zijn nog {waiting} afwijkingen"
        raise Refused("", f"{count} zonder uitleg. Wacht op uitleg, zet het punt op de agenda of handel het af met een reden.")
    move(session, header=header, version=version, event=report.APPROVED, by=by, at=at)
    return find_report(session, report_id=report_id, provider_id=None)
