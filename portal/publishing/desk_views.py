"""The desk: every quarter, every edition, and taking an edition back."""

from __future__ import annotations

from flask import Response, current_app, flash, make_response, render_template, request, url_for

from contracts.foundation.errors import Conflict, Refused
from kpi.actions import publishing as actions
from kpi.actions.publication_making import NO_RULES
from kpi.queries.publishing import editions_made, open_drafts, quarters
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission
from portal.publishing.desk import publishing
from portal.publishing.desk_page import DeskPage, Found, Typed, desk_page
from portal.publishing.forms import LONGEST
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once


def hindrance() -> str:
    """Why nothing can be published at all; "" when it can."""
    return "" if current_app.config["SETTINGS"].publication_rules else NO_RULES


def _page(typed: Typed | None = None) -> DeskPage:
    session = transaction.reading()
    read = (quarters(session), open_drafts(session), editions_made(session))
    return desk_page(Found(*read, me=viewer().person_id, hindrance=hindrance(), typed=typed or Typed()))


@publishing.get("")
@requires(Permission.SUMMARY_PUBLISH)
def desk() -> str:
    """Every quarter: what can be published, what waits for whom, and what is out."""
    return render_template("publishing/desk.html", page=_page())


@publishing.post("/editie/<int:edition_id>/intrekken")
@requires(Permission.SUMMARY_PUBLISH)
@once
def withdraw(edition_id: int) -> Response:
    """Take an edition back, with a reason."""
    reason = request.form.get("reason", "")[: LONGEST + 1]
    try:
        actions.withdraw(transaction.writing(), edition_id=edition_id, reason=reason, by=actor(), at=clock.now())
    except Refused as refusal:
        return make_response(render_template("publishing/desk.html", page=_page(Typed(edition_id, reason, refusal.reason))), 422)
    except Conflict:
        late = Typed(edition_id, mistake="Deze editie is intussen al ingetrokken of vervangen. U hoeft niets meer te doen.")
        return make_response(render_template("publishing/desk.html", page=_page(late)), 409)
    flash("De editie is ingetrokken. De klankbordgroep kan hem niet meer lezen.")
    return see_other(url_for("publishing.desk"))
