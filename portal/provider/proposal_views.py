"""One answer for a whole section of the grid: "klopt" to its proposals, "niets te melden", or taking that back."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.foundation.errors import Conflict, Refused
from kpi.actions.proposals import accept_proposals, report_nothing, take_back_nothing
from kpi.queries.reports import ReportHeader
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.provider.desk import provider, report_of
from portal.provider.grid_page import GridPage
from portal.provider.grid_views import stored_page
from portal.provider.words import FAMILY_NAMES
from portal.web import clock, transaction
from portal.web.fragments import see_other


def _show(page: GridPage, status: int) -> Response:
    return make_response(render_template("provider/grid.html", page=page), status)


def _refused(report: ReportHeader, family: str, refusal: Refused) -> Response:
    transaction.reading().rollback()
    return _show(replace(stored_page(report, family), has_errors=True, mistakes=(("", refusal.reason),)), 422)


@provider.post("/rapportages/<period>/cijfers/<family>/klopt")
@requires(Permission.REPORT_ENTER)
def accept(period: str, family: str) -> Response:
    """Take over every proposal of the section."""
    report, seen = report_of(period), request.form.get("gezien", "")[:64]
    session, own = transaction.writing(), {"report_id": report.id, "provider_id": report.provider_id}
    try:
        saved = accept_proposals(session, family=family, seen=seen, by=actor(), at=clock.now(), **own)
    except Refused as refusal:
        return _refused(report, family, refusal)
    except Conflict as conflict:
        session.rollback()
        return _show(replace(stored_page(report, family), has_errors=True, was_shown=tuple(conflict.theirs)), 409)
    flash(f"{_counted(len(saved))} overgenomen. Vul in wat nog leeg is." if saved else "Alle voorstellen waren al overgenomen.")
    return see_other(url_for("provider.grid", period=period, family=family))


def _counted(number: int) -> str:
    return "1 cijfer is" if number == 1 else f"{number} cijfers zijn"


@provider.post("/rapportages/<period>/cijfers/<family>/niets-te-melden")
@requires(Permission.REPORT_ENTER)
def say_nothing(period: str, family: str) -> Response:
    """State that there is nothing to report in this section."""
    report = report_of(period)
    own = {"report_id": report.id, "provider_id": report.provider_id}
    try:
        report_nothing(transaction.writing(), family=family, by=actor(), at=clock.now(), **own)
    except Refused as refusal:
        return _refused(report, family, refusal)
    flash(f"Vastgelegd: niets te melden voor {FAMILY_NAMES.get(family, family).lower()}.")
    return see_other(url_for("provider.grid", period=period, family=family))


@provider.post("/rapportages/<period>/cijfers/<family>/toch-iets-te-melden")
@requires(Permission.REPORT_ENTER)
def unsay_nothing(period: str, family: str) -> Response:
    """There is something after all."""
    report = report_of(period)
    own = {"report_id": report.id, "provider_id": report.provider_id}
    try:
        take_back_nothing(transaction.writing(), family=family, by=actor(), at=clock.now(), **own)
    except Refused as refusal:
        return _refused(report, family, refusal)
    flash("De cijfers zijn weer leeg. U kunt ze nu invullen.")
    return see_other(url_for("provider.grid", period=period, family=family))
