"""Making an afspraak with everything it hangs on, and saying it otherwise while its record is open."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions import dialogues
from kpi.domain.dialogue import OFFERED, TALKING
from kpi.queries.action_point_whole import AgreementWhole, agreement_whole
from kpi.queries.action_points import choices_for
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission
from portal.dialogue.agreement_forms import WholeActionForm
from portal.dialogue.agreement_make_page import MakePage
from portal.dialogue.agreement_words import STATES
from portal.dialogue.desk import address, dialogue, whole_session
from portal.dialogue.words import all_items
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once
from portal.web.refusals import place
from portal.web.sent_back import number_of


def _told() -> dict[str, Any]:
    return {"viewer_provider_id": viewer().provider_id, "by": actor(), "at": clock.now()}


def _ask(page: MakePage, form: WholeActionForm, status: int = 200) -> Response:
    return make_response(render_template("dialogue/agreement_make.html", page=page, form=form), status)


def _offered(form: WholeActionForm, session_id: int, *, at_table: bool) -> MakePage:
    """What can be chosen in this session. Raises NotFound while it does not run, or when it is not the viewer's."""
    whole = whole_session(session_id)
    if whole.state not in (TALKING, OFFERED):
        raise NotFound
    items = all_items(whole) if at_table else ()
    form.offer(choices_for(transaction.reading(), session_id=session_id), [(item.item_id, item.title) for item in items])
    return MakePage(session_id, whole.title, url_for("dialogue.make_whole_action", session_id=session_id), address(session_id, "afspraken"))


@dialogue.get("/<int:session_id>/afspraken/nieuw")
@requires(Permission.DIALOGUE_TAKE_PART)
def new_action(session_id: int) -> Response:
    """The whole form; `punt` is the point at which it was asked for."""
    form = WholeActionForm(formdata=None)
    page = _offered(form, session_id, at_table=True)
    wanted = request.args.get("punt", "")
    form.agenda_item_id.data = wanted if any(wanted == choice.value for choice in form.agenda_item_id.choices) else ""
    return _ask(page, form)


@dialogue.post("/<int:session_id>/afspraken/nieuw")
@requires(Permission.DIALOGUE_TAKE_PART)
@once
def make_whole_action(session_id: int) -> Response:
    """Make an afspraak with everything it hangs on."""
    session, form = transaction.writing(), WholeActionForm()
    page = _offered(form, session_id, at_table=True)
    try:
        dialogues.make_action_point(session, session_id=session_id, **form.told(with_item=True), **_told())
    except Refused as refusal:
        place(form, refusal)
        return _ask(page.wrong(), form, 422)
    flash("De afspraak is vastgelegd. Hij komt terug op de agenda tot de andere organisatie hem bevestigt.")
    return see_other(address(session_id, "afspraken"))


def _to_edit(form: WholeActionForm, action_id: int) -> tuple[MakePage, AgreementWhole]:
    """An afspraak whose record is open. Raises NotFound, also for one that can no longer be said otherwise."""
    found = agreement_whole(transaction.reading(), action_id=action_id, viewer_provider_id=viewer().provider_id)
    if not found.head.is_record_open:
        raise NotFound
    head = found.head
    form.offer(choices_for(transaction.reading(), session_id=head.session_id), [])
    here = url_for("dialogue.agreement", action_id=action_id)
    return MakePage(head.session_id, head.session_title, url_for("dialogue.change_agreement", action_id=action_id), here, is_change=True), found


@dialogue.get("/afspraken/<int:action_id>/wijzigen")
@requires(Permission.DIALOGUE_TAKE_PART)
def edit_agreement(action_id: int) -> Response:
    """The whole form, with what was agreed on."""
    form = WholeActionForm(formdata=None)
    page, found = _to_edit(form, action_id)
    form.show(found)
    return _ask(page, form)


@dialogue.post("/afspraken/<int:action_id>/wijzigen")
@requires(Permission.DIALOGUE_TAKE_PART)
@once
def change_agreement(action_id: int) -> Response:
    """Say it otherwise, while its record is open."""
    session, form = transaction.writing(), WholeActionForm()
    page, found = _to_edit(form, action_id)
    try:
        dialogues.change_action_point(session, action_id=action_id, version=number_of(form.version.data), **form.told(with_item=False), **_told())
    except Refused as refusal:
        place(form, refusal)
        return _ask(page.wrong(), form, 422)
    except Conflict as conflict:
        form.version.data = str(found.head.version)
        return _ask(page.overtaken(conflict.by, STATES[found.head.state][0], found.head), form, 409)
    flash("De afspraak is gewijzigd. Antwoorden op het verslag tellen niet meer; u vraagt opnieuw om instemming.")
    return see_other(page.back)
