"""Opening a quarter's report, and its note."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.period import Quarter
from contracts.tables.organisation import Organisation
from kpi.actions.moves import begin, changed_one, conflict_of, find_editable, object_of
from kpi.actions.openings import require_section_open
from kpi.domain import report
from kpi.domain.indicator import QUARTERLY, YEARLY, YEARLY_QUARTER
from kpi.domain.openings import NOTE
from kpi.domain.written import read_text
from kpi.queries.asked import to_ask
from kpi.queries.reports import ReportHeader, find_report, find_report_of_period
from kpi.tables.report import Report, ReportQuestion


def open_report(session: Session, *, provider_id: int, period: Quarter, due_at: datetime, by: Actor, at: datetime) -> ReportHeader:
    """Open an aanbieder's report of a quarter, with the questions as they are defined on its last day; the yearly ones join the fourth quarter.

    Opening it again changes nothing and gives the one that is there.

    Raises NotFound when the organisation is no aanbieder, Refused when the deadline lies before the quarter's end.
    """
    if session.scalar(select(Organisation.kind).where(Organisation.id == provider_id)) != "aanbieder":
        raise NotFound
    try:
        return find_report_of_period(session, provider_id=provider_id, period=period.code)
    except NotFound:
        pass
    if due_at.date() < period.ends_on:
        raise Refused("due_at", "De inleverdatum ligt voor het einde van het kwartaal.")
    dates = {"period_ends_on": period.ends_on, "first_due_at": due_at, "due_at": due_at, "last_edit_at": due_at + report.LATE_IS_POSSIBLE}
    opened = Report(provider_id=provider_id, period=period.code, **dates)
    session.add(opened)
    session.flush()
    frequencies = (QUARTERLY, YEARLY) if period.number == YEARLY_QUARTER else (QUARTERLY,)
    asked = to_ask(session, on=period.ends_on, frequencies=frequencies)
    session.add_all(ReportQuestion(report_id=opened.id, indicator_version_id=number) for number in asked)
    session.flush()
    journal.record(session, by=by, at=at, action="rapportage geopend", object=object_of(opened.id), details={"kwartaal": period.code})
    return find_report(session, report_id=opened.id, provider_id=provider_id)


def save_note(session: Session, *, report_id: int, provider_id: int, version: int, note: str, by: Actor, at: datetime) -> ReportHeader:
    """Keep the aanbieder's own words with the figures. `version` is the report's.

    Raises NotFound, Refused (state, personal data) or Conflict with both texts.
    """
    header = find_editable(session, report_id=report_id, provider_id=provider_id)
    text = read_text(note, field="note")
    if text == header.note:
        return header
    require_section_open(session, header=header, section=NOTE)
    if header.version != version:
        found = conflict_of(session, header=header, mine=[("Toelichting", text)])
        raise Conflict(mine=found.mine, theirs=[("Toelichting", header.note), *found.theirs], by=found.by, version=found.version)
    begin(session, header=header, by=by, at=at)
    now = find_report(session, report_id=report_id, provider_id=provider_id)
    statement = update(Report).where(Report.id == report_id, Report.version == now.version, Report.state == now.state)
    if not changed_one(session, statement.values(note=text, version=now.version + 1)):
        raise conflict_of(session, header=now, mine=[("Toelichting", text)])
    journal.record(session, by=by, at=at, action="toelichting opgeslagen", object=object_of(report_id), details={"was": header.note, "is": text})
    return find_report(session, report_id=report_id, provider_id=provider_id)
