"""A remark in the thread at a cell, by the aanbieder or by the contractmanager. Remarks are never changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import NotFound
from kpi.actions.moves import object_of
from kpi.domain import talk
from kpi.queries.grid import grid_rows
from kpi.queries.reports import find_report
from kpi.tables.detail import CellComment


def add_comment(session: Session, *, report_id: int, provider_id: int | None, indicator_code: str, text: str, by: Actor, at: datetime) -> None:
    """Put a remark at a cell. Without `provider_id` the gemeente speaks: it sees no thread before the report was submitted.

    Sending the last remark again changes nothing: a repeat is safe. Raises NotFound, or Refused at "text".
    """
    header = find_report(session, report_id=report_id, provider_id=provider_id)
    if provider_id is None and not talk.municipality_reads(header.submitted_at):
        raise NotFound(f"report {report_id}")
    if not grid_rows(session, report=header, code=indicator_code):
        raise NotFound(indicator_code)
    kept = talk.read_comment(text)
    talk.require_open(header.state)
    side = talk.MUNICIPALITY if provider_id is None else talk.PROVIDER
    here = (CellComment.report_id == report_id, CellComment.indicator_code == indicator_code)
    last = session.execute(
        select(CellComment.person_id, CellComment.side, CellComment.text).where(*here).order_by(CellComment.id.desc()).limit(1)
    ).first()
    if last is not None and tuple(last) == (by.person_id, side, kept):
        return
    place = {"report_id": report_id, "indicator_code": indicator_code, "side": side}
    session.add(CellComment(at=at, person_id=by.person_id, person_name=by.name[:120], text=kept, **place))
    session.flush()
    details = {"kpi": indicator_code, "kant": side, "tekst": kept}
    journal.record(session, by=by, at=at, action="opmerking bij cijfer", object=object_of(report_id), details=details)
