"""The conversations: the list, and the steps each takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, render_template, request

from contracts.foundation.errors import Refused
from kpi.actions import dialogues
from kpi.domain.dialogue import CONCEPT, OVER
from kpi.queries.advice import open_advice
from kpi.queries.dialogues import open_action_points
from kpi.queries.dialogues import sessions as all_sessions
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission
from portal.dialogue.desk import address, dialogue, show
from portal.dialogue.forms import Forms, ItemForm
from portal.dialogue.pages import SessionsPage
from portal.dialogue.rating_views import trends
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once
from portal.web.refusals import place
from portal.web.region import rulebook


@dialogue.get("")
@requires(Permission.DIALOGUE_TAKE_PART)
def sessions() -> str:
    """Conversations, and the afspraken that are still open."""
    session, own = transaction.reading(), viewer().provider_id
    lines = all_sessions(session, viewer_provider_id=own)
    actions = open_action_points(session, viewer_provider_id=own)
    ahead = [line for line in reversed(lines) if line.state not in OVER]
    coming, concepts = (tuple(line for line in ahead if (line.state == CONCEPT) is wanted) for wanted in (False, True))
    past = tuple(line for line in lines if line.state in OVER)
    advice = open_advice(session) if own is None else ()
    page = SessionsPage(coming, past, actions, clock.today(), own is None, concepts, advice)
    return render_template("dialogue/sessions.html", page=page, trends=trends())


@dialogue.get("/<int:session_id>")
@requires(Permission.DIALOGUE_TAKE_PART)
def session(session_id: int) -> Response:
    """One conversation."""
    return show(session_id)


def _step(session_id: int, take: Callable[..., object], done: str, **given: Any) -> Response:
    """Let the conversation take a step and say what happens next; the page with the reason when it cannot."""
    own, session = viewer().provider_id, transaction.writing()
    try:
        take(session, session_id=session_id, viewer_provider_id=own, by=actor(), at=clock.now(), **given)
    except Refused as refusal:
        form = ItemForm(formdata=None)
        place(form, refusal)
        return show(session_id, forms=Forms(item=form), status=422)
    flash(done)
    return see_other(address(session_id))


@dialogue.post("/<int:session_id>/delen")
@requires(Permission.DIALOGUE_CHAIR)
@once
def share(session_id: int) -> Response:
    """Share the agenda: both sides read each other's input, and the figures are frozen."""
    done = "De agenda is gedeeld. De cijfers zijn vastgezet, en u leest elkaars inbreng."
    return _step(session_id, dialogues.share, done, book=rulebook())


@dialogue.post("/<int:session_id>/beginnen")
@requires(Permission.DIALOGUE_CHAIR)
@once
def start(session_id: int) -> Response:
    """The conversation begins."""
    return _step(session_id, dialogues.start, "Het gesprek is begonnen. U kunt nu samen het verslag schrijven.", book=rulebook())


@dialogue.post("/<int:session_id>/ter-instemming")
@requires(Permission.DIALOGUE_CHAIR)
@once
def offer(session_id: int) -> Response:
    """Lay the minutes before both sides."""
    return _step(session_id, dialogues.offer_minutes, "Het verslag ligt ter instemming. Beide organisaties geven nu hun antwoord.")


@dialogue.post("/<int:session_id>/heropenen")
@requires(Permission.DIALOGUE_CHAIR)
@once
def reopen(session_id: int) -> Response:
    """Take the minutes back into the conversation."""
    done = "Het gesprek is heropend. Eerdere antwoorden op het verslag tellen niet meer."
    return _step(session_id, dialogues.reopen, done, reason=request.form.get("reason", "")[:4000])
