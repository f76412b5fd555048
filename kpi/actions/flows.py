"""Saving how people of one form of care moved in the quarter."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions.moves import begin, changed_one, find_editable, object_of
from kpi.actions.openings import require_section_open
from kpi.domain.flow import Flow, flow_problem
from kpi.domain.flow_matrix import Moves, moved_into, moved_out_of
from kpi.domain.numbers import read_count
from kpi.domain.openings import FLOWS
from kpi.domain.problems import refuse_any
from kpi.queries.flows import FlowRow, flow_moves, flow_rows
from kpi.tables.capacity import FlowCount

_LABELS = {
    "at_begin": "Begin",
    "inflow": "Instroom",
    "through_in": "Doorstroom in",
    "through_out": "Doorstroom uit",
    "outflow": "Uitstroom",
    "at_end": "Eind",
}


def save_flow(
    session: Session,
    *,
    report_id: int,
    provider_id: int,
    care_form_code: str,
    version: int,
    at_begin: str,
    inflow: str,
    through_in: str,
    through_out: str,
    outflow: str,
    at_end: str,
    by: Actor,
    at: datetime,
) -> FlowRow:
    """Save the sums of one form of care and give its row back. An empty begin is taken from the previous quarter's end.

    For who has only sums. Once the report's inner cells were told (save_matrix), the sums of doorstroom follow from those.
    Raises NotFound, Refused at "at_begin", ... or at "stroom-<form>" when the row does not add up, or Conflict.
    """
    header = find_editable(session, report_id=report_id, provider_id=provider_id, at=at)
    require_section_open(session, header=header, section=FLOWS)
    row = _find(flow_rows(session, report=header), care_form_code)
    flow = _read(row, (at_begin, inflow, through_in, through_out, outflow, at_end))
    if flow == row.flow:
        return row  # a repeat is safe
    _require_inner_cells(flow, care_form_code, flow_moves(session, report_id=report_id))
    store_flow(session, report_id=report_id, row=row, flow=flow, version=version)
    begin(session, header=header, by=by, at=at)
    details = {"vorm": care_form_code, "was": dict(told_flow(row.flow)), "is": dict(told_flow(flow))}
    journal.record(session, by=by, at=at, action="in- en uitstroom opgeslagen", object=object_of(report_id), details=details)
    return replace(row, flow=flow, version=version + 1)


def _read(row: FlowRow, typed: tuple[str, ...]) -> Flow:
    """The six numbers, checked; a begin that was left empty is the previous quarter's end."""
    begin_text = typed[0] if typed[0].strip() or row.previous_end is None else str(row.previous_end)
    flow = Flow(**{name: read_count(text, field=name) for name, text in zip(_LABELS, (begin_text, *typed[1:]), strict=True)})
    problem = flow_problem(flow, previous_end=row.previous_end, field=row.field)
    refuse_any([] if problem is None else [problem])
    return flow


def _require_inner_cells(flow: Flow, form: str, inner: Moves) -> None:
    if inner and (flow.through_in, flow.through_out) != (moved_into(inner, form), moved_out_of(inner, form)):
        raise Refused("through_in", "De doorstroom staat per overstap in de matrix. Pas hem daar aan.")


def _find(rows: list[FlowRow], care_form_code: str) -> FlowRow:
    for row in rows:
        if row.care_form_code == care_form_code:
            return row
    raise NotFound


def store_flow(session: Session, *, report_id: int, row: FlowRow, flow: Flow, version: int) -> None:
    """Keep a checked row when nobody was first. Raises Conflict."""
    conflict = Conflict(mine=told_flow(flow), theirs=told_flow(row.flow), by="een collega", version=row.version)
    if row.version != version:
        raise conflict
    if version == 0:
        session.add(FlowCount(report_id=report_id, care_form_code=row.care_form_code, **asdict(flow)))
        session.flush()
        return
    mine = (FlowCount.report_id == report_id, FlowCount.care_form_code == row.care_form_code, FlowCount.version == version)
    statement = update(FlowCount).where(*mine).values(version=version + 1, **asdict(flow))
    if not changed_one(session, statement.execution_options(synchronize_session=False)):
        raise conflict


def told_flow(flow: Flow | None) -> list[tuple[str, str]]:
    """A row as (label, text) pairs, for the screen of a lost race and for the journal."""
    return [(label, "" if flow is None else str(getattr(flow, name))) for name, label in _LABELS.items()]
