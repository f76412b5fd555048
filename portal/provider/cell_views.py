"""One cell: its page (beside the grid when scripts run), its parts, and the remarks at it."""

from __future__ import annotations

from flask import Response, flash, make_response, render_template, request

from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions.comments import add_comment
from kpi.actions.parts import save_parts
from kpi.domain import report as lifecycle
from kpi.domain.problems import problems_of
from kpi.queries.breakdown import breakdown_of_cell
from kpi.queries.cell_history import cell_in_time, written_at
from kpi.queries.reports import ReportHeader
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission, permits
from portal.provider.cell_page import CellPage, after_lost_race, change_line, hint_for, with_typed_parts
from portal.provider.desk import provider, report_of
from portal.web import clock, transaction
from portal.web.cell_panel import Thread, cell_facts, remarks
from portal.web.formatting import number
from portal.web.fragments import render_fragment, see_other, wants_fragment
from portal.web.region import region
from portal.web.sent_back import number_of

LONGEST_NUMBER = 40


def _cell_page(report: ReportHeader, family: str, code: str, *, text: str = "", mistake: str = "", is_new: bool = False) -> CellPage:
    session = transaction.reading()
    found = cell_in_time(session, report=report, code=code)
    if found.row.family != family:
        raise NotFound(code)
    splits = breakdown_of_cell(session, report_id=report.id, row=found.row, age_bands=region().age_bands)
    comments, changes = written_at(session, report=report, code=code)
    href = "" if report.state == lifecycle.FROZEN else f"/aanbieder/rapportages/{report.slug}/cijfers/{family}/{code}/opmerkingen"
    thread = Thread(remarks(comments), href, hint_for(report), text, mistake, is_new)
    may_split = report.is_editable and permits(Permission.REPORT_ENTER, viewer())
    facts = cell_facts(found.row, report.period, found.earlier, splits)
    return CellPage(report, facts, family, tuple(change_line(each, found.row) for each in changes), thread, may_split)


@provider.get("/rapportages/<period>/cijfers/<family>/<code>/detail")
@requires(Permission.REPORT_READ)
def cell(period: str, family: str, code: str) -> Response:
    """Everything about one cell."""
    page = _cell_page(report_of(period), family, code)
    if wants_fragment():
        return make_response(render_fragment("provider/_cell.html", cell=page, in_panel=True))
    return make_response(render_template("provider/cell.html", page=page, cell=page, in_panel=False))


@provider.post("/rapportages/<period>/cijfers/<family>/<code>/opmerkingen")
@requires(Permission.REPORT_READ)
def comment(period: str, family: str, code: str) -> Response:
    """Put a remark at the cell: both the invoerder and the tekenbevoegde may."""
    report, text, session = report_of(period), request.form.get("text", ""), transaction.writing()
    try:
        add_comment(session, report_id=report.id, provider_id=report.provider_id, indicator_code=code, text=text, by=actor(), at=clock.now())
    except Refused as refusal:
        page = _cell_page(report, family, code, text=text, mistake=refusal.reason)
        return _thread_or_page(page, 422)
    page = _cell_page(report, family, code, is_new=True)
    if wants_fragment():
        return _thread_or_page(page, 200)
    flash("Uw opmerking staat erbij.")
    return see_other(f"{page.href}#draad")


def _thread_or_page(page: CellPage, status: int) -> Response:
    if wants_fragment():
        return make_response(render_fragment("provider/_thread_answer.html", cell=page, in_panel=True), status)
    return make_response(render_template("provider/cell.html", page=page, cell=page, in_panel=False), status)


@provider.post("/rapportages/<period>/cijfers/<family>/<code>/uitsplitsing")
@requires(Permission.REPORT_ENTER)
def keep_parts(period: str, family: str, code: str) -> Response:
    """Save the parts of one dimension: all or nothing."""
    report, session, dimension = report_of(period), transaction.writing(), request.form.get("dimension", "")
    page, typed, version = _cell_page(report, family, code), _typed_parts(), request.form.get("version", "")
    try:
        saved = save_parts(
            session,
            report_id=report.id,
            provider_id=report.provider_id,
            indicator_code=code,
            dimension=dimension,
            version=number_of(version),
            typed=typed,
            age_bands=region().age_bands,
            by=actor(),
            at=clock.now(),
        )
    except Refused as refusal:
        return _refused(with_typed_parts(page, dimension, typed, problems_of(refusal)), 422)
    except Conflict as conflict:
        kept = with_typed_parts(page, dimension, typed, [])
        return _refused(after_lost_race(kept, dimension, conflict.version, conflict.by, conflict.theirs), 409)
    flash(f"De uitsplitsing is opgeslagen. Het totaal is {number(saved.numerator)}.")
    return see_other(f"{page.href}#uitsplitsing")


def _typed_parts() -> dict[str, tuple[str, str]]:
    """What was typed, by category."""
    form, prefix = request.form, "numerator-"
    categories = [name.removeprefix(prefix) for name in form if name.startswith(prefix)]
    return {one: (form[f"{prefix}{one}"][:LONGEST_NUMBER], form.get(f"denominator-{one}", "")[:LONGEST_NUMBER]) for one in categories}


def _refused(page: CellPage, status: int) -> Response:
    return make_response(render_template("provider/cell.html", page=page, cell=page, in_panel=False), status)
