"""One cell of a submitted report, for the contractmanager: its figure, its quarters, its parts, and the thread."""

from __future__ import annotations

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.foundation.errors import NotFound, Refused
from kpi.actions.comments import add_comment
from kpi.domain import report as lifecycle
from kpi.domain import talk
from kpi.queries.breakdown import breakdown_of_cell
from kpi.queries.cell_history import cell_in_time, comments_at
from kpi.queries.reports import find_report
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.management.cell_page import ManagerCellPage
from portal.management.desk import ID, management
from portal.web import clock, transaction
from portal.web.cell_panel import Thread, cell_facts, remarks
from portal.web.fragments import see_other
from portal.web.region import region

HINT = "De aanbieder leest dit ook. Noem geen namen en geen gegevens van cliënten."


def _show(report_id: int, code: str, *, text: str = "", mistake: str = "", status: int = 200) -> Response:
    session = transaction.reading()
    header = find_report(session, report_id=report_id, provider_id=None)
    if not talk.municipality_reads(header.submitted_at):
        raise NotFound(f"report {report_id}")
    found = cell_in_time(session, report=header, code=code)
    is_signed = header.state in lifecycle.SETTLED
    splits = breakdown_of_cell(session, report_id=report_id, row=found.row, age_bands=region().age_bands) if is_signed else []
    href = "" if header.state == lifecycle.FROZEN else url_for("management.comment", report_id=report_id, code=code)
    thread = Thread(remarks(comments_at(session, report=header, code=code)), href, HINT, text, mistake)
    row = found.row if is_signed else found.row.without_figures
    page = ManagerCellPage(header, cell_facts(row, header.period, found.earlier, splits), thread, is_signed)
    return make_response(render_template("management/cell.html", page=page), status)


@management.get(f"/rapportages/<{ID}:report_id>/cijfers/<code>")
@requires(Permission.REPORT_REVIEW)
def cell(report_id: int, code: str) -> Response:
    """One cell, to read and to talk about."""
    return _show(report_id, code)


@management.post(f"/rapportages/<{ID}:report_id>/cijfers/<code>/opmerkingen")
@requires(Permission.REPORT_REVIEW)
def comment(report_id: int, code: str) -> Response:
    """Put a remark at the cell."""
    text, session = request.form.get("text", ""), transaction.writing()
    try:
        add_comment(session, report_id=report_id, provider_id=None, indicator_code=code, text=text, by=actor(), at=clock.now())
    except Refused as refusal:
        return _show(report_id, code, text=text, mistake=refusal.reason, status=422)
    flash("Uw opmerking staat erbij. De aanbieder ziet haar bij het cijfer.")
    return see_other(url_for("management.cell", report_id=report_id, code=code) + "#draad")
