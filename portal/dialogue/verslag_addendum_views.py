"""Adding to settled minutes: propose, write differently, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, make_response, render_template, url_for

from contracts.foundation.errors import Conflict, Refused
from kpi.actions import dialogues
from kpi.queries.dialogue_reading import Reading
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission
from portal.dialogue.consent_forms import AddendumForm
from portal.dialogue.desk import dialogue
from portal.dialogue.verslag_pages import AddendumPage
from portal.dialogue.verslag_views import read
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once
from portal.web.refusals import place
from portal.web.sent_back import number_of

PROPOSED = "De aanvulling ligt ter instemming. Zijn alle organisaties het eens, dan is het verslag opnieuw vastgesteld."
CHANGED = "De aanvulling is gewijzigd. Antwoorden die al gegeven waren, tellen niet meer."
WITHDRAWN = "De aanvulling is ingetrokken. Het verslag blijft zoals het was vastgesteld."


def show_addendum(found: Reading, form: AddendumForm, *, status: int = 200, notice: str = "", late: str = "") -> Response:
    """The page of an addendum, with what was typed."""
    mine = actor().organisation_name
    is_own = found.addendum is None or found.addendum.organisation == mine
    may_withdraw = found.addendum is not None and (is_own or viewer().provider_id is None)
    page = AddendumPage(found, is_own, may_withdraw, late, status in (409, 422), notice)
    return make_response(render_template("dialogue/addendum.html", page=page, form=form), status)


@dialogue.get("/<int:session_id>/aanvulling")
@requires(Permission.DIALOGUE_TAKE_PART)
def addendum(session_id: int) -> Response:
    """Propose an addendum, or write the open one differently."""
    form, found = AddendumForm(formdata=None), read(session_id)
    if found.addendum:
        form.text.data, form.reason.data, form.version.data = found.addendum.text, found.addendum.reason, str(found.addendum.version)
    return show_addendum(found, form)


@dialogue.post("/<int:session_id>/aanvulling")
@requires(Permission.DIALOGUE_TAKE_PART)
@once
def propose_addendum(session_id: int) -> Response:
    """Lay an addendum before everybody at the table."""
    return _written(session_id, dialogues.propose_addendum, PROPOSED)


@dialogue.post("/<int:session_id>/aanvulling/tekst")
@requires(Permission.DIALOGUE_TAKE_PART)
def change_addendum(session_id: int) -> Response:
    """Write the open addendum differently."""
    return _written(session_id, dialogues.change_addendum, CHANGED, has_version=True)


@dialogue.post("/<int:session_id>/aanvulling/intrekken")
@requires(Permission.DIALOGUE_TAKE_PART)
def withdraw_addendum(session_id: int) -> Response:
    """Take the open addendum back."""
    form = AddendumForm()
    given: dict[str, Any] = {"version": number_of(form.version.data), "reason": form.withdrawn.data or ""}
    return _done(session_id, form, lambda told: dialogues.withdraw_addendum(transaction.writing(), **given, **told), WITHDRAWN)


def _written(session_id: int, act: Callable[..., object], said: str, *, has_version: bool = False) -> Response:
    form = AddendumForm()
    given: dict[str, Any] = {"text": form.text.data or "", "reason": form.reason.data or ""}
    given |= {"version": number_of(form.version.data)} if has_version else {}
    return _done(session_id, form, lambda told: act(transaction.writing(), **given, **told), said, must_be_whole=True)


def _done(session_id: int, form: AddendumForm, act: Callable[[dict[str, Any]], object], said: str, *, must_be_whole: bool = False) -> Response:
    try:
        if must_be_whole and not form.validate():
            raise Refused("", "")
        act({"session_id": session_id, "viewer_provider_id": viewer().provider_id, "by": actor(), "at": clock.now()})
    except Refused as refusal:
        place(form, refusal)
        return show_addendum(read(session_id), form, status=422)
    except Conflict as conflict:
        found = read(session_id)
        newer = found.addendum
        notice = f"{conflict.by} heeft de aanvulling net veranderd. " + (f"De tekst is nu: {newer.text}" if newer else "Zij ligt niet meer voor.")
        form.version.data = str(newer.version) if newer else ""
        return show_addendum(found, form, status=409, notice=notice)
    flash(said)
    return see_other(url_for("dialogue.minutes", session_id=session_id, _anchor="instemming"))
