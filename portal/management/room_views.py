"""The room to spend of aanbieders: what is used and expected, the signal with its clocks, and writing down what was done."""

from __future__ import annotations

from flask import Response, current_app, flash, make_response, render_template, request, url_for

from contracts.actions.spending_room import record_step, set_room
from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.queries.rooms import rooms_of
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.management.desk import ID, asked_year, management, seen_version, tell
from portal.management.lost_race import lost_race
from portal.management.room_page import RoomForm, StepForm, room_page, rooms_page, step_choices
from portal.web import clock, transaction
from portal.web.days import typed_day
from portal.web.fragments import see_other
from portal.web.once import once

PLACE = f"/bestedingsruimte/<{ID}:provider_id>/<{ID}:year>"


def _percent() -> int:
    """From which share on this region wants a signal; 0: never."""
    return int(current_app.config["REGION"].spending_room_percent)


@management.get("/bestedingsruimte")
@requires(Permission.BUDGET_READ)
def spending_rooms() -> str:
    """Every aanbieder in a year."""
    today = clock.today()
    year = asked_year(request.args["jaar"]) if "jaar" in request.args else today.year
    found = rooms_of(transaction.reading(), year=year, today=today, percent=_percent())
    return render_template("management/spending_rooms.html", page=rooms_page(found, year=year, today=today, percent=_percent()))


def _show(provider_id: int, year: int, room_form: RoomForm, step_form: StepForm, *, status: int = 200) -> Response:
    year, today = asked_year(str(year)), clock.today()
    found = rooms_of(transaction.reading(), year=year, today=today, percent=_percent(), provider_id=provider_id)
    if not found:
        raise NotFound(f"provider {provider_id}")
    step_form.step.choices = step_choices()
    page = room_page(found[0], (room_form, step_form), today=today, percent=_percent())
    return make_response(render_template("management/spending_room.html", page=page, room_form=room_form, step_form=step_form), status)


@management.get(PLACE)
@requires(Permission.BUDGET_READ)
def spending_room(provider_id: int, year: int) -> Response:
    """One aanbieder in one year."""
    return _show(provider_id, year, RoomForm(), StepForm())


@management.post(f"{PLACE}/bedrag")
@requires(Permission.BUDGET_CHANGE)
@once
def keep_room(provider_id: int, year: int) -> Response:
    """Let an aanbieder have this room."""
    form, back = RoomForm(request.form), url_for("management.spending_room", provider_id=provider_id, year=year)
    told = {"amount_text": form.amount.data, "reason": form.reason.data}
    try:
        set_room(transaction.writing(), provider_id=provider_id, year=year, version=seen_version(), by=actor(), at=clock.now(), **told)
    except Refused as refusal:
        tell(form, refusal)
        return _show(provider_id, year, form, StepForm(), status=422)
    except Conflict as conflict:
        return lost_race(conflict, back=back, back_label="Bestedingsruimte")
    flash(f"De bestedingsruimte van {year} is vastgelegd.")
    return see_other(back)


@management.post(f"{PLACE}/stap")
@requires(Permission.BUDGET_CHANGE)
@once
def keep_room_step(provider_id: int, year: int) -> Response:
    """Write down what was done."""
    form, back = StepForm(request.form), url_for("management.spending_room", provider_id=provider_id, year=year)
    told = {"step": form.step.data, "on": typed_day(form.on.data), "decision": form.decision.data, "version": seen_version()}
    try:
        record_step(transaction.writing(), provider_id=provider_id, year=year, by=actor(), at=clock.now(), **told)
    except Refused as refusal:
        tell(form, refusal)
        return _show(provider_id, year, RoomForm(), form, status=422)
    except Conflict as conflict:
        return lost_race(conflict, back=back, back_label="Bestedingsruimte")
    flash("De stap is vastgelegd. Hieronder staat wat er nu moet gebeuren.")
    return see_other(back)
