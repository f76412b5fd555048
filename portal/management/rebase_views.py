"""Letting the limits of a series begin anew, with a reason, and taking that back."""

from __future__ import annotations

from flask import Response, flash, request, url_for

from contracts.foundation.errors import Conflict, Refused
from kpi.actions.rebasing import rebase, withdraw_rebase
from kpi.queries.indicator_picture import provider_named
from kpi.queries.rebases import find_rebase
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.management.desk import ID, management, tell
from portal.management.forms import RebaseForm, WithdrawalForm
from portal.management.kpi_views import show_series, versions_of
from portal.management.lost_race import lost_race
from portal.management.series_page import RebaseForms
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once


@management.post(f"/kpis/<code>/aanbieders/<{ID}:provider_id>/grenzen")
@requires(Permission.DEVIATION_REVIEW)
@once
def begin_anew(code: str, provider_id: int) -> Response:
    """From a quarter on, the limits of this series stand on later figures alone."""
    form, session = RebaseForm(request.form), transaction.writing()
    versions_of(code)
    provider_named(session, provider_id=provider_id)
    told = {"period": form.period.data or "", "reason": form.reason.data}
    try:
        if not told["period"]:
            raise Refused("period", "Kies vanaf welk kwartaal de grenzen opnieuw beginnen.")
        rebase(session, provider_id=provider_id, indicator_code=code, by=actor(), at=clock.now(), **told)
    except Refused as refusal:
        tell(form, refusal)
        return show_series(code, provider_id, RebaseForms(rebase=form), status=422)
    flash("De grenzen beginnen opnieuw. De cijfers vanaf dat kwartaal zijn opnieuw beoordeeld.")
    return see_other(url_for("management.series", code=code, provider_id=provider_id))


@management.post(f"/kpis/<code>/aanbieders/<{ID}:provider_id>/grenzen/<{ID}:rebase_id>/intrekken")
@requires(Permission.DEVIATION_REVIEW)
@once
def withdraw(code: str, provider_id: int, rebase_id: int) -> Response:
    """Take a new beginning back; it stays to be read."""
    form, session, at_series = WithdrawalForm(request.form), transaction.writing(), url_for("management.series", code=code, provider_id=provider_id)
    find_rebase(session, rebase_id=rebase_id, code=code, provider_id=provider_id)
    try:
        withdraw_rebase(session, rebase_id=rebase_id, reason=form.reason.data, by=actor(), at=clock.now())
    except Refused as refusal:
        tell(form, refusal)
        return show_series(code, provider_id, RebaseForms(withdrawal=form, withdrawn_id=rebase_id), status=422)
    except Conflict as conflict:
        return lost_race(conflict, back=at_series, back_label="KPI")
    flash("Het nieuwe begin is ingetrokken. De cijfers zijn opnieuw beoordeeld met de eerdere grenzen.")
    return see_other(at_series)
