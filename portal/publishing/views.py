"""All views of this desk, registered on its blueprint."""

from __future__ import annotations

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.period import Quarter
from kpi.actions import summaries
from kpi.queries.summary_sources import editions_made, quarters
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.publishing.desk import publishing
from portal.publishing.pages import DeskPage, PreviewPage, desk_page
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once
from portal.web.summary import summary_view

__all__ = ["publishing"]


def _quarter(period: str) -> Quarter:
    try:
        return Quarter.parse(period)
    except ValueError as error:
        raise NotFound(period) from error


def _desk_page(*, wrong: int = 0, reason: str = "", mistake: str = "") -> DeskPage:
    session = transaction.reading()
    return desk_page(quarters(session), editions_made(session), wrong=wrong, reason=reason, mistake=mistake)


@publishing.get("")
@requires(Permission.SUMMARY_PUBLISH)
def desk() -> str:
    """Every quarter: what can be published, and what was."""
    return render_template("publishing/desk.html", page=_desk_page())


@publishing.get("/<period>")
@requires(Permission.SUMMARY_PUBLISH)
def preview(period: str) -> str:
    """The summary as the klankbordgroep will see it."""
    return render_template("publishing/preview.html", page=_preview_page(period))


def _preview_page(period: str, mistake: str = "") -> PreviewPage:
    made = summaries.preview(transaction.reading(), period=_quarter(period))
    if not made.content.providers_expected:
        raise NotFound(period)
    return PreviewPage(_quarter(period), summary_view(made.content), made.refusal, made.language, mistake)


@publishing.post("/<period>/publiceren")
@requires(Permission.SUMMARY_PUBLISH)
@once
def publish(period: str) -> Response:
    """Freeze the summary, and let the klankbordgroep read it."""
    quarter = _quarter(period)
    try:
        summaries.publish(transaction.writing(), period=quarter, by=actor(), at=clock.now())
    except Refused as refusal:
        return make_response(render_template("publishing/preview.html", page=_preview_page(period, refusal.reason)), 422)
    flash(f"De samenvatting van het {quarter.label} is gepubliceerd. De klankbordgroep kan hem nu lezen.")
    return see_other(url_for("publishing.desk"))


@publishing.post("/editie/<int:edition_id>/intrekken")
@requires(Permission.SUMMARY_PUBLISH)
@once
def withdraw(edition_id: int) -> Response:
    """Take an edition back, with a reason."""
    reason = request.form.get("reason", "")[:4000]
    try:
        summaries.withdraw(transaction.writing(), edition_id=edition_id, reason=reason, by=actor(), at=clock.now())
    except Refused as refusal:
        page = _desk_page(wrong=edition_id, reason=reason, mistake=refusal.reason)
        return make_response(render_template("publishing/desk.html", page=page), 422)
    except Conflict:
        page = _desk_page(wrong=edition_id, mistake="Deze editie is intussen al ingetrokken of vervangen. U hoeft niets meer te doen.")
        return make_response(render_template("publishing/desk.html", page=page), 409)
    flash("De editie is ingetrokken. De klankbordgroep kan hem niet meer lezen.")
    return see_other(url_for("publishing.desk"))
