"""Planning a conversation, inviting, moving and cancelling it. The centre does this; people hear of it by mail in the same change."""

from __future__ import annotations

from flask import Response, flash, make_response, render_template, url_for
from wtforms import SelectChoice

from contracts.foundation.errors import Conflict, Refused
from contracts.queries.providers import organisations
from kpi.actions import dialogues
from kpi.actions.dialogues.changing import PAST, change_session, read_plan
from kpi.actions.dialogues.participants import Person, add_people
from kpi.domain.participation import TOLD_STATES
from kpi.queries.dialogue_planning import last_people_of, parties_of, planned_session
from kpi.queries.dialogue_session import JOINT as JOINT_NAME
from portal.access.guard import requires
from portal.access.identity import Kind, Role, actor, viewer
from portal.access.permissions import Permission
from portal.dialogue import planning_mail
from portal.dialogue.desk import address, dialogue
from portal.dialogue.participant_desk import Given, show_participants
from portal.dialogue.planning_forms import JOINT, CancelForm, ChangeForm, PlanForm
from portal.dialogue.planning_pages import PlanPage
from portal.dialogue.planning_words import counted
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once
from portal.web.refusals import place


def offer_tables(form: PlanForm) -> None:
    """Every aanbieder, and all of them together. Nobody is chosen beforehand."""
    tables = [SelectChoice(str(one.id), one.name) for one in organisations(transaction.reading(), kind="aanbieder")]
    form.table.choices = [SelectChoice("", "Kies een aanbieder"), *tables, SelectChoice(JOINT, f"{JOINT_NAME} samen (gezamenlijk)")]


def chosen_table(form: PlanForm) -> int | None:
    """The aanbieder that was chosen; None for the joint table. Raises Refused."""
    if form.table.data not in {choice.value for choice in form.table.choices[1:]}:
        raise Refused("table", "Kies een aanbieder, of alle aanbieders samen.")
    return None if form.table.data == JOINT else int(form.table.data)


@dialogue.get("/nieuw")
@requires(Permission.DIALOGUE_CHAIR)
def new() -> str:
    """The form to plan a conversation."""
    form = PlanForm()
    offer_tables(form)
    return render_template("dialogue/plan.html", page=PlanPage(), form=form)


@dialogue.post("/nieuw")
@requires(Permission.DIALOGUE_CHAIR)
@once
def plan() -> Response:
    """Plan a conversation as a concept; the next page is where people are chosen."""
    form = PlanForm()
    offer_tables(form)
    try:
        if not form.validate():
            raise Refused("", "")
        made = _planned(form)
    except Refused as refusal:
        place(form, refusal)
        return make_response(render_template("dialogue/plan.html", page=PlanPage(has_errors=True), form=form), 422)
    flash("Het gesprek staat klaar als concept. Kies wie er komt en verstuur de uitnodiging.")
    return see_other(url_for("dialogue.participants", session_id=made))


def _planned(form: PlanForm) -> int:
    session, wanted, provider_id = transaction.writing(), read_plan(form.plan()), chosen_table(form)
    if wanted.planned_at <= clock.now():
        raise Refused("day", PAST)
    made = dialogues.plan_session(
        session, provider_id=provider_id, title=wanted.title, planned_at=wanted.planned_at, place=wanted.place,
        duration_minutes=wanted.duration_minutes, as_concept=True, by=actor(), at=clock.now(),
    )  # fmt: skip
    set_table(made, provider_id)
    return made


def set_table(session_id: int, provider_id: int | None) -> None:
    """Put the people on the list who sat there last; at a first conversation who plans it, and who signs for each aanbieder."""
    session, known = transaction.writing(), planning_mail.people_of(transaction.writing())
    parties = parties_of(session, session_id=session_id, viewer_provider_id=None)
    here = [one for party in parties for one in known.get(party.organisation_id, ())]
    last = set(last_people_of(session, provider_id=provider_id))
    usual = [one for one in here if one.person_id in last] or [
        one for one in here if one.person_id == viewer().person_id or (one.organisation_kind == Kind.PROVIDER and Role.SIGNATORY in one.roles)
    ]
    people = [Person(one.person_id, one.organisation_id, one.name, one.email) for one in usual]
    if people:
        add_people(session, session_id=session_id, people=people, viewer_provider_id=None, by=actor(), at=clock.now())


