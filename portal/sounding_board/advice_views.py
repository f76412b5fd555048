"""Advice: every advice with its answer, giving one, and taking one's own back."""

from __future__ import annotations

from flask import Response, current_app, flash, make_response, render_template, request, url_for

from contracts.foundation.errors import Refused
from kpi.actions.advice_giving import give, withdraw
from kpi.queries.advice_of_board import advice_of_board, all_advice_of_board
from kpi.queries.summaries import editions
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission
from portal.sounding_board.advice_forms import AdviceForm
from portal.sounding_board.advice_pages import AdvicePage, AllAdvicePage, NewAdvicePage
from portal.sounding_board.desk import sounding_board
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once
from portal.web.refusals import place


@sounding_board.get("/advies")
@requires(Permission.ADVICE_GIVE)
def all_advice() -> str:
    """Every advice of the klankbordgroep."""
    me = viewer()
    found = all_advice_of_board(transaction.reading(), organisation_id=me.organisation_id, person_id=me.person_id)
    return render_template("sounding_board/advice_list.html", page=AllAdvicePage(found, clock.today()))


def _form(form: AdviceForm, status: int = 200) -> Response:
    form.offer(editions(transaction.reading()))
    page = NewAdvicePage(has_errors=bool(form.errors))
    return make_response(render_template("sounding_board/advice_new.html", page=page, form=form), status)


@sounding_board.get("/advies/nieuw")
@requires(Permission.ADVICE_GIVE)
def new_advice() -> Response:
    """The form; `kwartaal` is the summary from which it was asked for."""
    return _form(AdviceForm(period=request.args.get("kwartaal", "").upper()))


@sounding_board.post("/advies/nieuw")
@requires(Permission.ADVICE_GIVE)
@once
def give_advice() -> Response:
    """Give an advice."""
    form = AdviceForm(request.form)
    told = {"subject": form.subject.data, "text": form.text.data, "period": form.period.data, "may_be_named": form.may_be_named.data}
    term = current_app.config["REGION"].advice_answer_working_days
    try:
        made = give(transaction.writing(), answer_working_days=term, by=actor(), at=clock.now(), **told)
    except Refused as refusal:
        place(form, refusal)
        return _form(form, 422)
    flash("Uw advies is verstuurd. U krijgt een bericht zodra de gemeente antwoordt.")
    return see_other(url_for("sounding_board.advice", advice_id=made))


def _show(advice_id: int, *, refusal: str = "", status: int = 200) -> Response:
    me = viewer()
    found = advice_of_board(transaction.reading(), advice_id=advice_id, organisation_id=me.organisation_id, person_id=me.person_id)
    return make_response(render_template("sounding_board/advice.html", page=AdvicePage(found, clock.today(), refusal)), status)


@sounding_board.get("/advies/<int:advice_id>")
@requires(Permission.ADVICE_GIVE)
def advice(advice_id: int) -> Response:
    """One advice, with every answer."""
    return _show(advice_id)


@sounding_board.post("/advies/<int:advice_id>/intrekken")
@requires(Permission.ADVICE_GIVE)
@once
def withdraw_advice(advice_id: int) -> Response:
    """Take one's own advice back, as long as it is not answered."""
    try:
        withdraw(transaction.writing(), advice_id=advice_id, by=actor(), at=clock.now())
    except Refused as refusal:
        return _show(advice_id, refusal=refusal.reason, status=422)
    flash("Uw advies is ingetrokken. De gemeente leest het niet meer.")
    return see_other(url_for("sounding_board.all_advice"))
