"""Afspraken: making one, and what becomes of it."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, request

from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions import dialogues
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission
from portal.dialogue.desk import address, dialogue, offer_choices, show, whole_session
from portal.dialogue.forms import ActionForm, Forms, Typed
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once
from portal.web.refusals import place
from portal.web.sent_back import number_of


def _told() -> dict[str, Any]:
    return {"viewer_provider_id": viewer().provider_id, "by": actor(), "at": clock.now()}


@dialogue.post("/<int:session_id>/afspraken")
@requires(Permission.DIALOGUE_TAKE_PART)
@once
def make_action(session_id: int) -> Response:
    """Make an afspraak."""
    form, session = ActionForm(), transaction.writing()
    offer_choices(form, whole_session(session_id))
    try:
        if not form.validate():
            raise Refused("", "")
        if form.owner_organisation.data not in {choice.value for choice in form.owner_organisation.choices}:
            raise Refused("owner_organisation", "Kies welke organisatie dit doet.")
        if form.agenda_item_id.data not in {choice.value for choice in form.agenda_item_id.choices}:
            raise Refused("agenda_item_id", "Kies een punt van de agenda.")
        given = {name: form[name].data for name in ("text", "owner_organisation", "owner_name", "due_on")}
        item = int(form.agenda_item_id.data) if form.agenda_item_id.data else None
        dialogues.make_action_point(session, session_id=session_id, agenda_item_id=item, **given, **_told())
    except Refused as refusal:
        place(form, refusal)
        return show(session_id, forms=Forms(action=form), status=422)
    flash("De afspraak is vastgelegd. Hij komt terug op de agenda tot de andere organisatie hem bevestigt.")
    return see_other(address(session_id, "afspraken"))


def _change(session_id: int, action_id: int) -> dict[str, Any]:
    """What an afspraak of this conversation is changed with. Raises NotFound when it is another conversation's."""
    if all(action.action_id != action_id for action in whole_session(session_id).actions):
        raise NotFound
    return {"action_id": action_id, "version": number_of(request.form.get("version")), **_told()}


@dialogue.post("/<int:session_id>/afspraken/<int:action_id>/afsluiten")
@requires(Permission.DIALOGUE_TAKE_PART)
def close_action(session_id: int, action_id: int) -> Response:
    """An afspraak is done, or no longer needed."""
    session, reason = transaction.writing(), request.form.get("reason", "")[:4000]
    kind = "resultaat" if request.form.get("state") == "gereed" else "reden"
    try:
        dialogues.close_action_point(session, state=request.form.get("state", ""), reason=reason, **_change(session_id, action_id))
    except Refused as refusal:
        return show(session_id, forms=Forms(typed=Typed(f"{kind}-{action_id}", reason, refusal.reason)), status=422)
    except Conflict as conflict:
        return _overtaken(session_id, conflict)
    flash("De afspraak is bijgewerkt.")
    return see_other(address(session_id, "afspraken"))


@dialogue.post("/<int:session_id>/afspraken/<int:action_id>/weghalen")
@requires(Permission.DIALOGUE_TAKE_PART)
def remove_action(session_id: int, action_id: int) -> Response:
    """Take back an afspraak that was written down by mistake."""
    session = transaction.writing()
    try:
        dialogues.remove_action_point(session, **_change(session_id, action_id))
    except Refused as refusal:
        return show(session_id, forms=Forms(typed=Typed("afspraken", "", refusal.reason)), status=422)
    except Conflict as conflict:
        return _overtaken(session_id, conflict)
    flash("De afspraak is weggehaald.")
    return see_other(address(session_id, "afspraken"))


def _overtaken(session_id: int, conflict: Conflict) -> Response:
    mine, theirs = conflict.mine[0][1], conflict.theirs[0][1]
    return show(
        session_id, status=409, notice=f"{conflict.by} was u voor. U koos: {mine}. De afspraak is nu: {theirs}. Kies opnieuw als dat nodig is."
    )
