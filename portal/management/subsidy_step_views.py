"""Recording what happened to a subsidie, and striking out what was recorded by mistake."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, request, url_for
from wtforms import Form

from contracts.actions.subsidies import record_event, strike_event
from contracts.actions.subsidy_start import begin_course
from contracts.foundation.errors import Conflict, Refused
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.management.desk import management, seen_version, tell, whole
from portal.management.lost_race import lost_race
from portal.management.subsidy_forms import BeginForm, StrikeForm, read_beginning, read_event
from portal.management.subsidy_views import PLACE, Forms, find, forms_of, show
from portal.management.subsidy_words import SLUGS
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once
from portal.web.region import rulebook


def _back(commitment_id: int) -> str:
    return url_for("management.subsidy", commitment_id=commitment_id)


def _seen(commitment_id: int) -> dict[str, Any]:
    """Which subsidie, as it was seen, by whom and when."""
    return {"commitment_id": commitment_id, "version": seen_version(), "book": rulebook(), "by": actor(), "at": clock.now()}


def _tell(form: Form, refusal: Refused, years: tuple[int, ...] = ()) -> None:
    """What is wrong with the amounts per year together stands at the first of them."""
    tell(form, Refused(f"year_{years[0]}", refusal.reason) if refusal.field == "years" and years else refusal)


@management.post(PLACE)
@requires(Permission.BUDGET_CHANGE)
@once
def record_subsidy(commitment_id: int) -> Response:
    """Record one event of the chosen kind."""
    found, kind = find(commitment_id), SLUGS.get(request.form.get("soort", ""))
    if kind is None:
        raise Refused("", "Kies eerst wat er is gebeurd.")
    forms, form = forms_of(found, kind, request.form)
    try:
        new = read_event(kind, form, years=forms.years)
        record_event(transaction.writing(), new=new, **_seen(commitment_id))
    except Refused as refusal:
        _tell(form, refusal, forms.years)
        return show(found, forms, status=422)
    except Conflict as conflict:
        return lost_race(conflict, back=_back(commitment_id), back_label="Subsidie")
    flash(f"Vastgelegd: {kind}. Hieronder ziet u wat er nu moet gebeuren.")
    return see_other(_back(commitment_id))


@management.post(f"{PLACE}/begin")
@requires(Permission.BUDGET_CHANGE)
@once
def begin_subsidy(commitment_id: int) -> Response:
    """Record the application and the verlening of a subsidie whose money stands already."""
    found, form = find(commitment_id), BeginForm(request.form)
    try:
        begin_course(transaction.writing(), new=read_beginning(form), **_seen(commitment_id))
    except Refused as refusal:
        _tell(form, refusal)
        return show(found, Forms(begin=form), status=422)
    except Conflict as conflict:
        return lost_race(conflict, back=_back(commitment_id), back_label="Subsidie")
    flash("Het verloop is begonnen. Leg nu vast wat er daarna is gebeurd.")
    return see_other(_back(commitment_id))


@management.post(f"{PLACE}/doorstrepen")
@requires(Permission.BUDGET_CHANGE)
@once
def strike_subsidy(commitment_id: int) -> Response:
    """Strike out a line."""
    found, form, event_id = find(commitment_id), StrikeForm(request.form), whole(request.form.get("event_id", ""))
    try:
        strike_event(transaction.writing(), event_id=event_id, reason=form.reason.data, **_seen(commitment_id))
    except Refused as refusal:
        tell(form, refusal)
        return show(found, Forms(strike=form), strikes=event_id, status=422)
    except Conflict as conflict:
        return lost_race(conflict, back=_back(commitment_id), back_label="Subsidie")
    flash("De regel is doorgestreept en telt niet meer mee.")
    return see_other(_back(commitment_id))
