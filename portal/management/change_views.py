"""Asking the aanbieder for a change: the figures and sections that open again, each with its question."""

from __future__ import annotations

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.foundation.errors import Conflict, Refused
from kpi.actions.reviews import request_change
from kpi.queries.reviews import report_history, signed_figures
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.management.change_page import asks_of, change_page
from portal.management.desk import ID, management, seen_version
from portal.management.lost_race import lost_race
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once


def _show(report_id: int, *, status: int = 200, refusal: Refused | None = None) -> Response:
    session = transaction.reading()
    history = report_history(session, report_id=report_id)
    cells, _, _ = signed_figures(session, header=history.header)
    page = change_page(history.header, cells, request.form, refusal)
    return make_response(render_template("management/change.html", page=page), status)


@management.get(f"/rapportages/<{ID}:report_id>/wijziging-vragen")
@requires(Permission.REPORT_REVIEW)
def choose_change(report_id: int) -> Response:
    """Choose what must be changed."""
    return _show(report_id)


@management.post(f"/rapportages/<{ID}:report_id>/wijziging-vragen")
@requires(Permission.REPORT_REVIEW)
@once
def ask_change(report_id: int) -> Response:
    """Ask for the change."""
    at_report, asks = url_for("management.report", report_id=report_id), asks_of(request.form)
    try:
        request_change(transaction.writing(), report_id=report_id, version=seen_version(), asks=asks, by=actor(), at=clock.now())
    except Refused as refusal:
        return _show(report_id, status=422, refusal=refusal)
    except Conflict as conflict:
        mine = tuple((f"Uw vraag over {ask.scope}", ask.question) for ask in asks)
        return lost_race(conflict, back=at_report, back_label="Rapportage", mine=mine or (("Uw vraag", ""),))
    flash("Uw vraag is verstuurd. De aanbieder kan alleen veranderen wat u hebt aangekruist, en ondertekent daarna opnieuw.")
    return see_other(at_report)