@dialogue.post("/<int:session_id>/uitnodigen")
@requires(Permission.DIALOGUE_CHAIR)
@once
def invite(session_id: int) -> Response:
    """Send the invitation: from now on everybody at the table knows of the conversation."""
    try:
        mails = invite_to(session_id)
    except Refused as refusal:
        transaction.undo()
        return show_participants(session_id, Given(mistake=refusal.reason), status=422)
    flash(f"De uitnodiging is verstuurd: {counted(mails, 'bericht', 'berichten')}. De agenda vult zich vanaf nu.")
    return see_other(url_for("dialogue.participants", session_id=session_id))


def invite_to(session_id: int) -> int:
    """A concept becomes a planned conversation, and everybody on its list hears of it; how many mails. Raises Refused."""
    session, at = transaction.writing(), clock.now()
    planned = planned_session(session, session_id=session_id, viewer_provider_id=None)
    if planned.planned_at <= at:
        raise Refused("", f"{planned.title}: dit moment is al voorbij. Kies eerst een moment dat nog komt.")
    dialogues.announce(session, session_id=session_id, viewer_provider_id=None, by=actor(), at=at)
    _require_both_sides(session_id)
    return planning_mail.tell(session, session_id=session_id, at=at)


def _require_both_sides(session_id: int) -> None:
    session = transaction.writing()
    there = planning_mail.organisations_on(session, session_id=session_id)
    sides = {one.side for one in parties_of(session, session_id=session_id, viewer_provider_id=None) if one.organisation_id in there}
    if len(sides) < 2:
        raise Refused("", "Zet eerst van de gemeente en van de aanbieder iemand op de lijst.")


@dialogue.post("/<int:session_id>/wijzigen")
@requires(Permission.DIALOGUE_CHAIR)
@once
def change(session_id: int) -> Response:
    """Another moment, place or title; everybody who was invited hears of it."""
    form, session, at = ChangeForm(prefix="wijzig"), transaction.writing(), clock.now()
    planned_session(session, session_id=session_id, viewer_provider_id=None)
    try:
        if not form.validate():
            raise Refused("", "")
        is_new = change_session(session, session_id=session_id, plan=form.plan(), seen=form.seen.data or "", by=actor(), at=at)
        mails = planning_mail.tell(session, session_id=session_id, at=at) if is_new else 0
    except Refused as refusal:
        transaction.undo()
        place(form, refusal)
        return show_participants(session_id, Given(change=form), status=422)
    except Conflict as conflict:
        transaction.undo()
        words = f"{conflict.by} heeft dit gesprek net gewijzigd. Het is nu: {conflict.theirs[0][1]}. U koos: {conflict.mine[0][1]}."
        return show_participants(session_id, Given(change=form, notice=words), status=409)
    told = f" {counted(mails, 'deelnemer krijgt', 'deelnemers krijgen')} bericht." if mails else ""
    flash(f"Het gesprek is gewijzigd.{told}" if is_new else "Er is niets veranderd.")
    return see_other(url_for("dialogue.participants", session_id=session_id))


@dialogue.post("/<int:session_id>/annuleren")
@requires(Permission.DIALOGUE_CHAIR)
@once
def cancel(session_id: int) -> Response:
    """The conversation will not be held; everybody who was invited hears why."""
    form, session, at = CancelForm(), transaction.writing(), clock.now()
    known = planned_session(session, session_id=session_id, viewer_provider_id=None)
    try:
        if not form.validate():
            raise Refused("", "")
        dialogues.cancel_session(session, session_id=session_id, reason=form.reason.data, viewer_provider_id=None, by=actor(), at=at)
    except Refused as refusal:
        transaction.undo()
        place(form, refusal)
        return show_participants(session_id, Given(cancel=form), status=422)
    mails = planning_mail.tell_off(session, session_id=session_id, reason=form.reason.data, at=at) if known.state in TOLD_STATES else 0
    told = f" {counted(mails, 'deelnemer krijgt', 'deelnemers krijgen')} bericht." if mails else ""
    flash(f"Het gesprek is geannuleerd. Wat op de agenda stond, gaat naar het volgende gesprek.{told}")
    return see_other(address(session_id))
