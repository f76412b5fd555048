"""Opening one report, and its note."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound
from contracts.foundation.period import Quarter
from contracts.tables.organisation import Organisation
from kpi.actions.moves import begin, changed_one, conflict_of, find_editable, object_of
from kpi.actions.openings import require_section_open
from kpi.domain.calendar import Dates
from kpi.domain.canonical import fingerprint
from kpi.domain.indicator import QUARTERLY, YEARLY, YEARLY_QUARTER
from kpi.domain.openings import NOTE
from kpi.domain.reporting_period import YEAR, ReportingPeriod
from kpi.domain.written import read_text
from kpi.queries.asked import to_ask, to_ask_of
from kpi.queries.contract_basis import contract_basis
from kpi.queries.reports import ReportHeader, find_report, find_report_of_period
from kpi.tables.report import Report, ReportQuestion


def open_report(
    session: Session,
    *,
    provider_id: int,
    period: ReportingPeriod,
    dates: Dates,
    by: Actor,
    at: datetime,
    codes: Collection[str] | None = None,
    asks_yearly: bool | None = None,
) -> ReportHeader:
    """Open an aanbieder's report of a period. It keeps the questions as they are defined on the period's last day, and what is agreed now.

    A quarter asks the quarterly KPIs, and the fourth one the yearly ones too; a year asks the yearly ones; a free request asks `codes`.
    `asks_yearly` says otherwise where a region has a report of the year. Opening it again changes nothing and gives the one that is there.

    Raises NotFound when the organisation is no aanbieder, ValueError when the dates are of another period.
    """
    if session.scalar(select(Organisation.kind).where(Organisation.id == provider_id)) != "aanbieder":
        raise NotFound
    if dates.period_ends_on != period.ends_on:
        raise ValueError(f"dates of {dates.period_ends_on} for {period.code}")
    try:
        return find_report_of_period(session, provider_id=provider_id, period=period.code)
    except NotFound:
        pass
    about = {"provider_id": provider_id, "period": period.code, "kind": period.kind, "title": period.title, "period_ends_on": period.ends_on}
    deadlines = {"first_due_at": dates.due_at, "due_at": dates.due_at, "last_edit_at": dates.last_edit_at}
    basis = contract_basis(session, provider_id=provider_id, period=period)
    opened = Report(**about, **deadlines, contract_basis=basis)
    session.add(opened)
    session.flush()
    asked = _questions(session, period=period, codes=codes, asks_yearly=asks_yearly)
    session.add_all(ReportQuestion(report_id=opened.id, indicator_version_id=number) for number in asked)
    session.flush()
    details = {"periode": period.code, "inleveren tot en met": dates.due_on.isoformat(), "vragen": len(asked), "afspraken": fingerprint(basis)}
    journal.record(session, by=by, at=at, action="rapportage geopend", object=object_of(opened.id), details=details)
    return find_report(session, report_id=opened.id, provider_id=provider_id)


def _questions(session: Session, *, period: ReportingPeriod, codes: Collection[str] | None, asks_yearly: bool | None) -> list[int]:
    """The definitions that this report asks."""
    if codes is not None:
        return to_ask_of(session, on=period.ends_on, codes=codes)
    if period.kind == YEAR:
        return to_ask(session, on=period.ends_on, frequencies=(YEARLY,))
    yearly_too = Quarter.of(period.ends_on).number == YEARLY_QUARTER if asks_yearly is None else asks_yearly
    return to_ask(session, on=period.ends_on, frequencies=(QUARTERLY, YEARLY) if yearly_too else (QUARTERLY,))


def save_note(session: Session, *, report_id: int, provider_id: int, version: int, note: str, by: Actor, at: datetime) -> ReportHeader:
    """Keep the aanbieder's own words with the figures. `version` is the report's.

    Raises NotFound, Refused (state, personal data) or Conflict with both texts.
    """
    header = find_editable(session, report_id=report_id, provider_id=provider_id, at=at)
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
