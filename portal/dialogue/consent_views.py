"""An organisation's answer to the minutes that it read."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, url_for

from contracts.foundation.errors import Conflict, Refused
from kpi.actions import dialogues
from kpi.domain.dialogue import SETTLED
from kpi.queries.dialogue_reading import Happened
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission
from portal.dialogue.consent_forms import ConsentForm
from portal.dialogue.desk import dialogue, seat
from portal.dialogue.verslag_pages import own_party
from portal.dialogue.verslag_views import read, show_minutes
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once
from portal.web.refusals import place

_SETTLED = "Het verslag is vastgesteld. Werk nu de afspraken af."
_RECORDED = "Uw antwoord is vastgelegd. De andere organisatie ziet het meteen."


@dialogue.post("/<int:session_id>/instemming")
@requires(Permission.DIALOGUE_CONSENT)
@once
def consent(session_id: int) -> Response:
    """Answer to the minutes that were shown."""
    form, session = ConsentForm(), transaction.writing()
    given: dict[str, Any] = {"verdict": form.verdict.data or "", "reason": form.reason.data or "", "sha256": form.sha256.data or ""}
    told: dict[str, Any] = {"side": seat().side, "viewer_provider_id": viewer().provider_id, "by": actor(), "at": clock.now()}
    before = _own_answer(session_id)
    try:
        if not form.validate():
            raise Refused("", "")
        state = dialogues.consent(session, session_id=session_id, **given, **told)
    except Refused as refusal:
        place(form, refusal)
        return show_minutes(session_id, form=form, status=422)
    except Conflict as conflict:
        notice = f"{conflict.by} heeft het verslag net veranderd. Uw antwoord telt nog niet. Lees het verslag opnieuw en antwoord daarna."
        return show_minutes(session_id, form=form, status=409, notice=notice)
    flash(_SETTLED if state == SETTLED else _said(before, given["verdict"], given["sha256"]))
    return see_other(url_for("dialogue.minutes", session_id=session_id, _anchor="instemming"))


def _own_answer(session_id: int) -> Happened | None:
    """What this organisation answered so far to the text as it is now."""
    found = read(session_id)
    own = own_party(found, viewer().provider_id)
    return found.answer_of(own.organisation_id) if own else None


def _said(before: Happened | None, verdict: str, sha256: str) -> str:
    """A colleague may have been first."""
    if before is not None and (before.what, before.sha256) == (verdict, sha256) and before.person != actor().name:
        return f"{before.person} gaf namens uw organisatie al dit antwoord. U hoeft niets meer te doen."
    return _RECORDED
