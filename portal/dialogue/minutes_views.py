"""Writing: the minutes at each point, and points of one's own."""

from __future__ import annotations

from flask import Response, flash, make_response, render_template, request

from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions import dialogues
from kpi.queries.dialogue_session import ItemLine
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission
from portal.dialogue.desk import address, dialogue, show, whole_session
from portal.dialogue.forms import Forms, ItemForm, Typed
from portal.dialogue.pages import ConflictPage, MinutesStatus, saved
from portal.dialogue.verslag_late import too_late
from portal.dialogue.words import all_items
from portal.web import clock, transaction
from portal.web.fragments import see_other, wants_fragment
from portal.web.once import once
from portal.web.refusals import place


def _number(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _item(session_id: int, item_id: int) -> ItemLine:
    found = next((item for item in all_items(whole_session(session_id)) if item.item_id == item_id), None)
    if found is None:
        raise NotFound
    return found


@dialogue.post("/<int:session_id>/punten/<int:item_id>/verslag")
@requires(Permission.DIALOGUE_TAKE_PART)
def write(session_id: int, item_id: int) -> Response:
    """Save the minutes at one point. "boven" is the version that the writer chose to write over, with both texts in sight."""
    text, session = request.form.get("text", ""), transaction.writing()
    item, own = _item(session_id, item_id), viewer().provider_id
    version = _number("boven") or _number("version")
    try:
        made = dialogues.write_minutes(session, item_id=item_id, version=version, text=text, viewer_provider_id=own, by=actor(), at=clock.now())
    except Refused as refusal:
        return too_late(session_id, item, text, refusal) or _refused(session_id, item_id, text, refusal)
    except Conflict as conflict:
        return _lost(session_id, item, text, conflict)
    if not wants_fragment():
        flash("Het verslag bij dit punt is opgeslagen.")
        return see_other(address(session_id, f"punt-{item_id}"))
    response = _status(session_id, item_id, saved(clock.now()), 200)
    response.headers["X-Version"] = str(made)
    return response


def _status(session_id: int, item_id: int, status: MinutesStatus, code: int) -> Response:
    """Only the words at the point: never the text itself, which somebody may be typing on."""
    return make_response(render_template("dialogue/_minutes_status.html", status=status, session_id=session_id, item_id=item_id), code)


def _refused(session_id: int, item_id: int, text: str, refusal: Refused) -> Response:
    if wants_fragment():
        return _status(session_id, item_id, MinutesStatus("Niet opgeslagen", "zorg", refusal.reason), 422)
    return show(session_id, forms=Forms(typed=Typed(f"punt-{item_id}", text, refusal.reason)), status=422)


def _lost(session_id: int, item: ItemLine, text: str, conflict: Conflict) -> Response:
    by, theirs = conflict.by or "iemand anders", conflict.theirs[0][1]
    if wants_fragment():
        sentence = "Uw tekst staat nog in het veld. Hij is niet opgeslagen."
        return _status(session_id, item.item_id, MinutesStatus(f"Gewijzigd door {by}", "zorg", sentence, theirs, by, conflict.version), 409)
    page = ConflictPage(session_id, item, text, theirs, by, conflict.version)
    return make_response(render_template("dialogue/conflict.html", page=page), 409)


@dialogue.post("/<int:session_id>/punten")
@requires(Permission.DIALOGUE_TAKE_PART)
@once
def add_item(session_id: int) -> Response:
    """Put a point of one's own on the agenda."""
    form, own = ItemForm(), viewer().provider_id
    try:
        if not form.validate():
            raise Refused("", "")
        given = {"part": form.part.data, "title": form.title.data, "kind": form.kind.data}
        made = dialogues.add_item(transaction.writing(), session_id=session_id, viewer_provider_id=own, by=actor(), at=clock.now(), **given)
    except Refused as refusal:
        place(form, refusal)
        return show(session_id, forms=Forms(item=form), status=422)
    flash("Het punt staat op de agenda. De andere organisatie ziet het ook.")
    return see_other(address(session_id, f"punt-{made}"))
