"""Both sides rate the cooperation after a conversation, and read how it goes over time."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, render_template, url_for

from contracts.foundation.errors import Conflict, Refused
from kpi.actions import dialogues
from kpi.queries.dialogue_ratings import all_providers, rated_session, shared_remarks, side_tallies, to_rate
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission
from portal.dialogue.desk import dialogue
from portal.dialogue.rating_form import RatingForm
from portal.dialogue.rating_pages import CooperationPage, RatingPage, TableTrend, tables_of
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.refusals import place


def trends() -> tuple[TableTrend, ...]:
    """The trend of every table of the viewer. Two questions to the database."""
    session, own, now = transaction.reading(), viewer().provider_id, clock.now()
    everybody = () if own is None else all_providers(session, viewer_provider_id=own, at=now)
    return tables_of(side_tallies(session, viewer_provider_id=own, at=now), everybody, is_centre=own is None)


@dialogue.get("/samenwerking")
@requires(Permission.DIALOGUE_TAKE_PART)
def cooperation() -> str:
    """How the cooperation goes, per table."""
    who = viewer()
    waiting = to_rate(transaction.reading(), viewer_provider_id=who.provider_id, person_id=who.person_id, at=clock.now())
    return render_template("dialogue/cooperation.html", page=CooperationPage(trends(), waiting))


def _page(session_id: int, *, has_errors: bool = False) -> RatingPage:
    """The answers as this person may read them. Raises NotFound, also for a session of another aanbieder."""
    session, who, at = transaction.reading(), viewer(), clock.now()
    own = who.provider_id
    head = rated_session(session, session_id=session_id, viewer_provider_id=own, person_id=who.person_id)
    tallies = side_tallies(session, session_id=session_id, viewer_provider_id=own, at=at)
    is_shown = own is not None and head.provider_id is None
    everybody = all_providers(session, session_id=session_id, viewer_provider_id=own, at=at) if is_shown else ()
    remarks = shared_remarks(session, session_id=session_id, viewer_provider_id=own, at=at)
    return RatingPage(head, own is None, at, tallies, everybody, remarks, has_errors)


def _show(page: RatingPage, form: RatingForm, status: int = 200) -> Response:
    return make_response(render_template("dialogue/rating.html", page=page, form=form.about(page.other, page.reader)), status)


@dialogue.get("/<int:session_id>/samenwerking")
@requires(Permission.DIALOGUE_TAKE_PART)
def rating(session_id: int) -> Response:
    """The four questions about one conversation, and what was answered."""
    page = _page(session_id)
    return _show(page, RatingForm(formdata=None).filled(page.head.own))


@dialogue.post("/<int:session_id>/samenwerking")
@requires(Permission.DIALOGUE_TAKE_PART)
def rate(session_id: int) -> Response:
    """Answer the four questions, or change one's answers."""
    form, session, own = RatingForm(), transaction.writing(), viewer().provider_id
    words: dict[str, Any] = {"remark": form.remark.data or "", "is_remark_shared": form.is_remark_shared.data}
    told: dict[str, Any] = {"viewer_provider_id": own, "by": actor(), "at": clock.now()}
    try:
        dialogues.rate_cooperation(session, session_id=session_id, version=form.seen_version, answers=form.answers, **words, **told)
    except Refused as refusal:
        place(form, refusal)
        return _show(_page(session_id, has_errors=True), form, 422)
    except Conflict as conflict:
        form.form_errors = [*form.form_errors, "U hebt in een ander venster al geantwoord. Kijk uw antwoorden na en bewaar ze opnieuw."]
        form.version.data = str(conflict.version)
        return _show(_page(session_id, has_errors=True), form, 409)
    flash("Uw antwoorden zijn bewaard. Dank u wel.")
    return see_other(url_for("dialogue.rating", session_id=session_id, _anchor="antwoorden"))


@dialogue.post("/<int:session_id>/samenwerking/toelichting")
@requires(Permission.DIALOGUE_TAKE_PART)
def hide_remark(session_id: int) -> Response:
    """Take one's own words away from the others again."""
    own, session = viewer().provider_id, transaction.writing()
    dialogues.hide_remark(session, session_id=session_id, viewer_provider_id=own, by=actor(), at=clock.now())
    flash("Uw toelichting is alleen nog voor uzelf.")
    return see_other(url_for("dialogue.rating", session_id=session_id))
