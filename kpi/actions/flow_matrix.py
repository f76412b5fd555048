"""Saving the whole in-, door- and uitstroom matrix: the inner cells, and per form of care the sums that follow from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import NotFound, Refused
from kpi.actions.flows import store_flow, told_flow
from kpi.actions.moves import begin, find_editable, object_of
from kpi.actions.openings import require_section_open
from kpi.domain.flow import Flow, flow_problem
from kpi.domain.flow_matrix import Moves, below_zero, row_of
from kpi.domain.numbers import read_count
from kpi.domain.openings import FLOWS
from kpi.domain.problems import Problem, refuse_any
from kpi.queries.flows import FlowRow, flow_moves, flow_rows
from kpi.queries.reports import ReportHeader
from kpi.tables.capacity import FlowMove

_LABELS = {"at_begin": "begin", "inflow": "instroom", "outflow": "uitstroom", "at_end": "eind"}


@dataclass(frozen=True, slots=True)
class FlowEntry:
    """What somebody typed for one form of care. Begin may be empty when last quarter's end is known, the end always. `version` 0: new."""

    care_form_code: str
    at_begin: str
    inflow: str
    outflow: str
    at_end: str
    version: int


def save_matrix(
    session: Session,
    *,
    report_id: int,
    provider_id: int,
    entries: Sequence[FlowEntry],
    moves: Mapping[tuple[str, str], str],
    by: Actor,
    at: datetime,
) -> list[FlowRow]:
    """Save the forms in `entries` and all inner cells (from, to) -> people, all or none, and give all rows back. An empty inner cell is 0.

    Raises NotFound (foreign report or form), SeveralRefused with fields such as "inflow-opvang", "door-opvang_woning" and
    "stroom-opvang", or Conflict. Saving the same again changes nothing.
    """
    header = find_editable(session, report_id=report_id, provider_id=provider_id, at=at)
    require_section_open(session, header=header, section=FLOWS)
    known = {row.care_form_code: row for row in flow_rows(session, report=header)}
    if any(entry.care_form_code not in known for entry in entries):
        raise NotFound
    told = _require_forms(moves, known)
    problems: list[Problem] = []
    inner = _read_moves(told, known, problems)
    problems += _untold(inner, entries, known)
    read = [(entry, _read_row(entry, known[entry.care_form_code], inner, problems)) for entry in entries]
    refuse_any(problems)
    before = flow_moves(session, report_id=report_id)
    for entry, flow in read:
        if flow is not None:
            moved = _around(before, entry) != _around(inner, entry)
            _save_row(session, header, known[entry.care_form_code], flow, entry.version, moved=moved, by=by, at=at)
    if entries:
        begin(session, header=header, by=by, at=at)
        _save_moves(session, header=header, before=before, now=inner, by=by, at=at)
    return flow_rows(session, report=header)


def _require_forms(moves: Mapping[tuple[str, str], str], known: Mapping[str, FlowRow]) -> dict[tuple[str, str], str]:
    told = {pair: text for pair, text in moves.items() if text.strip()}
    if any(start not in known or to not in known or start == to for start, to in told):
        raise NotFound
    return told


def _read_moves(told: Mapping[tuple[str, str], str], known: Mapping[str, FlowRow], problems: list[Problem]) -> dict[tuple[str, str], int]:
    inner: dict[tuple[str, str], int] = {}
    for (start, to), text in told.items():
        field, name = f"door-{start}_{to}", f"{known[start].care_form_name} naar {known[to].care_form_name.lower()}"
        try:
            people = read_count(text, field=field)
        except Refused as refused:
            problems.append(Problem(refused.field, f"{name}: {refused.reason}"))
            continue
        if people < 0:
            problems.append(Problem(field, f"{name}: een aantal kan niet kleiner zijn dan 0."))
        elif people:
            inner[start, to] = people
    return inner


def _untold(inner: Moves, entries: Sequence[FlowEntry], known: Mapping[str, FlowRow]) -> list[Problem]:
    """Whoever moves on comes from and goes to a form that is filled in, and a form that was filled in stays so: else the sums part."""
    entered = {entry.care_form_code for entry in entries}
    stored = {form for form, row in known.items() if row.flow is not None} if entries or inner else set()
    missing = [form for form in known if form in stored.union(*inner) - entered]
    return [Problem(f"inflow-{form}", f"{known[form].care_form_name}: vul ook de instroom en de uitstroom in.") for form in missing]


def _read_row(entry: FlowEntry, row: FlowRow, inner: Moves, problems: list[Problem]) -> Flow | None:
    """One form of care; what is wrong with it joins the problems of the others."""
    begin_text = entry.at_begin if entry.at_begin.strip() or row.previous_end is None else str(row.previous_end)
    texts = {"at_begin": begin_text, "inflow": entry.inflow, "outflow": entry.outflow}
    if entry.at_end.strip():
        texts["at_end"] = entry.at_end
    counts: dict[str, int] = {}
    for name, text in texts.items():
        try:
            counts[name] = read_count(text, field=f"{name}-{entry.care_form_code}")
        except Refused as refused:
            problems.append(Problem(refused.field, f"{row.care_form_name}, {_LABELS[name]}: {refused.reason}"))
    if len(counts) < len(texts):
        return None
    at_end = counts.pop("at_end", None)
    flow = row_of(entry.care_form_code, inner, **counts, at_end=at_end)
    problem = below_zero(flow, field=row.field) if at_end is None and min(counts.values()) >= 0 else None
    problem = problem or flow_problem(flow, previous_end=row.previous_end, field=row.field)
    if problem is not None:
        problems.append(Problem(problem.field, f"{row.care_form_name}: {problem.reason}"))
    return flow


def _around(moves: Moves, entry: FlowEntry) -> dict[tuple[str, str], int]:
    """The inner cells that leave from this form."""
    return {pair: people for pair, people in moves.items() if pair[0] == entry.care_form_code}


def _save_row(session: Session, header: ReportHeader, row: FlowRow, flow: Flow, version: int, *, moved: bool, by: Actor, at: datetime) -> None:
    """The sums of one form; other inner cells with the same sum are another version too, so that nobody overwrites them unseen."""
    if flow == row.flow and not moved:
        return
    store_flow(session, report_id=header.id, row=row, flow=flow, version=version)
    details = {"vorm": row.care_form_code, "was": dict(told_flow(row.flow)), "is": dict(told_flow(flow))}
    journal.record(session, by=by, at=at, action="in- en uitstroom opgeslagen", object=object_of(header.id), details=details)


def _save_moves(session: Session, *, header: ReportHeader, before: Moves, now: Moves, by: Actor, at: datetime) -> None:
    """The inner cells. The version of the row they leave from was checked already."""
    if before == now:
        return
    of_report = FlowMove.report_id == header.id
    for pair, people in now.items():
        if pair not in before:
            session.add(FlowMove(report_id=header.id, from_code=pair[0], to_code=pair[1], people=people))
        elif before[pair] != people:
            which = (of_report, FlowMove.from_code == pair[0], FlowMove.to_code == pair[1])
            session.execute(update(FlowMove).where(*which).values(people=people, version=FlowMove.version + 1))
    for start, to in before.keys() - now.keys():
        session.execute(delete(FlowMove).where(of_report, FlowMove.from_code == start, FlowMove.to_code == to))
    session.flush()
    told = {f"{start} naar {to}": [before.get((start, to), 0), now.get((start, to), 0)] for start, to in sorted(before.keys() | now.keys())}
    journal.record(session, by=by, at=at, action="doorstroom opgeslagen", object=object_of(header.id), details={"doorstroom": told})
