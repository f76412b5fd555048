"""How people moved in the quarter: one matrix, saved whole."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.foundation.errors import Conflict, Refused
from kpi.actions.flow_matrix import FlowEntry, save_matrix
from kpi.domain.openings import FLOWS
from kpi.domain.problems import problems_of
from kpi.queries.flows import flow_moves, flow_rows
from kpi.queries.readiness import problems_in_counts
from kpi.queries.reports import ReportHeader
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.provider.desk import provider, report_of
from portal.provider.flow_page import FlowLine, FlowPage, flow_page, with_problems
from portal.provider.sections import asked_about, require_places
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.sent_back import number_of


def _typed(name: str) -> str:
    return request.form.get(name, "")[:20]


def _page(report: ReportHeader) -> FlowPage:
    require_places(report)
    session = transaction.reading()
    rows = flow_rows(session, report=report)
    question, is_closed = asked_about(report, FLOWS, problems_in_counts([], rows, report=report))
    return replace(flow_page(report, rows, flow_moves(session, report_id=report.id)), question=question, is_closed=is_closed)


def _moves(page: FlowPage) -> dict[tuple[str, str], str]:
    """The inner cells as typed; none of them when the button says so."""
    if "geen-doorstroom" in request.form:
        return {}
    return {(line.key, to): text for line in page.lines for to in line.moves if (text := _typed(f"door-{line.key}_{to}")).strip()}


def _entries(page: FlowPage, moves: dict[tuple[str, str], str]) -> list[FlowEntry]:
    """The forms in which something was typed. A row that nobody touched is not filled in: empty is not zero."""
    found = []
    for line in page.lines:
        begin, inflow, outflow, at_end = (_typed(f"{name}-{line.key}") for name in ("at_begin", "inflow", "outflow", "at_end"))
        if any(text.strip() for text in (inflow, outflow, at_end)) or any(line.key == start for start, _ in moves):
            version = _typed(f"version-{line.key}")
            found.append(FlowEntry(line.key, begin, inflow, outflow, at_end, number_of(version)))
    return found


def _kept(page: FlowPage) -> FlowPage:
    """The same page with what was typed."""
    return replace(page, lines=[_kept_line(line) for line in page.lines])


def _kept_line(line: FlowLine) -> FlowLine:
    begin = line.begin if line.begin_is_known else _typed(f"at_begin-{line.key}")
    inflow, outflow, at_end = (_typed(f"{name}-{line.key}") for name in ("inflow", "outflow", "at_end"))
    moves = {to: _typed(f"door-{line.key}_{to}") for to in line.moves}
    return replace(line, begin=begin, inflow=inflow, outflow=outflow, at_end=at_end, moves=moves)


def _lost(page: FlowPage, conflict: Conflict) -> FlowPage:
    """A lost race: what stands there now beside what I typed, ready to be saved again by choice."""
    theirs = {label.lower(): text for label, text in conflict.theirs}
    lines = [
        replace(line, theirs=tuple(conflict.theirs), version=conflict.version) if _is_it(line, stored, theirs) else line
        for line, stored in zip(_kept(page).lines, page.lines, strict=True)
    ]
    sentence = f"{conflict.by.capitalize()} heeft dit intussen gewijzigd. Kies welke getallen blijven staan."
    return replace(page, lines=lines, mistakes=(("", sentence),))


def _is_it(line: FlowLine, stored: FlowLine, theirs: dict[str, str]) -> bool:
    """Whether this row is the one that somebody else changed."""
    seen = _typed(f"version-{line.key}")
    return seen != str(stored.version) and (stored.inflow, stored.outflow) == (theirs.get("instroom", ""), theirs.get("uitstroom", ""))


def _show(page: FlowPage, status: int = 200) -> Response:
    return make_response(render_template("provider/flows.html", page=page), status)


@provider.get("/rapportages/<period>/stromen")
@requires(Permission.REPORT_READ)
def flows(period: str) -> Response:
    """The matrix."""
    return _show(_page(report_of(period)))


@provider.post("/rapportages/<period>/stromen")
@requires(Permission.REPORT_ENTER)
def keep_flows(period: str) -> Response:
    """Save the forms that were filled in and all inner cells, or nothing."""
    report = report_of(period)
    page = _page(report)
    moves = _moves(page)
    entries, own = _entries(page, moves), {"report_id": report.id, "provider_id": report.provider_id}
    try:
        if not entries:
            raise Refused("", "Vul de instroom en de uitstroom in. Is het er geen? Vul dan 0 in.")
        save_matrix(transaction.writing(), entries=entries, moves=moves, by=actor(), at=clock.now(), **own)
    except Refused as refusal:
        return _show(with_problems(_kept(page), problems_of(refusal)), 422)
    except Conflict as conflict:
        return _show(_lost(page, conflict), 409)
    flash("De in-, door- en uitstroom is opgeslagen." + (" Er was geen doorstroom." if "geen-doorstroom" in request.form else ""))
    return see_other(url_for("provider.tasks", period=period) if "verder" in request.form else request.path)
