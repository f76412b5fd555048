"""Writing: the minutes at each point, and points of one's own."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, flash, request

from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions import dialogues
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission
from portal.dialogue.desk import address, dialogue, show
from portal.dialogue.forms import Forms, ItemForm
from portal.dialogue.live_kept import cannot, status, too_late
from portal.dialogue.pages import saved
from portal.web import clock, transaction
from portal.web.fragments import see_other, wants_fragment
from portal.web.once import once
from portal.web.refusals import place
from portal.web.sent_back import number_of


def _save(keep: Callable[..., int], session_id: int, item_id: int, version: int) -> Response:
    """Keep what was written at a point; an answer with the text when that cannot be."""
    text, session = request.form.get("text", ""), transaction.writing()
    who = {"viewer_provider_id": viewer().provider_id, "by": actor(), "at": clock.now()}
    try:
        made = keep(session, session_id=session_id, item_id=item_id, version=version, text=text, **who)
    except (Refused, Conflict, NotFound) as problem:
        return cannot(session_id, item_id, text, problem)
    if not wants_fragment():
        flash("Het verslag bij dit punt is opgeslagen.")
        return see_other(address(session_id, f"punt-{item_id}"))
    response = status(session_id, item_id, saved(clock.now()), 200)
    response.headers["X-Version"] = str(made)
    return response


@dialogue.post("/<int:session_id>/punten/<int:item_id>/verslag")
@requires(Permission.DIALOGUE_TAKE_PART)
def write(session_id: int, item_id: int) -> Response:
    """Save the minutes at one point. "boven" is the version that the writer chose to write over, with both texts in sight."""
    return _save(dialogues.write_minutes, session_id, item_id, number_of(request.form.get("boven")) or number_of(request.form.get("version")))


@dialogue.post("/<int:session_id>/punten/<int:item_id>/terugzetten")
@requires(Permission.DIALOGUE_TAKE_PART)
def restore(session_id: int, item_id: int) -> Response:
    """Put a point back that was taken off while somebody was writing at it, with what they wrote."""
    return _save(dialogues.put_back, session_id, item_id, number_of(request.form.get("version")))


@dialogue.post("/<int:session_id>/punten")
@requires(Permission.DIALOGUE_TAKE_PART)
@once
def add_item(session_id: int) -> Response:
    """Put a point of one's own on the agenda."""
    form, own = ItemForm(), viewer().provider_id
    try:
        if not form.validate():
            raise Refused("", "")
        given = {"part": form.part.data, "title": form.title.data}
        made = dialogues.add_item(transaction.writing(), session_id=session_id, viewer_provider_id=own, by=actor(), at=clock.now(), **given)
    except Refused as refusal:
        if refusal.reason and not refusal.field:
            transaction.undo()
            return too_late(session_id, form.title.data or "", refusal)
        place(form, refusal)
        return show(session_id, forms=Forms(item=form), status=422)
    flash("Het punt staat op de agenda. De andere organisatie ziet het ook.")
    return see_other(address(session_id, f"punt-{made}"))
