"""From filled in to signed: offering a report for signature, and sending it back inside the aanbieder's own house."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import Refused
from kpi.actions.moves import move
from kpi.domain import report
from kpi.domain.calendar import require_open
from kpi.domain.problems import refuse_any
from kpi.domain.written import read_reason
from kpi.queries.readiness import problems_of
from kpi.queries.reports import ReportHeader, find_report


def offer_for_signature(session: Session, *, report_id: int, provider_id: int, version: int, by: Actor, at: datetime) -> ReportHeader:
    """Offer a complete report to the person who may sign. From here on its figures stand still.

    Raises NotFound, Refused (state, last edit passed), SeveralRefused with every problem and its field, or Conflict.
    """
    header = find_report(session, report_id=report_id, provider_id=provider_id)
    report.next_state(header.state, report.OFFERED)
    require_open(at, last_edit_at=header.last_edit_at)
    refuse_any(problems_of(session, report=header))
    move(session, header=header, version=version, event=report.OFFERED, by=by, at=at)
    return find_report(session, report_id=report_id, provider_id=provider_id)


def send_back(session: Session, *, report_id: int, provider_id: int, version: int, note: str, by: Actor, at: datetime) -> ReportHeader:
    """The tekenbevoegde sends an offered report back to be changed, and says why. Raises NotFound, Refused or Conflict."""
    header = find_report(session, report_id=report_id, provider_id=provider_id)
    require_signing_role(by)
    report.next_state(header.state, report.SENT_BACK)
    text = read_reason(note, field="note", what="een reden")
    move(session, header=header, version=version, event=report.SENT_BACK, by=by, at=at, note=text)
    return find_report(session, report_id=report_id, provider_id=provider_id)


def require_signing_role(by: Actor) -> None:
    """Only a named person who holds the role may sign or send back."""
    if by.person_id is None or report.SIGNING_ROLE not in by.roles:
        raise Refused("", "Alleen een tekenbevoegde kan dit doen.")
