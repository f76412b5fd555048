"""Series of conversations: planned at once, changed together, ended. For the centre."""

from __future__ import annotations

from flask import Response, flash, make_response, render_template, url_for

from contracts.foundation.errors import Conflict, Refused
from kpi.actions.dialogues.changing import Plan
from kpi.actions.dialogues.series import begin_series, change_series, end_series
from kpi.queries.dialogue_series import series_line, series_lines, sessions_of_series
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.dialogue import planning_mail
from portal.dialogue.desk import dialogue
from portal.dialogue.planning_forms import SeriesChangeForm, SeriesForm
from portal.dialogue.planning_pages import PlanPage, SeriesListPage, SeriesPage
from portal.dialogue.planning_views import chosen_table, invite_to, offer_tables, set_table
from portal.dialogue.planning_words import counted
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once
from portal.web.refusals import place
from portal.web.sent_back import number_of


@dialogue.get("/reeksen")
@requires(Permission.DIALOGUE_CHAIR)
def all_series() -> str:
    """All series."""
    return render_template("dialogue/series_list.html", page=SeriesListPage(series_lines(transaction.reading(), at=clock.now())))


@dialogue.get("/reeksen/nieuw")
@requires(Permission.DIALOGUE_CHAIR)
def new_series() -> str:
    """The form to plan a series."""
    form = SeriesForm()
    offer_tables(form)
    return render_template("dialogue/plan.html", page=PlanPage(is_series=True), form=form)


@dialogue.post("/reeksen/nieuw")
@requires(Permission.DIALOGUE_CHAIR)
@once
def plan_series() -> Response:
    """Plan a series: every conversation as a concept, with the people who usually come."""
    form, session = SeriesForm(), transaction.writing()
    offer_tables(form)
    try:
        if not form.validate():
            raise Refused("", "")
        provider_id = chosen_table(form)
        plan, rhythm, times = form.plan(), form.rhythm(), form.times.data or 0
        made = begin_series(session, provider_id=provider_id, plan=plan, rhythm=rhythm, times=times, by=actor(), at=clock.now())
    except Refused as refusal:
        transaction.undo()
        place(form, refusal)
        return make_response(render_template("dialogue/plan.html", page=PlanPage(is_series=True, has_errors=True), form=form), 422)
    for one in sessions_of_series(session, series_id=made):
        set_table(one.session_id, provider_id)
    flash("De reeks staat klaar. Kijk wie er komt, en verstuur de uitnodigingen.")
    return _to(made)


def _to(series_id: int) -> Response:
    return see_other(url_for("dialogue.series", series_id=series_id))


def _show(series_id: int, form: SeriesChangeForm | None = None, *, status: int = 200, notice: str = "", mistake: str = "") -> Response:
    """The page of one series, with what was typed. Raises NotFound."""
    session, now = transaction.reading(), clock.now()
    line = series_line(session, series_id=series_id, at=now)
    page = SeriesPage(line, sessions_of_series(session, series_id=series_id), now, status in (409, 422), notice)
    shown = form or SeriesChangeForm(formdata=None)
    if form is None and page.follows is not None:
        shown.fill(Plan(line.title, page.follows.planned_at, line.duration_minutes, line.place))
        shown.every.data, shown.unit.data = line.every_number, line.every_unit
    shown.version.data = str(line.version)
    return make_response(render_template("dialogue/series.html", page=page, form=shown, mistake=mistake), status)


@dialogue.get("/reeksen/<int:series_id>")
@requires(Permission.DIALOGUE_CHAIR)
def series(series_id: int) -> Response:
    """One series with its conversations."""
    return _show(series_id)


@dialogue.post("/reeksen/<int:series_id>/wijzigen")
@requires(Permission.DIALOGUE_CHAIR)
@once
def alter_series(series_id: int) -> Response:
    """Change a series; whoever was invited to one of its conversations hears of it."""
    form, session, at = SeriesChangeForm(), transaction.writing(), clock.now()
    series_line(session, series_id=series_id, at=at)
    try:
        if not form.validate():
            raise Refused("", "")
        version = number_of(form.version.data)
        moved = change_series(session, series_id=series_id, version=version, plan=form.plan(), rhythm=form.rhythm(), by=actor(), at=at)
        mails = sum(planning_mail.tell(session, session_id=number, at=at) for number in moved.to_tell)
    except Refused as refusal:
        transaction.undo()
        place(form, refusal)
        return _show(series_id, form, status=422)
    except Conflict as conflict:
        transaction.undo()
        return _show(series_id, form, status=409, notice=f"{conflict.by} heeft deze reeks net gewijzigd. Kijk na wat er nu staat en kies opnieuw.")
    heard = f" Wij versturen {counted(mails, 'bericht', 'berichten')}." if mails else ""
    flash(f"{counted(len(moved.changed), 'gesprek is', 'gesprekken zijn')} gewijzigd.{heard}")
    return _to(series_id)


@dialogue.post("/reeksen/<int:series_id>/uitnodigen")
@requires(Permission.DIALOGUE_CHAIR)
@once
def invite_series(series_id: int) -> Response:
    """Send the invitations of all conversations to come: all of them or none."""
    session, at = transaction.writing(), clock.now()
    page = SeriesPage(series_line(session, series_id=series_id, at=at), sessions_of_series(session, series_id=series_id), at)
    try:
        if not page.concepts:
            raise Refused("", "Voor alle gesprekken die nog komen, is al uitgenodigd.")
        mails = sum(invite_to(one.session_id) for one in page.concepts)
    except Refused as refusal:
        transaction.undo()
        return _show(series_id, status=422, mistake=refusal.reason)
    flash(f"De uitnodigingen zijn verstuurd: {counted(mails, 'bericht', 'berichten')}.")
    return _to(series_id)


@dialogue.post("/reeksen/<int:series_id>/beeindigen")
@requires(Permission.DIALOGUE_CHAIR)
@once
def stop_series(series_id: int) -> Response:
    """End a series."""
    session, at = transaction.writing(), clock.now()
    line = series_line(session, series_id=series_id, at=at)
    try:
        lapsed = end_series(session, series_id=series_id, version=line.version, by=actor(), at=at)
    except Refused as refusal:
        transaction.undo()
        return _show(series_id, status=422, mistake=refusal.reason)
    flash(f"De reeks is beëindigd. {counted(lapsed, 'concept vervalt', 'concepten vervallen')}. Waarvoor is uitgenodigd, gaat door.")
    return _to(series_id)
