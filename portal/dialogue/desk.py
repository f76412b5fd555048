"""The blueprint of this desk, and how its views make the page of one conversation."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from wtforms import SelectChoice

from kpi.domain.minutes import MUNICIPALITY, PROVIDER
from kpi.queries.dialogue_session import SessionWhole, session_whole
from portal.access.identity import viewer
from portal.access.permissions import Permission, permits
from portal.dialogue.agenda_desk import beside
from portal.dialogue.forms import ActionForm, Forms
from portal.dialogue.live_marks import mark_of
from portal.dialogue.pages import SessionPage
from portal.dialogue.words import Seat, all_items
from portal.web import clock, transaction

dialogue = Blueprint("dialogue", __name__, url_prefix="/dialoog")


def seat() -> Seat:
    """Where the viewer sits, and what they may do there."""
    who = viewer()
    side = MUNICIPALITY if who.provider_id is None else PROVIDER
    return Seat(side, permits(Permission.DIALOGUE_CHAIR, who), permits(Permission.DIALOGUE_CONSENT, who))


def whole_session(session_id: int) -> SessionWhole:
    """The conversation for this viewer. Raises NotFound, also for one of another aanbieder."""
    return session_whole(transaction.reading(), session_id=session_id, viewer_provider_id=viewer().provider_id)


def laid_out(session_id: int, *, forms: Forms | None = None, has_errors: bool = False, notice: str = "") -> dict[str, Any]:
    """What the templates of one conversation are given: the page, its forms, and how to see whether a part of it changed."""
    whole, given = whole_session(session_id), forms or Forms()
    offer_choices(given.action, whole)
    page = SessionPage(whole, seat(), clock.today(), has_errors=has_errors, notice=notice, agenda=beside(whole))
    return {"page": page, "forms": given, "mark_of": mark_of}


def show(session_id: int, *, forms: Forms | None = None, status: int = 200, notice: str = "") -> Response:
    """The page of one conversation, with what was typed in its forms."""
    told = laid_out(session_id, forms=forms, has_errors=status in (409, 422), notice=notice)
    return make_response(render_template("dialogue/session.html", **told), status)


def offer_choices(form: ActionForm, whole: SessionWhole) -> None:
    """What can be chosen for an afspraak: the two organisations, and the points on the agenda."""
    form.owner_organisation.choices = [SelectChoice(name, name) for name in (whole.municipality_name, whole.provider_name)]
    form.agenda_item_id.choices = [
        SelectChoice("", "Bij het hele gesprek"),
        *(SelectChoice(str(item.item_id), item.title) for item in all_items(whole)),
    ]
    wanted = request.args.get("punt", "")
    if request.method == "GET" and any(wanted == str(item.item_id) for item in all_items(whole)):
        form.agenda_item_id.data = wanted


def address(session_id: int, anchor: str = "") -> str:
    """Where a conversation stands."""
    return url_for("dialogue.session", session_id=session_id, _anchor=anchor or None)
