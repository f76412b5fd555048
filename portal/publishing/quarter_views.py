"""Making a concept of a quarter: choose how fine the tables are, and let it be made and tested."""

from __future__ import annotations

from flask import Response, flash, make_response, render_template, url_for

from contracts.foundation.errors import NotFound, Refused
from contracts.foundation.period import Quarter
from kpi.actions import publishing as actions
from kpi.actions.publication_making import TOO_FEW, effects_now, make
from kpi.domain.publication.draft import SIGNED, SIGNED_WAITS
from kpi.domain.publication.fixed_providers import LEAST_PROVIDERS
from kpi.queries.publishing import editions_made, open_draft_of, quarters
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.publishing.desk import age_bands, publishing, quarter_of
from portal.publishing.desk_views import hindrance
from portal.publishing.forms import MakeForm
from portal.publishing.quarter_page import ChoicesPage, QuarterPage, lines_of
from portal.web import clock, transaction
from portal.web.fragments import see_other, wants_fragment


def _page(period: Quarter, mistake: str, *, is_refused: bool) -> QuarterPage:
    session = transaction.reading()
    line = next((one for one in quarters(session) if one.period == period), None)
    if line is None:
        raise NotFound(period.code)
    draft_id, state = open_draft_of(session, period=period) or (0, "")
    stops = hindrance() or (TOO_FEW if line.accepted < LEAST_PROVIDERS else SIGNED_WAITS if state == SIGNED else "")
    return QuarterPage(period, line.accepted, line.expected, editions_made(session, period=period), draft_id, stops, mistake, is_refused)


def _shown(period: Quarter, form: MakeForm, *, status: int = 200, mistake: str = "") -> Response:
    return make_response(render_template("publishing/quarter.html", page=_page(period, mistake, is_refused=status >= 400), form=form), status)


@publishing.get("/<period>")
@requires(Permission.SUMMARY_PUBLISH)
def quarter(period: str) -> Response:
    """What there is of this quarter, and what each choice shows."""
    return _shown(quarter_of(period), MakeForm())


@publishing.get("/<period>/keuzes")
@requires(Permission.SUMMARY_PUBLISH)
def choices(period: str) -> Response:
    """What each choice shows and hides: worked out when it is asked for, because it takes seconds."""
    wanted, session = quarter_of(period), transaction.reading()
    try:
        page = ChoicesPage(wanted, lines_of(effects_now(session, period=wanted, age_bands=age_bands())))
    except Refused as refusal:
        page = ChoicesPage(wanted, (), refusal.reason)
    return make_response(render_template("publishing/_choices.html" if wants_fragment() else "publishing/choices.html", page=page))


@publishing.post("/<period>/concept")
@requires(Permission.SUMMARY_PUBLISH)
def make_draft(period: str) -> Response:
    """Make it, test it and keep it. The seconds of making are not spent while others wait for their turn to write.

    It carries no key of its own: a second one replaces the first, which nobody signed yet.
    """
    wanted, form = quarter_of(period), MakeForm()
    if not form.validate():
        return _shown(wanted, form, status=422)
    session, at = transaction.reading(), clock.now()
    try:
        made = make(session, period=wanted, choice=form.choice, age_bands=age_bands(), at=at)
        number = actions.keep_draft(transaction.writing(), made=made, reason=form.reason.data or "", age_bands=age_bands(), by=actor(), at=at)
    except Refused as refusal:
        transaction.undo()
        if refusal.field == "reason":
            form.reason.errors = [refusal.reason]
        return _shown(wanted, form, status=422, mistake="" if refusal.field == "reason" else refusal.reason)
    flash("Het concept is gemaakt en getoetst. Lees het hieronder." if made.verdict.is_safe else "De toets vond iets. Hieronder staat wat.")
    return see_other(url_for("publishing.draft", draft_id=number))
