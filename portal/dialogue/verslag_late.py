"""A text that was saved just after the minutes were settled: it is not in them, and it is not lost. It can become an addendum."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from contracts.foundation.errors import Refused
from kpi.queries.dialogue_session import ItemLine
from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.dialogue.consent_forms import AddendumForm
from portal.dialogue.desk import dialogue, whole_session
from portal.dialogue.verslag_addendum_views import show_addendum
from portal.dialogue.verslag_views import read
from portal.dialogue.words import all_items
from portal.web.fragments import wants_fragment

LONGEST = 8000


def too_late(session_id: int, item: ItemLine, text: str, refusal: Refused) -> Response | None:
    """The answer to a save that came after the minutes were settled, with the text kept; None when they were not."""
    if not whole_session(session_id).editions:
        return None
    if wants_fragment():
        return make_response(render_template("dialogue/_late_status.html", session_id=session_id, item=item, reason=refusal.reason), 422)
    return _as_addendum(session_id, item, text, status=422)


@dialogue.post("/<int:session_id>/aanvulling/te-laat")
@requires(Permission.DIALOGUE_TAKE_PART)
def late_text(session_id: int) -> Response:
    """From the field where it still stands to the form of an addendum. Nothing is written yet: the reason is still to be told."""
    number = request.form.get("punt", "")
    item = next((one for one in all_items(whole_session(session_id)) if str(one.item_id) == number), None)
    return _as_addendum(session_id, item, request.form.get("text", ""), status=200)


def _as_addendum(session_id: int, item: ItemLine | None, text: str, *, status: int) -> Response:
    form, title = AddendumForm(formdata=None), item.title if item else ""
    form.text.data = f"Bij het punt: {title}\n{text[:LONGEST]}" if title else text[:LONGEST]
    return show_addendum(read(session_id), form, status=status, late=title or "een punt")
