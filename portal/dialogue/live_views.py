"""The screen that both sides have open: the question for news, and who writes where."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, request, url_for

from kpi.actions import dialogues
from kpi.domain.dialogue import OVER
from kpi.queries.dialogue_news import Pulse, pulse
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission
from portal.dialogue.desk import address, dialogue, laid_out
from portal.dialogue.live_marks import Asked, who_writes
from portal.dialogue.live_news import News, news_of
from portal.web import clock, transaction
from portal.web.fragments import render_fragment, see_other, wants_fragment
from portal.web.once import fresh_key
from portal.web.quiet import quiet

STOP_ASKING = 286  # htmx's own status: the answer is taken in, and the question is not asked again


@dialogue.get("/<int:session_id>/nieuws")
@requires(Permission.DIALOGUE_TAKE_PART)
@quiet
def news(session_id: int) -> Response:
    """What is new on this screen; 204 when nothing is."""
    asked, who = Asked.read(request.args), viewer()
    now = pulse(transaction.reading(), session_id=session_id, viewer_provider_id=who.provider_id, person_id=who.person_id, at=clock.now())
    if not wants_fragment():
        return see_other(address(session_id))
    if asked.state == now.state and asked.knows(now):
        return make_response("", 204)
    if asked.state == now.state and asked.knows_record(now):
        body = render_fragment("dialogue/_news_writing.html", known=asked.writable, writing=who_writes(now.writing))
        return _answer(body, asked.cursor_after(now))
    return _record(session_id, asked, now)


def _record(session_id: int, asked: Asked, now: Pulse) -> Response:
    laid = laid_out(session_id)
    found: News = news_of(laid["page"], asked)
    cursor = asked.cursor_after(now, found.kept_back)
    if found.notice:
        return _anew(session_id, asked, now, found, cursor)
    whole = {item.item_id for item in found.changed}.union(found.gone)  # these parts come with that line in them, or leave
    known = [number for number in asked.writable if number not in whole]
    told = {"news": found, "known": known, "writing": who_writes(now.writing), "fresh_key": fresh_key}
    return _answer(render_fragment("dialogue/_news.html", **laid, **told), cursor)


def _anew(session_id: int, asked: Asked, now: Pulse, found: News, cursor: str) -> Response:
    """The page must be loaded anew: at once when nobody is busy on it, else the sentence and a link. What is over ends the questions."""
    is_over = now.state in OVER
    there = url_for("dialogue.minutes" if is_over else "dialogue.session", session_id=session_id)
    response = _answer(render_fragment("dialogue/_news_notice.html", sentence=found.notice, there=there), cursor)
    if is_over:
        response.status_code = STOP_ASKING
    elif not asked.busy:
        response.headers["HX-Refresh"] = "true"
    return response


def _answer(body: str, cursor: str) -> Response:
    response = make_response(body)
    response.headers["X-Cursor"] = cursor
    return response


@dialogue.post("/<int:session_id>/punten/<int:item_id>/hier")
@requires(Permission.DIALOGUE_TAKE_PART)
def here(session_id: int, item_id: int) -> Response:
    """This person writes at this point now; "weg" when they left it."""
    about: dict[str, Any] = {"session_id": session_id, "item_id": item_id, "viewer_provider_id": viewer().provider_id, "by": actor()}
    session = transaction.writing()
    if request.form.get("weg"):
        dialogues.release_writing(session, **about)
    else:
        dialogues.claim_writing(session, at=clock.now(), **about)
    return make_response("", 204)
